// How far a registry is, and what became of each receipt.

import { doer, sure } from "./dialog.js";
import { fill, h } from "./dom.js";
import { path, readyOf, stateTag, stateWords, wholeOf } from "./registry-words.js";
import { address } from "./router.js";
import { ask, download, isAdmin } from "./server.js";
import { money, moment, number, say } from "./words.js";

/** @typedef {import("./registry-types.js").Registry} Registry */
/** @typedef {import("./registry-types.js").Receipt} Receipt */

const EVERY = 1000; // milliseconds
const PAGE = 200;
const STATES = /** @type {const} */ (["waiting", "sent", "done", "failed", "unknown", "cancelled", "earlier"]);

/** @param {Registry} registry @param {AbortSignal} left */
export function runView(registry, left) {
  let one = registry;
  let picked = "";
  let first = 0;
  const [bar, head, counts, table, trouble] = [h("progress", { "aria-label": say("Готово") }), h("div", { class: "bar", role: "status" }), h("div", { class: "row" }), h("div"), h("p", { class: "fault", hidden: true })];
  const hint = advice();
  const receipts = async () => {
    /** @type {Receipt[]} */
    const found = await ask("GET", `${path(one.id)}/receipts?state=${picked}&first=${first}&limit=${PAGE}`, undefined, { signal: left });
    fill(table, tableOf(found), pages(found.length));
  };
  /** @param {number} shown */
  const pages = (shown) => {
    const turn = (/** @type {number} */ by) => doer(by < 0 ? say("‹ Раньше") : say("Дальше ›"), () => ((first += by), receipts()));
    return h("div", { class: "row" }, first > 0 && turn(-PAGE), shown === PAGE && turn(PAGE));
  };
  /** @param {string} state */
  const pick = (state) => {
    [picked, first] = [state, 0];
    draw();
    return receipts();
  };
  const cancel = async () => {
    const text = say("Чеки, которые уже печатаются, будут допечатаны. Остальные не выйдут; их можно загрузить новым реестром.");
    if (await sure({ title: say("Остановить печать реестра?"), text, yes: say("Остановить"), danger: true })) await take(await ask("POST", `${path(one.id)}/cancel`, {}));
  };
  const stop = doer(say("Остановить"), cancel, "danger");
  const draw = () => {
    bar.max = Math.max(1, wholeOf(one));
    bar.value = readyOf(one);
    stop.hidden = one.state !== "running";
    hint.hidden = !one.counts.failed && !one.counts.unknown;
    fill(head, h("div", { class: "row" }, stateTag(one), h("b", null, say("{n} из {total}", { n: number(readyOf(one)), total: number(wholeOf(one)) })), h("span", { class: "faint" }, one.ended ? say("закончен {at}", { at: moment(one.ended) }) : say("начат {at}", { at: moment(one.started) }))), h("div", { class: "row" }, stop, doer(say("Отчёт XLSX"), () => download("GET", `${path(one.id)}/report.xlsx`)), doer(say("Отчёт CSV"), () => download("GET", `${path(one.id)}/report.csv`))));
    const choice = (/** @type {string} */ state, /** @type {string} */ text, /** @type {number} */ n) => h("button", { type: "button", "aria-pressed": String(picked === state), onclick: () => pick(state) }, `${text}: ${number(n)}`);
    fill(counts, choice("", say("все"), wholeOf(one)), STATES.filter((state) => one.counts[state]).map((state) => choice(state, stateWords(state)[1], one.counts[state] ?? 0)));
  };
  /** @param {Registry} next */
  const take = async (next) => {
    one = next;
    draw();
    await receipts();
  };
  const follow = async () => {
    while (!left.aborted && !one.ended) {
      await new Promise((resolve) => setTimeout(resolve, EVERY));
      if (left.aborted) return;
      const told = await ask("GET", path(one.id), undefined, { signal: left }).then(take, (error) => String(error.message));
      trouble.hidden = !told;
      fill(trouble, told ?? "");
    }
  };
  draw();
  receipts().catch(() => {});
  follow();
  return h("div", { class: "stack" }, h("section", { class: "panel stack" }, head, bar, trouble, hint), h("div", { class: "registry-picks" }, counts), table);
}

const advice = () => h("p", { class: "hint", hidden: true }, say("Чек с неизвестным результатом второй раз не печатается: посмотрите на ленту и решите в журнале, вышел он или нет. Чеки с ошибкой можно исправить и загрузить снова: уже напечатанные пропустим."), isAdmin() && [" ", h("a", { href: address("journal", { dialect: "itkassa" }) }, say("Журнал"))]);

/** @param {Receipt[]} found */
function tableOf(found) {
  if (!found.length) return h("p", { class: "faint" }, say("Таких чеков нет."));
  const rows = found.map((one) => {
    const [mood, words] = stateWords(one.state);
    return h("tr", null, h("td", null, one.number), h("td", { class: "numbers" }, money(one.total)), h("td", null, h("span", { class: `tag ${mood}` }, words)), h("td", { class: "numbers" }, one.document), h("td", null, one.printed), h("td", null, one.error || one.contact));
  });
  const heads = [say("Документ"), say("Сумма"), say("Состояние"), say("ФД"), say("Время"), say("Ошибка или контакт")];
  return h("div", { class: "wide-table panel" }, h("table", null, h("thead", null, h("tr", null, heads.map((head) => h("th", { scope: "col" }, head)))), h("tbody", null, rows)));
}
