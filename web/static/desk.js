// What the desk does beside links, forms and htmx. Every action also works without it.
"use strict";

const typing = (target) => target.closest("input, select, textarea, [contenteditable]") !== null;

// "/" goes to the search box; j, k and Enter walk through a list.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/") {
    const box = document.querySelector("main input[type=search]") || document.getElementById("o-tim");
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  }
  if (event.key === "j" || event.key === "k") {
    const links = [...document.querySelectorAll("main .hit h3 a, main tbody tr td a:first-of-type")];
    const at = links.indexOf(document.activeElement);
    const next = links[at + (event.key === "j" ? 1 : -1)];
    if (next) next.focus();
  }
});

// The first thing to be corrected has the focus.
const wrong = document.getElementById("loi");
if (wrong) wrong.focus();

// What cannot be undone asks once, in words that name the document and the consequence.
document.addEventListener("click", (event) => {
  const asks = event.target.closest("[data-ask]");
  if (asks && !window.confirm(asks.dataset.ask)) event.preventDefault();
});

// Ctrl+Enter sends the main form of the page by its first button.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.ctrlKey) return;
  const main = document.querySelector("form[data-main]");
  if (main) main.requestSubmit(main.querySelector("button"));
});

// Tables of a form: a further row, and rows pasted from Excel.
const renumber = (row, path, place) => {
  for (const box of row.querySelectorAll("[name]")) {
    box.name = box.name.replace(new RegExp(`^${path}\\.\\d+\\.`), `${path}.${place}.`);
    box.id = `o-${box.name.replaceAll(".", "-")}`;
    box.removeAttribute("aria-invalid");
  }
  row.cells[0].textContent = place + 1;
};
const addRow = (path) => {
  const body = document.querySelector(`table[data-rows="${path}"] tbody`);
  const row = body.rows[body.rows.length - 1].cloneNode(true);
  for (const box of row.querySelectorAll("input, textarea")) box.value = "";
  for (const box of row.querySelectorAll("select")) box.selectedIndex = 0;
  for (const said of row.querySelectorAll(".wrong")) said.remove();
  renumber(row, path, body.rows.length);
  body.append(row);
  return row;
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-row]");
  if (!button) return;
  event.preventDefault();
  addRow(button.dataset.addRow).querySelector("input, select, textarea").focus();
});
document.addEventListener("paste", (event) => {
  const box = event.target.closest("table[data-rows] input, table[data-rows] textarea");
  const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
  if (!box || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  const table = box.closest("table");
  const cell = box.closest("td");
  let row = cell.parentElement;
  for (const line of text.split("\n")) {
    row ||= addRow(table.dataset.rows);
    line.split("\t").forEach((value, place) => {
      const target = row.cells[cell.cellIndex + place]?.querySelector("input, select, textarea");
      if (target) target.value = value;
    });
    row = row.nextElementSibling;
  }
  box.dispatchEvent(new Event("change", { bubbles: true }));
});
