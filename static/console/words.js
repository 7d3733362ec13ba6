// Russian words are the keys; English ones are loaded when somebody wants them.

/** @typedef {import("./types.js").Words} Words */

const ROOMS = ["frame", "devices", "journal", "try", "labels", "first", "settings", "diagnosis", "registry"];
const KEPT = "kkmserver.language";

/** @type {Record<string, string>} */
let english = {};
/** @type {"ru" | "en"} */
let language = "ru";

export const spoken = () => language;

/** Before anything is shown. */
export async function learn() {
  language = localStorage.getItem(KEPT) === "en" ? "en" : "ru";
  document.documentElement.lang = language;
  if (language === "ru") return;
  const rooms = await Promise.all(ROOMS.map((room) => import(`./english/${room}.js`)));
  english = Object.assign({}, ...rooms.map((room) => room.default));
}

/** The page begins anew in it. @param {"ru" | "en"} wanted */
export function speak(wanted) {
  localStorage.setItem(KEPT, wanted);
  location.reload();
}

/** `say("Чек {number}", { number: 5 })`. @param {string} text @param {Record<string, unknown>} [given] */
export function say(text, given = {}) {
  const told = language === "en" ? (english[text] ?? text) : text;
  return told.replace(/\{(\w+)\}/g, (whole, name) => (name in given ? String(given[name]) : whole));
}

/** What comes from the server in two languages. @param {Words | undefined} words */
export const told = (words) => words?.[language] ?? words?.ru ?? "";

const PLURAL = { ru: new Intl.PluralRules("ru"), en: new Intl.PluralRules("en") };

/**
 * `several(5, "{n} команда", "{n} команды", "{n} команд")`; English has the first and the last.
 * @param {number} n @param {string} one @param {string} few @param {string} many
 */
export function several(n, one, few, many) {
  const form = PLURAL[language].select(n);
  return say(form === "one" ? one : form === "few" ? few : many, { n: number(n) });
}

const locale = () => (language === "en" ? "en-GB" : "ru-RU");

/** @param {number} value */
export const number = (value) => value.toLocaleString(locale());

/** Kopecks as roubles. @param {number} kopecks */
export const money = (kopecks) => (kopecks / 100).toLocaleString(locale(), { minimumFractionDigits: 2 });

/** Time of day where it was today, day and time else. @param {string | null | undefined} iso */
export function moment(iso) {
  if (!iso) return "";
  const time = new Date(iso);
  const today = time.toDateString() === new Date().toDateString();
  const clock = time.toLocaleTimeString(locale());
  return today ? clock : `${time.toLocaleDateString(locale())} ${clock}`;
}

/** @param {string | null | undefined} iso */
export const day = (iso) => (iso ? new Date(iso).toLocaleDateString(locale()) : "");

/** @param {number | null | undefined} ms */
export function lasted(ms) {
  if (ms === null || ms === undefined) return "";
  if (ms < 1000) return say("{n} мс", { n: Math.round(ms) });
  return say("{n} с", { n: (ms / 1000).toLocaleString(locale(), { maximumFractionDigits: 1 }) });
}
