// Dragging a card of the week board to another hour: lawful hours light up, others say why not.
// Nobody needs it: each card leads to a page on which the same is done with buttons.

for (const board of document.querySelectorAll("[data-board]")) open(board);

function open(board) {
  const form = board.querySelector("form[data-drop]");
  const says = board.querySelector(".drag-verdict");
  const cells = [...board.querySelectorAll("td[data-hour]")];
  if (!form || !cells.length) return;
  let dragged = null;
  let starts = null;

  for (const card of board.querySelectorAll("table a[data-case]")) {
    card.draggable = true;
    card.addEventListener("dragstart", (event) => {
      dragged = card;
      starts = null;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.textContent);
      card.classList.add("dragged");
      ask(card).then((found) => { if (dragged === card) { starts = found; light(); } });
    });
    card.addEventListener("dragend", clear);
  }

  for (const cell of cells) {
    cell.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      if (!cell.classList.contains("over")) hover(cell);
    });
    cell.addEventListener("dragleave", () => cell.classList.remove("over"));
    cell.addEventListener("drop", (event) => {
      if (!dragged) return;
      event.preventDefault();
      drop(cell, dragged);
    });
  }

  function mine(cell) {
    const here = (starts || []).filter((one) => one.on === cell.dataset.on && String(one.hour) === cell.dataset.hour);
    return here.sort((a, b) => a.points - b.points || a.value.localeCompare(b.value));
  }

  function light() {
    for (const cell of cells) {
      const found = mine(cell);
      cell.classList.toggle("may", found.length > 0);
      if (found.length) cell.dataset.starts = found[0].words;
    }
  }

  function hover(cell) {
    for (const other of cells) other.classList.toggle("over", other === cell);
  }

  async function drop(cell, card) {
    const url = address(card);
    if (!starts) starts = await ask(card);
    const best = mine(cell)[0];
    if (best) {
      form.action = url;
      form.elements.start.value = best.value;
      form.submit();
      return;
    }
    const wall = `${cell.dataset.on}T${cell.dataset.hour.padStart(2, "0")}:00`;
    const answer = await fetch(`${url}/verdict?start=${encodeURIComponent(wall)}`);
    const said = answer.ok ? await answer.json() : { when: "", sentence: "" };
    tell(`${said.when}: ${said.sentence}`);
  }

  function address(card) {
    return `${board.dataset.board}/${card.dataset.case}`;
  }

  async function ask(card) {
    const answer = await fetch(`${address(card)}/starts`);
    return answer.ok ? (await answer.json()).starts : [];
  }

  function tell(words) {
    says.hidden = false;
    says.classList.add("warn");
    says.textContent = words;
  }

  function clear() {
    if (dragged) dragged.classList.remove("dragged");
    dragged = null;
    for (const cell of cells) {
      cell.classList.remove("may", "over");
      delete cell.dataset.starts;
    }
  }
}
