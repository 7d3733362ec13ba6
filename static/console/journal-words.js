// What the journal calls things.

import { say } from "./words.js";

/** @typedef {import("./types.js").JournalRow} JournalRow */

/** @type {Record<string, string>} */
const COMMANDS = {
  RegisterCheck: "Чек",
  Copy: "Копия",
  PrintDocument: "Документ",
  GetDataCheck: "Копия из архива",
  ContinuePrint: "Продолжить печать",
  OpenShift: "Открытие смены",
  CloseShift: "Закрытие смены",
  ZReport: "Закрытие смены (Z)",
  XReport: "X-отчёт",
  OfdReport: "Отчёт о расчётах",
  GetCounters: "Счётчики",
  GetСounters: "Счётчики",
  DepositingCash: "Внесение денег",
  PaymentCash: "Выплата денег",
  OpenCashDrawer: "Денежный ящик",
  PrintOpenCashDrawer: "Денежный ящик",
  GetDataKKT: "Состояние кассы",
  GetLineLength: "Ширина строки",
  PrintLineLength: "Линейка",
  KkmRegOfd: "Регистрация кассы",
  ValidationMarkingCode: "Проверка маркировки",
  GetGoodCodeData: "Разбор кода товара",
  PayByPaymentCard: "Оплата картой",
  ReturnPaymentByPaymentCard: "Возврат на карту",
  CancelPaymentByPaymentCard: "Отмена оплаты картой",
  AuthorisationByPaymentCard: "Преавторизация",
  AuthConfirmationByPaymentCard: "Списание преавторизации",
  CancelAuthorisationByPaymentCard: "Отмена преавторизации",
  EmergencyReversal: "Аварийная отмена",
  Settlement: "Сверка итогов",
  TerminalReport: "Отчёт терминала",
  TransactionDetails: "Поиск операции",
  PrintSlipOnTerminal: "Кто печатает слипы",
  GetWeight: "Вес",
  Calibrate: "Тара",
  OutputOnCustomerDisplay: "Текст на дисплей",
  ClearCustomerDisplay: "Погасить дисплей",
  OptionsCustomerDisplay: "Возможности дисплея",
  List: "Список устройств",
  GetServerData: "Сведения о сервере",
  OnOffUnut: "Включение устройства",
  GetRezult: "Результат команды",
  CancelCommand: "Отмена команды",
  ...namesOf("Чек", "kktReceiptFiscalization", "/api"),
  ...namesOf("Чек продажи", "sale"),
  ...namesOf("Чек возврата", "returnSale"),
  ...namesOf("Чек покупки", "buy"),
  ...namesOf("Чек возврата покупки", "returnBuy"),
  ...namesOf("Чек коррекции", "correction"),
  ...namesOf("Документ", "startSlip", "print", "printQR", "feed", "cut", "endSlip", "/apiprint"),
  ...namesOf("Копия из архива", "repeat", "/apicheck/printLastDocument"),
  ...namesOf("Открытие смены", "kktOpenShift", "openSession", "open shift"),
  ...namesOf("Закрытие смены", "kktCloseShift", "closeSession"),
  ...namesOf("Закрытие смены (Z)", "/apizreport"),
  ...namesOf("X-отчёт", "kktXReport", "xReport", "/apixreport"),
  ...namesOf("Внесение денег", "kktCashIn", "cashIn", "/apideposit"),
  ...namesOf("Выплата денег", "kktCashOut", "cashOut", "/apiwithdraw"),
  ...namesOf("Денежный ящик", "kktOpenCashDraw", "open drawer"),
  ...namesOf("Состояние кассы", "state"),
  ...namesOf("Счётчики", "counters"),
  ...namesOf("Проверка маркировки", "kktCheckKM"),
  ...namesOf("Оплата картой", "bnkCardPayment", "/apibank"),
  ...namesOf("Возврат на карту", "bnkCardReturn"),
  ...namesOf("Отчёт терминала", "bnkCardShortReport", "bnkCardFullReport"),
  ...namesOf("Сверка итогов", "bnkCardSverkaItogov"),
  ...namesOf("Поиск операции", "bnkCardLastOperationResult"),
};

/** @param {string} title @param {...string} names */
function namesOf(title, ...names) {
  return Object.fromEntries(names.map((name) => [name, title]));
}

/** @param {string} name  as its API spells it */
export const commandName = (name) => (COMMANDS[name] ? say(COMMANDS[name]) : name);

/** @type {Record<JournalRow["state"], { icon: string, word: string, mood: string }>} */
const STATES = {
  queued: { icon: "◷", word: "Ждёт", mood: "" },
  running: { icon: "▶", word: "Выполняется", mood: "" },
  done: { icon: "✓", word: "Выполнена", mood: "good" },
  failed: { icon: "✕", word: "Ошибка", mood: "bad" },
  unknown: { icon: "?", word: "Неизвестно", mood: "warn" },
};

export const STATE_NAMES = /** @type {JournalRow["state"][]} */ (Object.keys(STATES));

/** @param {JournalRow["state"]} state */
export function stateOf(state) {
  const { icon, word, mood } = STATES[state];
  return { icon, mood, word: say(word) };
}

/** @type {Record<string, string>} */
const DIALECTS = { kkm: "KkmServer", bit: "БИТ", itkassa: "Анти Касса", ikkm: "iKKM" };

/** What an API is called; commands of people at this page are the server's own. @param {string} name */
export const dialectName = (name) => DIALECTS[name] ?? (name === "server" ? say("Сервер") : name);

const PRINTING = new Set(["RegisterCheck", "Copy", "PrintDocument", "OpenShift", "CloseShift", "ZReport", "XReport", "OfdReport", "DepositingCash", "PaymentCash", "PrintLineLength", "KkmRegOfd", "GetDataCheck", "sale", "returnSale", "buy", "returnBuy", "correction"].map((name) => COMMANDS[name]));

/** Whether it leaves something on paper. @param {string} name */
export const prints = (name) => PRINTING.has(COMMANDS[name] ?? "");
