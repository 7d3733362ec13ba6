// The table on the page: pasted in, its columns given to fields, its cells mended.

import { fill, h } from "./dom.js";
import { COPIES, read } from "./labels-table.js";
import { number, say } from "./words.js";

/** @typedef {import("./labels-job.js").Job} Job */

const SHOWN = 200; // rows

/** @param {Job} job @param {{ changed: () => void, look: () => void }} told  `look`: another row is looked at */
export function rowsView(job, told) {
  const element = h("div", { class: "stack" });
  const head = h("thead");
  const body = h("tbody");
  const hidden = h("p", { class: "hint" });
  const bad = h("input", { type: "checkbox", onchange: () => showBody() });

  /** @param {string} text */
  const put = (text) => {
    job.table(text);
    show();
    told.changed();
  };

  const source = () => {
    const area = h("textarea", { rows: 4, spellcheck: false, placeholder: job.names.join("\t"), onchange: () => area.value.trim() && put(area.value) });
    area.addEventListener("paste", (event) => {
      event.preventDefault();
      put(event.clipboardData?.getData("text/plain") ?? "");
    });
    const file = h("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv", onchange: async () => file.files?.[0] && put(await read(file.files[0])) });
    const hint = say("Первая строка может быть заголовками: {list}. Столбцы можно назначить и вручную. Разделители: табуляция, точка с запятой, запятая.", { list: job.names.join(", ") });
    return [h("label", { class: "field" }, h("b", null, say("Вставьте таблицу из Excel (Ctrl+V)")), area), h("label", { class: "field" }, h("b", null, say("или выберите файл CSV")), file), h("p", { class: "hint" }, hint)];
  };

  /** @param {number} column @param {string} field */
  const map = (column, field) => {
    job.map(column, field);
    showTable();
    told.changed();
  };

  const showHead = () => {
    const choices = ["", ...job.roles].map((field) => ({ field, text: field === "" ? say("не печатать") : field === COPIES ? say("копий") : job.needed.has(field) ? `${field} *` : field }));
    const selects = job.columns.map((now, i) => h("select", { "aria-label": say("Что в столбце {n}", { n: i + 1 }), onchange: (/** @type {any} */ event) => map(i, event.target.value) }, choices.map(({ field, text }) => h("option", { value: field, selected: field === now }, text))));
    fill(head, h("tr", null, h("th", null, "№"), selects.map((select) => h("th", null, select))));
  };

  /** @param {HTMLElement} line @param {number} row */
  const judge = (line, row) => {
    const faults = job.faultsOf(row);
    line.className = faults.length ? "bad" : "";
    line.title = faults.join("; ");
    fill(/** @type {Element} */ (line.firstElementChild), `${faults.length ? "⚠ " : ""}${row + 1}`);
  };

  /** @param {number} row */
  const line = (row) => {
    const made = h("tr", { dataset: { row: String(row) }, "aria-current": row === job.at }, h("td"));
    for (const [column, cell] of (job.rows[row] ?? []).entries()) {
      const oninput = () => {
        /** @type {string[]} */ (job.rows[row])[column] = input.value;
        judge(made, row);
        told.changed();
      };
      const input = h("input", { value: cell, "aria-label": `${job.columns[column] || column + 1}, ${say("строка {n}", { n: row + 1 })}`, oninput, onfocus: () => job.at !== row && turn(row) });
      made.append(h("td", null, input));
    }
    judge(made, row);
    return made;
  };

  const showBody = () => {
    const listed = job.rows.flatMap((_, row) => (!bad.checked || job.faultsOf(row).length ? [row] : []));
    fill(body, listed.slice(0, SHOWN).map(line));
    fill(hidden, listed.length > SHOWN && say("Показаны первые {n} строк из {total}; проверены и напечатаются все.", { n: SHOWN, total: number(listed.length) }));
  };
  const showTable = () => {
    showHead();
    showBody();
  };

  const show = () => {
    const other = h("button", { type: "button", onclick: () => put("") }, say("Другая таблица"));
    fill(element, job.rows.length ? [h("div", { class: "bar" }, h("label", { class: "row" }, bad, say("только с ошибками")), other), h("div", { class: "batch-table" }, h("table", null, head, body)), hidden] : source());
    showTable();
  };

  /** @param {number} row */
  const turn = (row) => {
    job.at = Math.max(0, Math.min(row, job.rows.length - 1));
    for (const one of body.children) one.toggleAttribute("aria-current", /** @type {HTMLElement} */ (one).dataset.row === String(job.at));
    told.look();
  };

  return { element, show, turn };
}
