// What can be done with a device: the buttons of its card and the rest behind «⋯».

import { closeShift, moveMoney, openShift, settle, turn, turnOff } from "./device-acts.js";
import { run } from "./device-command.js";
import { sample } from "./device-samples.js";
import { isVirtual, PRINTERS } from "./device-standing.js";
import { open } from "./dialog.js";
import { h } from "./dom.js";
import { isAdmin } from "./server.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").Device} Device */
/** @typedef {import("./device-command.js").Tell} Tell */
/** @typedef {{ text: string, act: (tell: Tell) => unknown, main?: boolean, danger?: boolean }} Action */
/** @typedef {Action & { shown: unknown, near?: number }} Offer  `near`: how near to the hand, 1 the nearest; none: behind «⋯» */
/** @typedef {(what: string) => boolean} Can */

const QUICK = 2;

/** Everything one may do with it now. @param {Device} device @returns {{ title: string, offers: Offer[] }[]} */
function groups(device) {
  const can = (/** @type {string} */ what) => device.active && device.can.includes(what);
  const all = [
    { title: say("Смена"), offers: ofShift(device, can) },
    { title: say("Деньги"), offers: ofMoney(device, can) },
    { title: say("Проверка и печать"), offers: ofPaper(device, can) },
    { title: say("Устройство"), offers: ofDevice(device, can) },
  ];
  return all.map(({ title, offers }) => ({ title, offers: offers.filter((one) => one.shown) })).filter(({ offers }) => offers.length);
}

/** @param {Device} device @param {string} Command @param {object} [more] */
const send = (device, Command, more) => (/** @type {Tell} */ tell) => run({ Command, NumDevice: device.number, ...more }, tell);

/** @param {Device} device @param {Can} can @returns {Offer[]} */
function ofShift(device, can) {
  const shift = device.state?.shift ?? "";
  const over = shift === "expired";
  return [
    { text: say("X-отчёт"), act: send(device, "XReport"), shown: can("x_report"), near: 4 },
    { text: say("Открыть смену"), act: (tell) => openShift(device, tell), shown: can("open_shift") && !over && shift !== "open" },
    {
      text: say("Закрыть смену"),
      act: (tell) => closeShift(device, tell),
      shown: can("close_shift") && shift !== "closed",
      main: over,
      near: over ? 2 : undefined,
    },
    { text: say("Отчёт о расчётах с ОФД"), act: send(device, "OfdReport"), shown: can("ofd_report") },
  ];
}

/** @param {Device} device @param {Can} can @returns {Offer[]} */
function ofMoney(device, can) {
  const move = (/** @type {string} */ text, /** @type {string} */ Command) => ({
    text,
    act: (/** @type {Tell} */ tell) => moveMoney(device, text, Command, tell),
  });
  return [
    { ...move(say("Внести деньги"), "DepositingCash"), shown: can("cash_in") },
    { ...move(say("Изъять деньги"), "PaymentCash"), shown: can("cash_out") },
    { text: say("Открыть ящик"), act: send(device, "OpenCashDrawer"), shown: can("drawer") },
    { text: say("Отчёт терминала"), act: send(device, "TerminalReport"), shown: can("settle_terminal"), near: 3 },
    { text: say("Сверка итогов"), act: (tell) => settle(device, tell), shown: can("settle_terminal") },
  ];
}

/** @param {Device} device @param {Can} can @returns {Offer[]} */
function ofPaper(device, can) {
  const greeting = { TopString: device.name, BottomString: "KkmServer" };
  return [
    { text: sampleName(device), act: send(device, "", sample(device)), shown: can("test_page"), near: 3 },
    { text: say("Взвесить"), act: send(device, "GetWeight"), shown: can("weight"), near: 3 },
    { text: say("Показать пробный текст"), act: send(device, "OutputOnCustomerDisplay", greeting), shown: can("display"), near: 3 },
    { text: say("Очистить дисплей"), act: send(device, "ClearCustomerDisplay"), shown: can("display") },
    {
      text: say("Копия последнего документа"),
      act: send(device, "GetDataCheck", { FiscalNumber: 0, NumberCopies: 1 }),
      shown: can("archive") && device.state?.last_document,
    },
    { text: say("Продолжить печать после замены бумаги"), act: send(device, "ContinuePrint"), shown: can("continue_print") },
  ];
}

/** @param {Device} device @param {Can} can @returns {Offer[]} */
function ofDevice(device, can) {
  const { active, blocked, number } = device;
  const admin = isAdmin();
  const pool = device.members.length > 0;
  const sort = pool ? "pools" : "devices";
  return [
    {
      text: blocked ? say("Вернуть в работу") : say("Включить"),
      act: () => turn(device, true),
      shown: !active && (!pool || blocked),
      main: true,
      near: 1,
    },
    { text: say("Выключить"), act: () => turnOff(device), shown: active || blocked },
    { text: say("В пул…"), act: async () => (await import("./pools.js")).intoPool(device), shown: admin && !pool && PRINTERS.includes(device.kind) },
    { text: say("Изменить настройки"), act: async () => (await import("./device-form.js")).change(sort, number), shown: admin },
    { text: say("Журнал обмена"), act: async () => (await import("./device-wire.js")).wireLog(device), shown: admin && device.wire_log !== null },
    {
      text: say("Регистрация в ФН…"),
      act: async (tell) => (await import("./registration.js")).register(device, tell),
      shown: admin && !pool && can("registration"),
    },
    {
      text: say("Убрать из настроек"),
      act: async () => (await import("./device-form.js")).takeAway(sort, number, device.name),
      shown: admin,
      danger: true,
    },
  ];
}

/** @param {Device} device */
function sampleName(device) {
  if (device.kind === "label_printer") return say("Пробная этикетка");
  return device.kind === "register" && isVirtual(device) ? say("Пробный чек") : say("Пробная печать");
}

/** Those on the card. @param {Device} device @returns {Action[]} */
export function quick(device) {
  const near = groups(device).flatMap(({ offers }) => offers.filter((one) => one.near));
  return near.sort((one, other) => (one.near ?? 0) - (other.near ?? 0)).slice(0, QUICK);
}

/** Whether there is anything behind «⋯». @param {Device} device */
export const anyMore = (device) => groups(device).flatMap(({ offers }) => offers).length > quick(device).length;

/** @param {Device} device @param {Tell} tell */
export async function more(device, tell) {
  const chosen = await open(`${device.number}. ${device.name}`, (/** @type {(action: Action) => void} */ close) => {
    const button = (/** @type {Offer} */ one) => h("button", { type: "button", class: one.danger ? "bad" : "", onclick: () => close(one) }, one.text);
    return groups(device).map(({ title, offers }) => h("section", null, h("h3", null, title), h("div", { class: "choices" }, offers.map(button))));
  });
  await chosen?.act(tell);
}
