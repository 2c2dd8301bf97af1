// Drawing a name beside the typed one: points on an SVG, whole numbers in a box of 1000 by 300.
// Nobody needs it: without this module the field stays hidden and the typed name counts.
// No time, pressure or speed is kept.

const MOST_STROKES = 40;
const MOST_POINTS = 2000;

for (const form of document.querySelectorAll("form[data-mark]")) open(form);

function open(form) {
  const place = form.querySelector("[data-mark-place]");
  const pad = place.querySelector("svg");
  const field = place.querySelector("input[name=strokes]");
  const strokes = [];
  let current = null;
  place.hidden = false;

  pad.addEventListener("pointerdown", (event) => {
    if (strokes.length >= MOST_STROKES || !event.isPrimary) return;
    pad.setPointerCapture(event.pointerId);
    current = [point(pad, event)];
    strokes.push(current);
    show();
  });
  pad.addEventListener("pointermove", (event) => {
    if (!current || count() >= MOST_POINTS) return;
    const next = point(pad, event);
    const last = current[current.length - 1];
    if (Math.hypot(next[0] - last[0], next[1] - last[1]) < 4) return;
    current.push(next);
    show();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    pad.addEventListener(end, () => { current = null; });
  }
  place.querySelector("[data-mark-undo]").addEventListener("click", () => { strokes.pop(); show(); });
  place.querySelector("[data-mark-clear]").addEventListener("click", () => { strokes.length = 0; show(); });

  function count() {
    return strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  }

  function show() {
    field.value = strokes.length ? JSON.stringify(strokes) : "";
    pad.replaceChildren(...strokes.map(line));
  }
}

function line(stroke) {
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  const rest = stroke.length > 1 ? stroke.slice(1) : stroke;
  path.setAttribute("d", `M${stroke[0].join(" ")}` + rest.map((p) => `L${p.join(" ")}`).join(""));
  return path;
}

function point(pad, event) {
  const box = pad.getBoundingClientRect();
  const x = Math.round(((event.clientX - box.left) / box.width) * 1000);
  const y = Math.round(((event.clientY - box.top) / box.height) * 300);
  return [Math.min(1000, Math.max(0, x)), Math.min(300, Math.max(0, y))];
}
