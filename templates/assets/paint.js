// Painting a week of half hours: with a finger, with the mouse, with arrow keys and the space bar.
// Nobody needs it: without this module each half hour is a list of its own.

const HOLD_MS = 250;
const SLOP = 10;
const TURN = document.documentElement.dir === "rtl" ? -1 : 1;
const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-TURN, 0], ArrowRight: [TURN, 0] };

for (const table of document.querySelectorAll("table[data-paint]")) open(table, table.closest("form"));

function open(table, form) {
  const boxes = [...table.querySelectorAll("select")];
  const starts = [...new Set(boxes.map((box) => box.name.slice(3)))].sort();
  const place = new Map(boxes.map((box) => [box, [Number(box.name[1]), starts.indexOf(box.name.slice(3))]]));
  const said = form.querySelector("[data-paint-said]");
  let stroke = null;
  let wait = 0;
  let pressed = false;

  form.classList.add("painted");
  form.querySelector("[data-brushes]").hidden = false;
  boxes.forEach((box, n) => { box.tabIndex = n ? -1 : 0; });

  table.addEventListener("pointerdown", (event) => {
    const box = under(event);
    if (!box || !event.isPrimary || event.button) return;
    const mouse = event.pointerType === "mouse";
    pressed = true;
    stroke = { from: box, to: box, x: event.clientX, y: event.clientY, mouse, going: false };
    if (mouse) event.preventDefault();
    wait = setTimeout(begin, mouse ? 0 : HOLD_MS);
  });
  table.addEventListener("pointermove", (event) => {
    if (!stroke) return;
    const [over, down] = [Math.abs(event.clientX - stroke.x), Math.abs(event.clientY - stroke.y)];
    if (!stroke.going && Math.max(over, down) < SLOP) return;
    // A finger that goes up or down without holding moves the page.
    if (!stroke.going && !stroke.mouse && down > over) return stop();
    begin();
    stroke.to = under(event) ?? stroke.to;
    show();
  });
  // Once something is being painted, the finger does not move the page.
  table.addEventListener("touchmove", (event) => { if (stroke?.going) event.preventDefault(); }, { passive: false });
  table.addEventListener("contextmenu", (event) => { if (stroke) event.preventDefault(); });
  document.addEventListener("pointerup", () => {
    if (!stroke) return;
    begin();
    tell(stroke.to);
    stop();
  });
  document.addEventListener("pointercancel", stop);
  // A screen reader presses without a pointer.
  table.addEventListener("click", (event) => {
    const box = pressed ? null : under(event);
    pressed = false;
    if (box) put(box);
  });
  table.addEventListener("keydown", (event) => {
    const box = event.target.closest("select");
    if (!box || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === " ") put(box);
    else if (STEPS[event.key]) move(box, STEPS[event.key], event.shiftKey);
    else return;
    event.preventDefault();
  });

  function begin() {
    clearTimeout(wait);
    if (stroke.going) return;
    Object.assign(stroke, { going: true, value: next(stroke.from), before: boxes.map((box) => box.value) });
    show();
  }

  // A drag paints the whole rectangle between where it began and where it is.
  function show() {
    const corners = [place.get(stroke.from), place.get(stroke.to)];
    const inside = (at, way) => at[way] >= Math.min(corners[0][way], corners[1][way]) && at[way] <= Math.max(corners[0][way], corners[1][way]);
    boxes.forEach((box, n) => {
      const at = place.get(box);
      box.value = inside(at, 0) && inside(at, 1) ? stroke.value : stroke.before[n];
    });
  }

  function stop() {
    clearTimeout(wait);
    stroke = null;
  }

  function put(box) {
    box.value = next(box);
    tell(box);
  }

  // Painting over the same colour takes it away.
  function next(box) {
    return box.value === brush() ? "" : brush();
  }

  function brush() {
    return form.querySelector("input[name=brush]:checked").value;
  }

  // Over a day without school to the next one; with shift it paints on the way.
  function move(box, [over, down], painting) {
    let [x, y] = place.get(box);
    let found = null;
    do {
      [x, y] = [x + over, y + down];
      found = boxes.find((one) => place.get(one)[0] === x && place.get(one)[1] === y);
    } while (!found && over && x > 0 && x < 6);
    if (!found) return;
    if (painting) box.value = found.value = brush();
    for (const one of boxes) one.tabIndex = one === found ? 0 : -1;
    found.focus();
    if (painting) tell(found);
  }

  function tell(box) {
    const names = box.getAttribute("aria-labelledby").split(" ");
    const words = names.map((id) => document.getElementById(id).querySelector(".unseen").textContent);
    said.textContent = `${words.join(", ")}: ${form.querySelector(`input[name=brush][value="${box.value}"]`).closest("label").textContent.trim()}`;
  }
}

function under(event) {
  return document.elementFromPoint(event.clientX, event.clientY)?.closest("table[data-paint] td")?.querySelector("select");
}
