// The fields of a pool that deserve more than a line of text: who is in it, and who is next.

import { fill, h } from "./dom.js";
import { input } from "./form.js";
import { PRINTERS } from "./device-standing.js";
import { deviceOf, now } from "./live.js";
import { say } from "./words.js";

/** @typedef {import("./device-settings.js").Family} Family */
/** @typedef {import("./device-settings.js").Table} Table */
/** @typedef {import("./form.js").Input} Input */

/** @param {Family} family @param {Table} table @returns {Map<string, Input>} */
export function poolInputs(family, table) {
  const found = new Map([["members", membersInput(/** @type {number[]} */ (table["members"] ?? []), Number(table["number"]))]]);
  const field = family.options.find((one) => one.key === "policy");
  if (!field) return found;
  const made = input({ ...field, hint: undefined }, table["policy"] ?? field.default);
  for (const option of made.element.querySelectorAll("option")) option.textContent = policies()[option.textContent ?? ""] ?? option.textContent;
  return found.set("policy", made);
}

/** @returns {Record<string, string>} */
const policies = () => ({
  "round-robin": say("По очереди"),
  "least-busy": say("У кого меньше команд"),
  failover: say("Первое, что может; остальные – запасные"),
});

/** Who is in the pool; those that are there already keep their places. @param {number[]} members @param {number} pool @returns {Input} */
function membersInput(members, pool) {
  const there = now().devices.filter(
    (one) => one.number !== pool && !one.members.length && (PRINTERS.includes(one.kind) || members.includes(one.number)),
  );
  const order = [...members, ...there.map((one) => one.number).filter((number) => !members.includes(number))];
  const boxes = order.map((number) => h("input", { type: "checkbox", value: String(number), checked: members.includes(number) }));
  const fault = h("p", { class: "fault", role: "alert", hidden: true });
  const rows = boxes.map((box) =>
    h("label", { class: "field flag" }, box, h("span", null, `${box.value}. ${deviceOf(Number(box.value))?.name ?? ""}`)),
  );
  return {
    element: h("fieldset", { class: "boxed" }, h("legend", null, say("Устройства пула, одного вида")), h("div", { class: "fields" }, rows), fault),
    value: () => boxes.filter((box) => box.checked).map((box) => Number(box.value)),
    complain: (text) => {
      fault.hidden = !text;
      fill(fault, text);
    },
  };
}
