// Before anything is printed: what stands in which column, what is wrong, which receipts will come out.

import { doer, sure } from "./dialog.js";
import { h } from "./dom.js";
import { path } from "./registry-words.js";
import { address, go } from "./router.js";
import { ask } from "./server.js";
import { money, number, say, several, told } from "./words.js";

/** @typedef {import("./registry-types.js").Draft} Draft */
/** @typedef {import("./registry-types.js").Shop} Shop */

const PAYMENTS = ["cash", "electronic", "prepaid", "credit"];

/** @param {Draft} draft @param {Shop | undefined} shop @param {(next: any) => void} show */
export function draftView(draft, shop, show) {
  /** @param {Partial<Draft>} changed */
  const change = async (changed) => {
    const { register, columns, paper, cash } = { ...draft, ...changed };
    show(await ask("PATCH", path(draft.id), { register, columns, paper, cash }, { patience: 60000 }));
  };
  const [again, mended] = [h("input", { type: "checkbox" }), h("input", { type: "checkbox" })];
  const start = async () => {
    const left = draft.receipts - (again.checked ? 0 : draft.earlier_count) - (mended.checked ? 0 : draft.mended_count);
    const text = say("Пробитые чеки уйдут в налоговую, отменить их будет нельзя.");
    if (!(await sure({ title: say("Напечатать? Чеков: {n}", { n: number(left) }), text, yes: say("Напечатать") }))) return;
    show(await ask("POST", `${path(draft.id)}/start`, { again: again.checked, mended: mended.checked }, { patience: 60000 }));
  };
  const drop = async () => {
    await ask("DELETE", path(draft.id), {});
    go(address("registry"));
  };
  const ready = doer(say("Напечатать"), start, "main");
  ready.disabled = draft.fault_count > 0 || !draft.receipts;
  const sums = draft.receipts > 0 && h("p", null, h("b", null, several(draft.receipts, "{n} чек", "{n} чека", "{n} чеков")), say(" на {sum} ₽ из строк: {rows}", { sum: money(draft.total), rows: number(draft.rows) }));
  const earlier = leftOut(say("Уже напечатаны по другому реестру, пропустим чеков: {n}", { n: number(draft.earlier_count) }), draft.earlier, draft.earlier_count, again, say("напечатать их ещё раз"));
  const others = leftOut(say("С этими номерами уже напечатаны чеки с другим содержанием, пропустим чеков: {n}", { n: number(draft.mended_count) }), draft.mended, draft.mended_count, mended, say("это другие продажи, напечатать"));
  return h("div", { class: "stack" }, columnsOf(draft, change), optionsOf(draft, shop, change), faultsOf(draft), draft.receipts > 0 && h("section", { class: "panel stack", role: "status" }, sums, earlier, others, previewOf(draft)), h("div", { class: "actions" }, doer(say("Удалить"), drop, "quiet"), ready));
}

/** @param {string} why @param {string[]} numbers the first ones @param {number} count @param {HTMLElement} nevertheless @param {string} label */
function leftOut(why, numbers, count, nevertheless, label) {
  if (!count) return null;
  return h("div", { class: "note warn stack" }, h("p", null, `⚠ ${why} (${numbers.join(", ")}${count > numbers.length ? "…" : ""})`), h("label", { class: "row" }, nevertheless, label));
}

/** @param {Draft} draft @param {(changed: Partial<Draft>) => Promise<void>} change */
function columnsOf(draft, change) {
  /** @param {number} at */
  const choice = (at) => {
    const chosen = h("select", { "aria-label": say("Что в столбце «{name}»", { name: draft.headings[at] || at + 1 }) }, h("option", { value: "" }, say("не нужен")), draft.known.map((one) => h("option", { value: one.key, selected: one.key === draft.columns[at] }, told(one.title))));
    chosen.addEventListener("change", () => change({ columns: draft.columns.map((one, i) => (i === at ? chosen.value || null : one === chosen.value ? null : one)) }));
    return chosen;
  };
  const head = [h("tr", null, draft.headings.map((_, at) => h("th", null, choice(at)))), h("tr", null, draft.headings.map((text) => h("th", { scope: "col" }, text)))];
  const rows = draft.sample.map((row) => h("tr", null, row.map((cell) => h("td", null, cell))));
  return h("section", { class: "panel stack" }, h("h2", null, say("Столбцы")), h("div", { class: "wide-table registry-columns" }, h("table", null, h("thead", null, head), h("tbody", null, rows))));
}

/** @param {Draft} draft @param {Shop | undefined} shop @param {(changed: Partial<Draft>) => Promise<void>} change */
function optionsOf(draft, shop, change) {
  const register = h("select", { onchange: () => change({ register: register.value }) }, (shop?.registers ?? []).map((one) => h("option", { value: one.id, selected: one.id === draft.register }, one.name)));
  const paper = h("input", { type: "checkbox", checked: draft.paper, onchange: () => change({ paper: paper.checked }) });
  const cash = h("select", { onchange: () => change({ cash: cash.value === "cash" }) }, h("option", { value: "" }, say("безналичными")), h("option", { value: "cash", selected: draft.cash }, say("наличными")));
  const paid = draft.columns.some((one) => one && PAYMENTS.includes(one));
  const papers = h("label", { class: "field flag" }, paper, say("печатать на бумаге"), h("p", { class: "hint" }, say("Без бумаги каждому чеку нужен e-mail или телефон покупателя.")));
  return h("section", { class: "panel fields" }, h("label", { class: "field" }, h("b", null, say("Касса")), register), !paid && h("label", { class: "field" }, h("b", null, say("Оплачено")), cash), papers);
}

/** @param {Draft} draft */
function faultsOf(draft) {
  if (!draft.fault_count) return h("p", { class: "good" }, `✓ ${say("Ошибок нет")}`);
  const lines = draft.faults.map((one) => h("li", { class: "fault" }, [one.row ? say("Строка {n}", { n: one.row }) : "", one.column && `«${one.column}»`].filter(Boolean).join(", "), `: ${one.text}`));
  const more = draft.fault_count > draft.faults.length && h("li", { class: "hint" }, say("и ещё {n}", { n: number(draft.fault_count - draft.faults.length) }));
  return h("section", { class: "panel stack", role: "alert" }, h("h2", null, say("Исправьте в файле и загрузите его снова. Ошибок: {n}", { n: number(draft.fault_count) })), h("ul", { class: "registry-faults" }, lines, more));
}

/** @param {Draft} draft */
function previewOf(draft) {
  if (!draft.preview.length) return null;
  const kinds = /** @type {Record<string, string>} */ ({ sale: "", returnSale: say("возврат"), buy: say("расход"), returnBuy: say("возврат расхода") });
  const rows = draft.preview.map((one) => h("tr", null, h("td", null, one.number, kinds[one.type] && [" ", h("span", { class: "tag warn" }, kinds[one.type])]), h("td", null, one.lines.map((line) => h("div", null, `${line.title} – ${line.quantity} × ${line.price} = ${line.total}`))), h("td", { class: "numbers" }, money(one.total)), h("td", null, one.contact)));
  const heads = [say("Документ"), say("Что в чеке"), say("Сумма"), say("Контакт покупателя")];
  const more = draft.receipts > draft.preview.length && h("p", { class: "hint" }, say("Показаны первые {n}; проверены и напечатаются все.", { n: number(draft.preview.length) }));
  return h("div", { class: "wide-table" }, h("table", null, h("thead", null, h("tr", null, heads.map((head) => h("th", { scope: "col" }, head)))), h("tbody", null, rows)), more);
}
