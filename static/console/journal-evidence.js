// What was seen of a command whose outcome was in doubt.

import { h } from "./dom.js";
import { number, say } from "./words.js";

/** @typedef {{ sent: number, exchange: string[], after: string, cause: string }} Evidence */

/** Those that have a value. @param {[string, import("./dom.js").Child][]} listed */
export function pairs(listed) {
  return h("dl", { class: "j-facts" }, listed.filter(([, value]) => value).map(([key, value]) => [h("dt", null, key), h("dd", null, value)]).flat());
}

/** @param {Evidence | null} seen @param {string} mark  the device's counters before @param {string} told  what was said above */
export function evidence(seen, mark, told) {
  if (!seen) return null;
  const listed = pairs([
    [say("Что оборвалось"), !told.includes(seen.cause) && seen.cause],
    [say("Ушло на устройство"), say("{n} байт", { n: number(seen.sent) })],
    [say("Счётчики до"), mark],
    [say("Счётчики после"), seen.after],
  ]);
  const exchange = seen.exchange.length > 0 && h("pre", { tabIndex: 0, "aria-label": say("Конец обмена") }, seen.exchange.join("\n"));
  return h("section", { class: "j-evidence stack" }, h("h3", null, say("Что видно")), listed, exchange);
}
