// What states of registries and receipts are called.

import { h } from "./dom.js";
import { say } from "./words.js";

/** @typedef {import("./registry-types.js").Registry} Registry */

/** @param {import("./registry-types.js").ReceiptState} state @returns {[string, string]} mood and words */
export function stateWords(state) {
  return /** @type {Record<string, [string, string]>} */ ({
    waiting: ["", say("ждёт")],
    sent: ["", say("печатается")],
    done: ["good", `✓ ${say("напечатан")}`],
    failed: ["bad", `✕ ${say("ошибка")}`],
    unknown: ["warn", `? ${say("результат неизвестен")}`],
    cancelled: ["warn", say("отменён")],
    earlier: ["", say("напечатан раньше")],
  })[state] ?? ["", state];
}

/** @param {Registry} one */
export function stateTag(one) {
  const counts = one.counts;
  if (one.state === "draft") return h("span", { class: "tag" }, say("черновик"));
  if (!one.ended) return h("span", { class: "tag warn" }, one.state === "cancelled" ? say("останавливается") : say("печатается"));
  if (counts.failed || counts.unknown) return h("span", { class: "tag bad" }, `✕ ${say("есть ошибки")}`);
  return one.state === "cancelled" ? h("span", { class: "tag warn" }, say("остановлен")) : h("span", { class: "tag good" }, `✓ ${say("напечатан")}`);
}

/** @param {Registry} one */
export const wholeOf = (one) => Object.values(one.counts).reduce((sum, n) => sum + (n ?? 0), 0);

/** @param {Registry} one */
export const readyOf = (one) => wholeOf(one) - (one.counts.waiting ?? 0) - (one.counts.sent ?? 0) - (one.counts.cancelled ?? 0);

/** @param {string} id */
export const path = (id) => `/itkassa/registry/${id}`;

/** @param {string} id */
export const showing = (id) => `#/registry/${id}`;
