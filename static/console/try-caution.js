// A trial that would be none: real devices record for ever what they are sent.

import { sure } from "./dialog.js";
import { deviceOf, now } from "./live.js";
import { say } from "./words.js";

const RECORDED = new Set(["RegisterCheck", "OpenShift", "CloseShift", "ZReport", "KkmRegOfd", "DepositingCash", "PaymentCash"]);

/** Letter case of names does not matter to the server. @param {Record<string, any>} request @param {string} name */
const memberOf = (request, name) => Object.entries(request).find(([key]) => key.toLowerCase() === name)?.[1];

/** The device a request names, if any. @param {Record<string, any>} request */
export const numberOf = (request) => Number(memberOf(request, "numdevice")) || null;

/** What a real device would record for ever, or a real terminal take, is asked about. @param {Record<string, any>} request */
export async function mayRecord(request) {
  const command = memberOf(request, "command");
  const recorded = command === "RegisterCheck" ? memberOf(request, "isfiscalcheck") : RECORDED.has(command) || /PaymentCard$|^EmergencyReversal$|^Settlement$/.test(command);
  if (!recorded || !isReal(numberOf(request))) return true;
  const text = command === "KkmRegOfd" ? say("Регистрация записывается в ФН. Ничего из этого нельзя отменить.") : say("Это не проба: касса запишет документ в ФН, терминал проведёт деньги. Для проб есть виртуальные устройства.");
  return sure({ title: say("Отправить на настоящее устройство?"), text, yes: say("Отправить"), danger: true });
}

/** Whether a device that is not virtual may get it. @param {number | null} number */
function isReal(number) {
  const chosen = deviceOf(number);
  const numbers = chosen ? [chosen.number, ...chosen.members] : null;
  return now().devices.some((one) => one.active && !one.members.length && !one.driver.startsWith("virtual") && (!numbers || numbers.includes(one.number)));
}
