// Doings with a device that ask before, or have to know how much.

import { cashierField } from "./device-cashier.js";
import { run } from "./device-command.js";
import { open, sure } from "./dialog.js";
import { h } from "./dom.js";
import { execute } from "./server.js";
import { say, several } from "./words.js";

/** @typedef {import("./types.js").Device} Device */
/** @typedef {import("./device-command.js").Tell} Tell */

/** @param {Device} device @param {Tell} tell */
export function openShift(device, tell) {
  const text = device.members.length ? say("Смены откроют все кассы пула.") : say("Касса напечатает отчёт об открытии смены.");
  return shift(device, say("Открыть смену"), text, "OpenShift", tell);
}

/** @param {Device} device @param {Tell} tell */
export function closeShift(device, tell) {
  const text = device.members.length
    ? say("Z-отчёт напечатают все кассы пула.")
    : say("Касса напечатает Z-отчёт. Следующий чек откроет новую смену.");
  return shift(device, say("Закрыть смену"), text, "CloseShift", tell);
}

/** @param {Device} device @param {string} title @param {string} text @param {string} Command @param {Tell} tell */
async function shift(device, title, text, Command, tell) {
  const given = await open(`${title}: ${device.name}`, (/** @type {(given: object) => void} */ close) => {
    const cashier = cashierField();
    const onsubmit = (/** @type {Event} */ event) => {
      event.preventDefault();
      close(cashier.given());
    };
    return [
      h(
        "form",
        { class: "stack", onsubmit },
        h("p", null, text),
        cashier.element,
        h("div", { class: "actions" }, h("button", { class: "main" }, title)),
      ),
    ];
  });
  if (given) await run({ Command, NumDevice: device.number, ...given }, tell);
}

/** @param {Device} device @param {Tell} tell */
export async function settle(device, tell) {
  const text = say("Терминал передаст банку итоги дня и обнулит их.");
  if (await sure({ title: say("Сверить итоги на «{name}»?", { name: device.name }), text, yes: say("Сверка итогов") }))
    await run({ Command: "Settlement", NumDevice: device.number }, tell);
}

/** Switching on ends a block, too. @param {Device} device @param {boolean} active */
export async function turn(device, active) {
  const { Error: fault } = await execute({ Command: "OnOffUnut", NumDevice: device.number, Active: active });
  if (fault) throw new Error(fault);
}

/** @param {Device} device */
export async function turnOff(device) {
  const waiting = device.waiting
    ? ` ${several(device.waiting, "{n} команда уже ждёт и ещё будет выполнена.", "{n} команды уже ждут и ещё будут выполнены.", "{n} команд уже ждут и ещё будут выполнены.")}`
    : "";
  const text = say("Программы получат отказ, пока устройство не включат снова.") + waiting;
  if (await sure({ title: say("Выключить «{name}»?", { name: device.name }), text, yes: say("Выключить") })) await turn(device, false);
}

/** @param {Device} device @param {string} title @param {string} Command @param {Tell} tell */
export async function moveMoney(device, title, Command, tell) {
  const given = await open(title, (/** @type {(given: object) => void} */ close) => {
    const cashier = cashierField();
    const sum = h("input", { inputMode: "decimal", autocomplete: "off", required: true });
    const fault = h("p", { class: "fault", role: "alert", hidden: true }, say("Нужна сумма больше нуля, например 1500,50"));
    const onsubmit = (/** @type {Event} */ event) => {
      event.preventDefault();
      const text = sum.value.replace(/\s/g, "").replace(",", ".");
      fault.hidden = /^\d+(\.\d{1,2})?$/.test(text) && Number(text) > 0;
      if (fault.hidden) close({ Amount: Number(text), ...cashier.given() });
    };
    return [
      h(
        "form",
        { class: "stack", noValidate: true, onsubmit },
        h("label", { class: "field" }, say("Сумма, рублей"), sum, fault),
        cashier.element,
        h("div", { class: "actions" }, h("button", { class: "main" }, title)),
      ),
    ];
  });
  if (given) await run({ Command, NumDevice: device.number, ...given }, tell);
}
