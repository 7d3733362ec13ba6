// What each step of a registration asks for, and how it is sent. Source: docs/kkmserver-api.md, KkmRegOfd.

import { say } from "./words.js";

/** @typedef {import("./types.js").Field} Field */
/** @typedef {{ name: string, title: string, about: string, word: string, members: string[], free?: boolean }} Step  `free`: it may change nothing besides */
/** @typedef {{ title: string, before: string, after: string, sent: Record<string, unknown> }} Change */
/** @typedef {{ key: string, title: string, kind?: "flag" | "set" | "format", names?: string[], hint?: string }} Member */

const OFD = ["NameOFD", "InnOfd", "UrlServerOfd", "PortServerOfd", "UrlOfd"];
const OWNER = ["NameOrganization", "AddressSettle", "PlaceSettle", "SenderEmail", "TaxVariant"];
const MODES = [
  "EncryptionMode",
  "OfflineMode",
  "PrinterAutomatic",
  "AutomaticNumber",
  "SaleExcisableGoods",
  "SignOfGambling",
  "SignOfLottery",
  "SaleMarking",
  "SignPawnshop",
  "SignAssurance",
  "SignOfAgent",
];
const FIRST = ["InnOrganization", "RegNumber", "AutomaticMode", "InternetMode", "BSOMode", "ServiceMode"];
const FORMATS = ["", "1.0", "1.05", "1.1", "1.2"];

/** @returns {Step[]} */
export const STEPS = () => [
  {
    name: "Open",
    title: say("Зарегистрировать кассу"),
    about: say("Первая регистрация: РНМ уже получен в налоговой."),
    word: say("РЕГИСТРАЦИЯ"),
    members: [...FIRST.slice(0, 2), ...OWNER, ...OFD, "SetFfdVersion", ...FIRST.slice(2), ...MODES],
  },
  {
    name: "ChangeOrganization",
    title: say("Изменить данные владельца"),
    about: say("Название, адрес, место расчётов, налоги. ИНН и РНМ не меняются."),
    word: say("ИЗМЕНИТЬ"),
    members: OWNER,
  },
  { name: "ChangeOFD", title: say("Сменить ОФД"), about: say("Договор с новым оператором уже заключён."), word: say("ИЗМЕНИТЬ"), members: OFD },
  {
    name: "ChangeKkm",
    title: say("Изменить режимы кассы"),
    about: say("Автономность, маркировка, подакцизные товары, агенты."),
    word: say("ИЗМЕНИТЬ"),
    members: MODES,
  },
  {
    name: "ChangeFN",
    title: say("Заменить ФН"),
    about: say("Новый ФН уже вставлен в кассу, старый закрыт."),
    word: say("ЗАМЕНИТЬ"),
    members: ["SetFfdVersion"],
    free: true,
  },
  {
    name: "Close",
    title: say("Закрыть ФН"),
    about: say("ФН больше никогда ничего не запишет. Все документы должны быть переданы в ОФД."),
    word: say("ЗАКРЫТЬ"),
    members: [],
    free: true,
  },
];

const taxes = () => [say("Общая (ОСН)"), say("УСН доход"), say("УСН доход минус расход"), say("ЕНВД (отменён)"), say("ЕСХН"), say("Патент")];
const agents = () => [
  say("банковский платёжный агент"),
  say("банковский платёжный субагент"),
  say("платёжный агент"),
  say("платёжный субагент"),
  say("поверенный"),
  say("комиссионер"),
  say("агент"),
];

/** @returns {Member[]} */
const members = () => [
  { key: "InnOrganization", title: say("ИНН организации"), hint: say("10 или 12 цифр") },
  { key: "RegNumber", title: say("РНМ"), hint: say("16 цифр, из личного кабинета налоговой") },
  { key: "NameOrganization", title: say("Название организации") },
  { key: "AddressSettle", title: say("Адрес расчётов") },
  { key: "PlaceSettle", title: say("Место расчётов") },
  { key: "SenderEmail", title: say("Почта отправителя чеков") },
  { key: "TaxVariant", title: say("Налоги"), kind: "set", names: taxes() },
  { key: "NameOFD", title: say("Название ОФД") },
  { key: "InnOfd", title: say("ИНН ОФД") },
  { key: "UrlServerOfd", title: say("Адрес сервера ОФД") },
  { key: "PortServerOfd", title: say("Порт сервера ОФД") },
  { key: "UrlOfd", title: say("Сайт проверки чеков") },
  { key: "SetFfdVersion", title: say("Версия ФФД"), kind: "format" },
  { key: "AutomaticMode", title: say("Автоматический режим"), kind: "flag" },
  { key: "InternetMode", title: say("Только расчёты в интернете"), kind: "flag" },
  { key: "BSOMode", title: say("Бланки строгой отчётности"), kind: "flag" },
  { key: "ServiceMode", title: say("Услуги"), kind: "flag" },
  { key: "EncryptionMode", title: say("Шифрование"), kind: "flag" },
  { key: "OfflineMode", title: say("Автономно, без ОФД"), kind: "flag" },
  { key: "PrinterAutomatic", title: say("Принтер в автомате"), kind: "flag" },
  { key: "AutomaticNumber", title: say("Номер автомата") },
  { key: "SaleExcisableGoods", title: say("Подакцизные товары"), kind: "flag" },
  { key: "SignOfGambling", title: say("Азартные игры"), kind: "flag" },
  { key: "SignOfLottery", title: say("Лотереи"), kind: "flag" },
  { key: "SaleMarking", title: say("Маркированные товары"), kind: "flag" },
  { key: "SignPawnshop", title: say("Ломбард"), kind: "flag" },
  { key: "SignAssurance", title: say("Страхование"), kind: "flag" },
  { key: "SignOfAgent", title: say("Агент"), kind: "set", names: agents() },
];

/** @param {unknown} value */
const numbers = (value) =>
  new Set(
    String(value ?? "")
      .split(",")
      .filter(Boolean),
  );

/** @param {Step} step */
const asked = (step) => step.members.map((key) => /** @type {Member} */ (members().find((one) => one.key === key)));

/** The step's fields and what the register says of them now. @param {Step} step @param {Record<string, any>} info */
export function fieldsOf(step, info) {
  /** @type {Field[]} */
  const fields = [];
  /** @type {Record<string, unknown>} */
  const values = {};
  const put = (
    /** @type {string} */ key,
    /** @type {string} */ title,
    /** @type {import("./types.js").Schema} */ schema,
    /** @type {unknown} */ value,
    hint = "",
  ) => {
    fields.push({ key, title: { ru: title, en: title }, hint: { ru: hint, en: hint }, schema });
    values[key] = value;
  };
  for (const { key, title, kind, names = [], hint } of asked(step)) {
    if (kind === "flag") put(key, title, { type: "boolean" }, info[key] === true || info[key] === 1);
    else if (kind === "format") put(key, title, { enum: FORMATS }, "", say("Обычно – как есть."));
    else if (kind === "set")
      names.forEach((name, i) => put(`${key}.${i}`, `${title}: ${name}`, { type: "boolean" }, numbers(info[key]).has(String(i))));
    else put(key, title, { type: "string" }, info[key] ?? "", hint);
  }
  return { fields, values };
}

/** What will be sent: only what differs from what is registered; of a first registration all that is said. @param {Step} step @param {Record<string, unknown>} before @param {Record<string, unknown>} after @returns {Change[]} */
export function change(step, before, after) {
  const first = step.name === "Open";
  return asked(step).flatMap(({ key, title, kind, names = [] }) => {
    const parts = kind === "set" ? names.map((_, i) => `${key}.${i}`) : [key];
    const same = parts.every((part) => before[part] === after[part]);
    const empty = parts.every((part) => after[part] === "" || after[part] === false);
    if (first ? empty : same) return [];
    const words = (/** @type {Record<string, unknown>} */ from) =>
      kind === "set" ? names.filter((_, i) => from[`${key}.${i}`]).join(", ") : shown(from[key]);
    const picked = parts.flatMap((part, i) => (after[part] === true ? [i] : []));
    const value = kind === "set" ? picked.join(",") : kind === "format" ? FORMATS.indexOf(String(after[key])) : after[key];
    return [{ title, before: first ? "" : words(before), after: words(after), sent: { [key]: value } }];
  });
}

/** @param {unknown} value */
const shown = (value) => (value === true ? say("да") : value === false ? say("нет") : String(value ?? ""));

/** @param {Change} one */
export const inWords = ({ before, after }) => (before ? `${before} → ${after || say("пусто")}` : after || say("пусто"));
