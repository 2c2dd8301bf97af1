// A slider beside each number of points. Nobody needs it: the number is what is sent.

for (const place of document.querySelectorAll("[data-slider]")) {
  const number = place.querySelector("input[type=number]");
  const label = place.querySelector("label");
  const rail = document.createElement("input");
  rail.type = "range";
  rail.min = number.min;
  rail.max = String(Math.max(Number(place.dataset.slider), Number(number.value)));
  rail.value = number.value;
  rail.setAttribute("aria-label", label.textContent);
  rail.addEventListener("input", () => { number.value = rail.value; });
  number.addEventListener("input", () => {
    rail.max = String(Math.max(Number(rail.max), Number(number.value)));
    rail.value = number.value;
  });
  place.querySelector(".rail").replaceWith(rail);
}
