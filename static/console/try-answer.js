// The answer in words and as it came; beside it the paper.

import { fill, h } from "./dom.js";
import { commandName, prints } from "./journal-words.js";
import { paperOf, picture, showPaper } from "./journal-paper.js";
import { block } from "./journal-take.js";
import { deviceOf, now } from "./live.js";
import { address } from "./router.js";
import { ask, isAdmin } from "./server.js";
import { lasted, say } from "./words.js";

/** @typedef {import("./try-send.js").Answer} Answer */
/** @typedef {Map<string, number>} Ends  last documents of the tapes */

const LATEST = 20;

/** @param {Answer} answer @returns {[string, string]} */
function verdict({ Status, Outcome, Error: error }) {
  if (Outcome === "unknown") return [say("Неизвестно, вышел ли документ: посмотрите на бумагу"), "warn"];
  if (Status === 0 && !error) return [say("Выполнена"), "good"];
  if (Status === 1 || Status === 4) return [say("Принята, ещё выполняется"), ""];
  return [{ 3: say("Не найдено"), 5: say("Этот IdCommand занят другой командой"), 6: say("УТМ отказал") }[/** @type {3 | 5 | 6} */ (Status)] ?? say("Отказ"), "bad"];
}

/** @param {Element} place @param {Answer} answer @param {number} ms  since it was sent */
export function showAnswer(place, answer, ms) {
  const [word, mood] = verdict(answer);
  const icon = { good: "✓", bad: "✕", warn: "?" }[mood] ?? "▶";
  const device = answer.UnitName && `${answer.NumDevice}. ${answer.UnitName}`;
  const journal = isAdmin() && answer.IdCommand && answer.UnitName && h("a", { href: address(`journal/${encodeURIComponent(answer.IdCommand)}`) }, say("В журнале"));
  const document = answer.CheckNumber && say("Документ № {number}, смена {shift}.", { number: answer.CheckNumber, shift: answer.SessionNumber ?? "–" });
  fill(place,
    h("div", { class: "row" }, h("span", { class: `tag ${mood}` }, `${icon} ${word}`), h("span", { class: "faint" }, [commandName(answer.Command ?? ""), device, `Status ${answer.Status}`, lasted(ms)].filter(Boolean).join(" · ")), journal),
    answer.Error && h("p", { class: mood === "warn" ? "note warn" : "note bad" }, answer.Error),
    answer.Warning && h("p", { class: "note warn" }, answer.Warning),
    answer.Message && h("p", { class: "note" }, answer.Message),
    document && h("p", null, document),
    block(JSON.stringify(answer, null, 2), say("Ответ")));
}

/** Where the tapes end before something is printed. @param {number | null} device @returns {Promise<Ends>} */
export async function endsOf(device) {
  const chosen = deviceOf(device);
  const able = now().devices.filter((one) => one.tape && (!chosen || one.number === chosen.number || chosen.members.includes(one.number)));
  const ends = await Promise.all(able.map(async ({ tape }) => /** @type {const} */ ([tape ?? "", (await ask("GET", `${tape}?limit=1`))[0]?.number ?? 0])));
  return new Map(ends);
}

/** Paper that has come out since, else what the journal has to show. @param {Element} place @param {Answer} answer @param {Ends} ends */
export async function showNewPaper(place, answer, ends) {
  const found = (await Promise.all([...ends].map(([tape, end]) => newer(tape, end)))).flat();
  if (found.length) return fill(place, found.map(({ png, title }) => h("figure", null, picture(png), h("figcaption", { class: "faint" }, title))));
  if (isAdmin() && answer.UnitName && prints(answer.Command)) return showPaper(place, await paperOf(answer.IdCommand));
  fill(place, h("p", { class: "faint" }, prints(answer.Command) && answer.Status === 0 ? say("Документ вышел на самом устройстве.") : say("Бумаги нет: эта команда ничего не напечатала.")));
}

/** Oldest first. @param {string} tape @param {number} end @returns {Promise<{ number: number, png: string, title: string }[]>} */
async function newer(tape, end) {
  const listed = await ask("GET", `${tape}?limit=${LATEST}`);
  return listed.filter((/** @type {{ number: number }} */ one) => one.number > end).reverse();
}
