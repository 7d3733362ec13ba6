// One command for one device, its answer in words.

import { h } from "./dom.js";
import { GOING_ON, once } from "./once.js";
import { execute, isAdmin, Refused } from "./server.js";
import { number, say } from "./words.js";

/** @typedef {import("./dom.js").Child} Child */
/** @typedef {(mood: "good" | "bad" | "warn" | "", ...words: Child[]) => void} Tell */

/**
 * The answer, null where none came.
 * @param {Record<string, any>} command @param {Tell} tell @returns {Promise<any>}
 */
export async function run(command, tell) {
  tell("", say("Выполняется…"));
  try {
    const { answer, id, again } = await once(command, (IdCommand) => execute({ ...command, IdCommand }));
    const same = again && answer.Status === 0 && say("Это та же команда, что и при прошлом нажатии: выполнена один раз.");
    tell(moodOf(answer), inWords(answer, command["NumDevice"]), same, answer.Status !== 0 && journalLink(id));
    return answer;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const ask = h("button", { type: "button", onclick: () => run(command, tell) }, say("Узнать, чем кончилось"));
    tell("bad", error.message, ". ", ...(error.status === 0 ? [say("Второй раз команда не выполнится."), " ", ask] : []));
    return null;
  }
}

/** @param {any} answer @returns {"good" | "bad" | "warn" | ""} */
function moodOf(answer) {
  if (GOING_ON.includes(answer.Status)) return "";
  if (answer.Status !== 0 || answer.Error) return answer.Outcome === "unknown" ? "warn" : "bad";
  return "good";
}

/** @param {any} answer @param {number} asked  a pool's answer names its member @returns {string} */
function inWords(answer, asked) {
  if (GOING_ON.includes(answer.Status)) return say("Команда принята и ещё выполняется. ");
  if (answer.Error) return `${answer.Error} `;
  const parts = [
    answer.CheckNumber && say("документ № {n}", { n: answer.CheckNumber }),
    answer.SessionNumber && say("смена {n}", { n: answer.SessionNumber }),
    answer.NumDevice !== asked && answer.UnitName && say("на «{name}»", { name: answer.UnitName }),
    answer.Weight !== undefined && say("{n} кг", { n: number(answer.Weight) }),
  ].filter(Boolean);
  const extra = [answer.Warning, answer.Message].filter(Boolean).join(" ");
  return `${say("Сделано")}${parts.length ? `: ${parts.join(", ")}` : ""}. ${extra}`;
}

/** @param {string} id */
const journalLink = (id) => isAdmin() && h("a", { href: `#/journal/${encodeURIComponent(id)}` }, say("Открыть в журнале"));
