// Printing by a template: one label, or a table of them.

import { doer, notice } from "./dialog.js";
import { fill, h } from "./dom.js";
import { Job } from "./labels-job.js";
import { designing, path } from "./labels-paths.js";
import { whole } from "./labels-model.js";
import { previews } from "./labels-preview.js";
import { runPanel } from "./labels-progress.js";
import { rowsView } from "./labels-rows.js";
import { running, send } from "./labels-run.js";
import { testData } from "./labels-samples.js";
import { MOST_BYTES, MOST_LABELS } from "./labels-table.js";
import { now, on } from "./live.js";
import { address } from "./router.js";
import { ask, isAdmin } from "./server.js";
import { number, say, several } from "./words.js";

const TOLD = 8; // faults
const DEVICE = "kkmserver.labels.device";

/** @param {string} name @returns {Promise<import("./types.js").Screen>} */
export async function screen(name) {
  const kept = /** @type {import("./labels-types.js").Kept} */ (await ask("GET", path(name)));
  if (!kept.template) throw new Error(kept.fault);
  const template = whole(kept.template);
  const job = new Job(template);
  const left = new AbortController();
  let tabled = false;

  const printers = printerChoice(() => look());
  const copies = h("input", { type: "number", min: "1", max: "999", value: "1", oninput: () => judge() });
  const summary = h("div", { class: "stack", role: "status" });
  const place = h("div", { class: "panel" });
  const sight = rowPicture(name, job, () => printers.number(), (row) => turn(row));
  const look = () => sight.show(tabled);
  const changed = () => {
    judge();
    look();
  };
  const rows = rowsView(job, { changed, look });
  const progress = runPanel(() => ended(), left.signal);

  /** @param {number} row */
  const turn = (row) => rows.turn(row);

  const judge = () => {
    job.copies = Number(copies.value);
    const [faults, total] = [job.faults(), job.total()];
    fill(summary, h("b", null, several(total, "{n} этикетка", "{n} этикетки", "{n} этикеток")), tooMany(total), told(faults, tabled, turn));
    print.disabled = !total || total > MOST_LABELS || faults.length > 0 || !printers.number() || running()?.state === "running";
  };

  const go = async () => {
    if (running()?.state === "running") return;
    const command = job.command(name, printers.number());
    if (new Blob([JSON.stringify(command)]).size > MOST_BYTES) return notice(say("Таблица больше 16 МБ. Разделите её на части и печатайте по очереди."), "bad");
    await send(command, command.Fields.length * command.Copies);
    progress.show();
  };
  const print = doer(say("Печать"), () => go().finally(() => setTimeout(judge)), "main");

  const ended = () => {
    const run = running();
    const row = run?.state === "stopped" && run.template === name ? job.rowOf(run.error) : -1;
    if (row >= 0) turn(row);
    judge();
  };

  /** @param {boolean} wanted */
  const mode = (wanted) => {
    tabled = wanted;
    if (tabled) job.table("");
    else job.single(testData(name, template));
    rows.show();
    fill(place, tabled ? rows.element : single(job, changed));
    tabs.forEach((tab, i) => tab.setAttribute("aria-pressed", String(Boolean(i) === tabled)));
    changed();
  };
  const tabs = [say("Одна этикетка"), say("Таблица")].map((text, i) => h("button", { type: "button", onclick: () => mode(Boolean(i)) }, text));

  const off = on("devices", () => printers.show() && changed());
  mode(false);
  progress.show();
  const heading = h("div", { class: "bar" }, h("div", { class: "row" }, h("a", { href: address("labels") }, say("Этикетки")), h("h1", null, template.title || name)), isAdmin() && h("a", { class: "button", href: designing(name) }, say("Изменить шаблон")));
  const side = h("div", { class: "panel stack desk" }, h("label", { class: "field" }, h("b", null, say("Принтер")), printers.element), h("label", { class: "field" }, h("b", null, say("Копий каждой")), copies), summary, print, sight.element);
  const leave = () => {
    off();
    left.abort();
    sight.end();
  };
  return { title: say("Печать: {name}", { name }), content: h("div", { class: "stack" }, heading, progress.element, h("div", { class: "row label-modes" }, tabs), h("div", { class: "batch" }, place, side)), leave };
}

/** Label printers and their pools; other printers only where there is none. @param {() => void} changed */
function printerChoice(changed) {
  const onchange = () => {
    localStorage.setItem(DEVICE, element.value);
    changed();
  };
  const element = h("select", { onchange });
  /** @param {import("./types.js").Device} one */
  const called = (one) => `${one.number}. ${one.name}${one.members.length ? ` (${say("пул")})` : ""}${one.online ? "" : ` – ${say("нет связи")}`}`;
  /** @returns {boolean} another one is chosen now */
  const show = () => {
    const labels = now().devices.filter((one) => one.kind === "label_printer");
    const able = labels.length ? labels : now().devices.filter((one) => one.can?.includes("labels"));
    const before = element.value;
    const wanted = before || localStorage.getItem(DEVICE);
    fill(element, able.map((one) => h("option", { value: String(one.number), selected: String(one.number) === wanted }, called(one))), !able.length && h("option", { value: "" }, say("принтера этикеток нет")));
    return element.value !== before;
  };
  show();
  return { element, show, number: () => Number(element.value) };
}

/** A row as the chosen printer would print it. @param {string} name @param {Job} job @param {() => number} device @param {(row: number) => void} turn */
function rowPicture(name, job, device, turn) {
  const img = h("img", { class: "paper", alt: say("Так выйдет этикетка"), hidden: true });
  const fault = h("p", { class: "fault", role: "status", hidden: true });
  const steps = h("div", { class: "row" });
  /** @param {string} url @param {string} text */
  const put = (url, text) => {
    if (url) img.src = url;
    img.hidden = !url;
    fault.hidden = !text;
    fill(fault, text);
  };
  const pictures = previews("/preview", (url) => put(url, ""), (text) => put("", text.replace(/^Набор полей 1\. /, "")));
  /** @param {number} by @param {string} sign @param {string} title */
  const step = (by, sign, title) => h("button", { type: "button", "aria-label": title, disabled: !job.rows[job.at + by], onclick: () => turn(job.at + by) }, sign);
  return {
    element: h("div", { class: "stack" }, steps, img, fault),
    end: pictures.end,
    /** @param {boolean} tabled */
    show: (tabled) => {
      fill(steps, tabled && job.rows.length > 0 && [step(-1, "‹", say("Предыдущая строка")), say("Строка {n} из {total}", { n: number(job.at + 1), total: number(job.rows.length) }), step(1, "›", say("Следующая строка"))]);
      if (job.rows.length && device()) pictures.ask({ Command: "PrintDocument", NumDevice: device(), Template: name, Fields: job.set(job.at).fields });
      else put("", "");
    },
  };
}

/** The fields of one label. @param {Job} job @param {() => void} changed */
function single(job, changed) {
  const row = job.rows[0] ?? [];
  const fields = job.columns.map((field, i) => {
    const oninput = () => {
      row[i] = control.value;
      changed();
    };
    const control = h("input", { value: row[i] ?? "", autocomplete: "off", oninput });
    return h("label", { class: "field" }, h("b", null, job.needed.has(field) ? `${field} *` : field), control);
  });
  return fields.length ? h("div", { class: "fields" }, fields) : h("p", { class: "faint" }, say("В шаблоне нет полей: он печатает одно и то же."));
}

/** @param {number} total */
const tooMany = (total) => total > MOST_LABELS && h("p", { class: "fault" }, say("За раз печатается не больше {n} этикеток, а здесь {total}. Разделите таблицу на части.", { n: number(MOST_LABELS), total: number(total) }));

/** @param {{ row: number, text: string }[]} faults @param {boolean} tabled @param {(row: number) => void} turn */
function told(faults, tabled, turn) {
  const lines = faults.slice(0, TOLD).map(({ row, text }) => h("li", null, h("button", { type: "button", class: "quiet", onclick: () => turn(row) }, `⚠ ${tabled ? `${say("Строка {n}", { n: number(row + 1) })}: ` : ""}${text}`)));
  const more = faults.length > TOLD && h("li", { class: "hint" }, say("и ещё {n}", { n: number(faults.length - TOLD) }));
  return lines.length > 0 && h("ul", { class: "label-faults" }, lines, more);
}
