"use strict";
for (const box of document.querySelectorAll("input[data-list]")) {
  const list = document.getElementById(box.dataset.list);
  const rows = [...list.querySelectorAll("[data-row]")];
  const texts = rows.map((row) => `${row.textContent} ${row.title}`.toLowerCase());
  const told = box.parentElement.querySelector("output");
  box.parentElement.hidden = false;
  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, number) => {
      row.hidden = !words.every((word) => texts[number].includes(word));
      shown += row.hidden ? 0 : 1;
    });
    for (const group of list.querySelectorAll("[data-group]")) {
      group.hidden = !group.querySelector("[data-row]:not([hidden])");
    }
    told.textContent = words.length ? `${shown} of ${rows.length}` : "";
  });
}
