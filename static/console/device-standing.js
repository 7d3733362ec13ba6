// How a device is, in words: no page and no questions here.

import { deviceOf } from "./live.js";
import { day, moment, money, number, say, several } from "./words.js";

/** @typedef {import("./types.js").Device} Device */
/** @typedef {import("./types.js").DeviceState} State */
/** @typedef {{ mood: "good" | "warn" | "bad" | "", icon: string, text: string, advice?: string }} Standing */
/** @typedef {{ name: string, text: string, mood?: "warn" | "bad" }} Fact */

export const PRINTERS = ["register", "receipt_printer", "label_printer"];
const FEW_DAYS = 30;
const LAST_DAYS = 3;
const WARNED_HOURS = 24;
const HOUR = 3600000; // milliseconds

export const isVirtual = (/** @type {Device} */ device) => device.driver.startsWith("virtual");

/** @param {Device} device @returns {Standing} */
export function standing(device) {
  return barred(device) ?? away(device) ?? troubled(device.state) ?? working(device);
}

/** @param {Device} device @returns {Standing | null} */
function barred(device) {
  if (device.blocked) {
    const since = device.blocked_since ? ` ${say("с {time}", { time: moment(device.blocked_since) })}` : "";
    const advice = say("Пул не даёт ему документов. Устраните причину и нажмите «Вернуть в работу».");
    return { mood: "bad", icon: "■", text: `${say("Отстранено")}${since}: ${device.blocked}`, advice };
  }
  if (device.active) return null;
  const idle = device.members.length > 0 && !device.members.some((one) => deviceOf(one)?.active);
  if (idle)
    return {
      mood: "bad",
      icon: "■",
      text: say("Ни одно устройство пула сейчас не печатает"),
      advice: say("Включите или верните в работу хотя бы одно."),
    };
  return { mood: "", icon: "○", text: say("Выключено") };
}

/** @param {Device} device @returns {Standing | null} */
function away(device) {
  if (device.online) return null;
  if (!device.offline_since && !device.state) return { mood: "", icon: "…", text: say("Ещё не опрошено") };
  const text = device.offline_since ? say("Нет связи с {time}", { time: moment(device.offline_since) }) : say("Нет связи");
  const pool = device.members.length > 0;
  return {
    mood: "bad",
    icon: "✕",
    text,
    advice: pool ? say("Проверьте питание и кабели его устройств.") : say("Проверьте питание и кабель. Сервер подключится сам."),
  };
}

/** @param {State | null} state @returns {Standing | null} */
function troubled(state) {
  if (state?.cover_open) return { mood: "bad", icon: "▲", text: say("Открыта крышка"), advice: say("Закройте крышку.") };
  if (state?.paper_out) return { mood: "bad", icon: "▲", text: say("Нет бумаги"), advice: say("Вставьте новый рулон.") };
  if (state?.fault) return { mood: "bad", icon: "▲", text: state.fault };
  return null;
}

/** @param {Device} device @returns {Standing} */
function working(device) {
  const { state, waiting, busy } = device;
  const queue = waiting ? several(waiting, "ждёт {n} команда", "ждут {n} команды", "ждут {n} команд") : "";
  if (state?.shift === "expired")
    return { mood: "warn", icon: "!", text: say("Смена дольше 24 часов"), advice: say("Чеки не пойдут, пока смена не закрыта.") };
  if (device.kind === "register" && state && !state.fiscalized)
    return { mood: "warn", icon: "!", text: say("Не зарегистрирована в ФН"), advice: say("Чеки пойдут после регистрации.") };
  if (busy)
    return { mood: "good", icon: "▶", text: [PRINTERS.includes(device.kind) ? say("Печатает") : say("Работает"), queue].filter(Boolean).join(", ") };
  if (waiting) return { mood: "warn", icon: "≡", text: say("В очереди: {queue}", { queue }) };
  if (state?.paper_low) return { mood: "warn", icon: "!", text: say("Бумага кончается"), advice: say("Приготовьте новый рулон.") };
  return { mood: "good", icon: "✓", text: say("На связи") };
}

/** What a card tells besides; the most important first. @param {Device} device @returns {Fact[]} */
export function facts(device) {
  const state = device.state;
  if (!state || device.kind !== "register" || device.members.length) return [];
  /** @type {(Fact | false | undefined)[]} */
  const found = [
    { name: say("Смена"), ...shift(state) },
    state.cash !== undefined && { name: say("В кассе"), text: `${money(state.cash)} ₽` },
    ...(state.fiscalized ? [storage(state), unsent(state)] : []),
    state.last_document > 0 && { name: say("Последний документ"), text: `№ ${number(state.last_document)}` },
  ];
  return found.filter((fact) => fact !== false && fact !== undefined);
}

/** @param {State} state @returns {{ text: string, mood?: "warn" }} */
function shift(state) {
  const no = state.shift_number ? `№ ${number(state.shift_number)}, ` : "";
  const since = state.shift_since ? ` ${say("с {time}", { time: moment(state.shift_since) })}` : "";
  if (state.shift === "open") return { text: `${no}${say("открыта")}${since}` };
  if (state.shift === "expired") return { text: `${no}${say("открыта")}${since}`, mood: "warn" };
  return { text: state.shift === "closed" ? say("закрыта") : say("неизвестно") };
}

/** @param {State} state @returns {Fact} */
function storage(state) {
  const name = say("Срок ФН");
  const days = state.storage_days;
  if (days === null || days === undefined) return { name, text: state.storage || say("неизвестно") };
  const until = day(state.storage_until);
  if (days < 0) return { name, text: say("срок вышел {until}: замените ФН", { until }), mood: "bad" };
  if (days >= FEW_DAYS) return { name, text: say("до {until}", { until }) };
  const left = several(days, "ещё {n} день", "ещё {n} дня", "ещё {n} дней");
  return { name, text: `${left}, ${say("до {until}", { until })}`, mood: days < LAST_DAYS ? "bad" : "warn" };
}

/** @param {State} state @returns {Fact | undefined} */
function unsent(state) {
  if (state.unsent === undefined) return undefined;
  const name = say("ОФД");
  if (state.unsent === 0) return { name, text: say("всё передано") };
  const since = state.unsent_since ? ` ${say("с {time}", { time: moment(state.unsent_since) })}` : "";
  const late = state.unsent_since ? Date.now() - Date.parse(state.unsent_since) > WARNED_HOURS * HOUR : false;
  return { name, text: `${several(state.unsent, "{n} не передан", "{n} не переданы", "{n} не переданы")}${since}`, mood: late ? "warn" : undefined };
}
