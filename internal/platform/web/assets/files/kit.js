// What scripts add to pages that work without them.
"use strict";

// The error summary of a form takes the focus.
const focusFaults = () => document.querySelector("[data-focus]")?.focus();

// Ticked rows: count them, tick all.
const countTicks = (form) => {
  const ticked = form.querySelectorAll('input[name="id"]:checked').length;
  const bar = form.querySelector("[data-bulk]");
  const text = bar.querySelector("[data-bulk-count]");
  text.dataset.plain ??= text.textContent;
  text.textContent = ticked ? `${text.dataset.bulkCount} ${ticked}` : text.dataset.plain;
  for (const button of bar.querySelectorAll("button")) button.disabled = ticked === 0;
};

const prepareLists = () => {
  for (const all of document.querySelectorAll("[data-tick-all]")) all.hidden = false;
  for (const bar of document.querySelectorAll("[data-bulk]")) countTicks(bar.closest("form"));
};

document.addEventListener("change", (event) => {
  const form = event.target.closest(".bulk-form");
  if (!form) return;
  if (event.target.matches("[data-tick-all]")) {
    for (const box of form.querySelectorAll('input[name="id"]')) box.checked = event.target.checked;
  }
  countTicks(form);
});

// On a phone a wide table of a page shows its rows as boxes, each cell with the
// heading of its column, as lists do; narrow tables stay tables.
const stackTables = () => {
  for (const table of document.querySelectorAll("main .table:not(.stacked)")) {
    const heads = [...table.querySelectorAll("thead th")].map((th) => th.textContent.trim());
    if (heads.length < 4) continue;
    table.classList.add("stacked");
    for (const row of table.tBodies[0].rows) {
      let column = 0;
      for (const cell of row.cells) {
        if (column === 0) cell.classList.add("first");
        else if (cell.colSpan === 1) cell.dataset.label ??= heads[column];
        column += cell.colSpan;
      }
    }
  }
};

// A click beside an open menu closes it; so does Escape, and the focus returns.
const menus = ".account[open], .chooser[open], .many details[open]";
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(menus)) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll(menus)) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A form is sent once.
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post" || event.defaultPrevented) return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// New content from htmx is prepared like a new page.
const prepare = () => {
  prepareLists();
  stackTables();
};
document.addEventListener("htmx:after:settle", prepare);
prepare();
focusFaults();
// On a phone the query bar starts closed, unless something is asked for.
for (const bar of document.querySelectorAll(".query")) {
  if (matchMedia("(max-width: 767px)").matches && !bar.querySelector(".chips")) bar.open = false;
}
