// One command in full: what happened when, what was asked and answered, its paper, its bytes; and what can be done now.

import { doer, notice, open, sure, wordsOf } from "./dialog.js";
import { fill, h } from "./dom.js";
import { doubt } from "./journal-doubt.js";
import { evidence, pairs } from "./journal-evidence.js";
import { paperOf, showPaper } from "./journal-paper.js";
import { block, copy, pretty, save } from "./journal-take.js";
import { commandName, dialectName, prints, stateOf } from "./journal-words.js";
import { deviceOf, on } from "./live.js";
import { once } from "./once.js";
import { address } from "./router.js";
import { ask, reach } from "./server.js";
import { lasted, moment, money, say } from "./words.js";

/** @typedef {import("./types.js").JournalRow} JournalRow */
/** @typedef {{ code: string, text: string, fault: string, nothing_sent: boolean, native: number | null }} Failure */
/** @typedef {{ number: number, sign: number, storage: string, shift: number, total?: number }} Fiscal */
/** @typedef {{ document?: Fiscal, warnings?: string[], message?: string }} Outcome */
/** @typedef {Omit<JournalRow, "outcome"> & { outcome: Outcome | null, hold: number, mark: string, progress: { done: number, total: number } | null, evidence: import("./journal-evidence.js").Evidence | null, failure: Failure | null, request: string | null }} Entry */

const OURS = "server"; // commands of people at this page: no program waits for an answer
const FINAL = new Set(["done", "failed", "unknown"]);

/**
 * @param {string} id @param {(step: -1 | 1) => void} beside
 * @returns {{ close: () => void, closed: Promise<unknown> }}
 */
export function openRow(id, beside) {
  const place = h("div", { class: "stack j-entry" }, h("p", { class: "faint" }, say("Загружается…")));
  /** @type {() => void} */
  let close = () => {};
  let shown = "";
  const load = async () => {
    /** @type {Entry} */
    const entry = await ask("GET", `${whereOf(id)}?request=1`);
    if (shown === JSON.stringify(entry)) return; // what is typed at it stays
    shown = JSON.stringify(entry);
    fill(place, ...partsOf(entry));
  };
  const closed = open(say("Команда"), (/** @type {(nothing: null) => void} */ shut) => {
    close = () => shut(null);
    return [place, steps(beside)];
  }, { wide: true });
  const refused = (/** @type {unknown} */ error) => fill(place, h("p", { class: "note bad" }, wordsOf(error)));
  load().catch(refused);
  const heard = [on("command", (row) => row.id === id && load().catch(refused)), on("missed", () => load().catch(refused))];
  closed.then(() => heard.forEach((stop) => stop()));
  return { close, closed };
}

/** @param {(step: -1 | 1) => void} beside */
function steps(beside) {
  return h("div", { class: "row j-steps" },
    h("button", { type: "button", onclick: () => beside(-1) }, "↑ ", say("Новее")),
    h("button", { type: "button", onclick: () => beside(1) }, "↓ ", say("Старше")));
}

/** @param {string} id */
const whereOf = (id) => `/journal/${encodeURIComponent(id)}`;

/** @param {Entry} entry */
function partsOf(entry) {
  const where = whereOf(entry.id);
  return [
    head(entry),
    h("p", { class: entry.state === "failed" ? "note bad" : entry.state === "unknown" ? "note warn" : "note" }, whatHappened(entry)),
    entry.state === "unknown" && doubt(entry),
    actions(entry, where),
    h("div", { class: "j-two" }, h("div", { class: "stack" }, times(entry), facts(entry)), prints(entry.command) && paper(entry)),
    entry.state !== "unknown" && entry.evidence && evidence(entry.evidence, entry.mark, entry.error),
    h("div", null, entry.request && unfolding(say("Запрос"), () => block(pretty(entry.request ?? ""), say("Запрос"))),
    FINAL.has(entry.state) && entry.dialect !== OURS && unfolding(say("Ответ"), async () => block(pretty(await (await reach("GET", `${where}/answer`)).text()), say("Ответ"))),
    unfolding(say("Обмен с устройством"), () => wire(where))),
  ];
}

/** @param {Entry} entry */
function head(entry) {
  const { icon, word, mood } = stateOf(entry.state);
  const device = entry.member ?? entry.device;
  return h("div", { class: "row" }, h("h3", null, commandName(entry.command)), h("span", { class: `tag ${mood}` }, `${icon} ${word}`), h("span", { class: "faint" }, device ? `${device}. ${deviceOf(device)?.name ?? say("устройства больше нет")}` : ""));
}

/** @param {Entry} entry */
function whatHappened(entry) {
  if (entry.error) return entry.error;
  const labels = entry.progress && say("Вышло этикеток: {done} из {total}.", entry.progress);
  if (entry.state === "queued") return say("Ждёт своей очереди: устройство ещё ничего не получило.");
  if (entry.state === "running") return labels || say("Устройство её выполняет.");
  return [say("Выполнена."), labels, entry.outcome?.message, ...(entry.outcome?.warnings ?? [])].filter(Boolean).join(" ");
}

/** @param {Entry} entry */
function times(entry) {
  const waited = entry.waited_ms ? say("ждала {time}", { time: lasted(entry.waited_ms) }) : "";
  const steps = [
    [say("Принята"), entry.accepted_at, entry.attempt > 1 ? say("попытка {n}", { n: entry.attempt }) : ""],
    [say("Начата"), entry.started_at, waited],
    [say("Закончена"), entry.finished_at, lasted(entry.duration_ms)],
  ];
  return h("ol", { class: "j-times" }, steps.filter(([, at]) => at).map(([word, at, note]) => h("li", null, h("b", null, word), " ", h("time", { dateTime: at, class: "numbers" }, moment(at)), note && h("span", { class: "faint" }, ` – ${note}`))));
}

/** @param {Entry} entry */
function facts(entry) {
  const { failure } = entry;
  const document = entry.outcome?.document;
  return pairs([
    [say("ФД"), document && String(document.number)],
    [say("ФПД"), document && String(document.sign)],
    [say("ФН"), document?.storage],
    [say("Смена"), document && String(document.shift)],
    [say("Сумма"), document?.total !== undefined && money(document.total)],
    ["IdCommand", entry.id],
    [say("Команда API"), `${entry.command} (${dialectName(entry.dialect)})`],
    [say("Кто прислал"), entry.client],
    [say("Через пул"), entry.member !== null && entry.member !== entry.device && String(entry.device)],
    ["X-Request-Id", entry.request_id],
    [say("Код отказа"), failure && [failure.code, failure.native !== null && `(${failure.native})`].filter(Boolean).join(" ")],
    [say("На устройстве"), failure && failure.nothing_sent && say("ничего не напечатано и не записано: можно прислать снова с тем же IdCommand")],
  ]);
}

/** @param {Entry} entry */
function paper(entry) {
  const place = h("div", { class: "j-papers", tabIndex: 0 }, h("p", { class: "faint" }, say("Загружается…")));
  paperOf(entry.id).then((found) => showPaper(place, found), (error) => fill(place, h("p", { class: "faint" }, error.message)));
  return h("section", { "aria-label": say("Бумага") }, place);
}

/** @param {string} where */
async function wire(where) {
  const { lines, whole } = await ask("GET", `${where}/wire`);
  if (!lines.length) return h("p", { class: "faint" }, say("Обмена нет: журнал обмена этого устройства не ведётся, или он уже стёрт. Вести его включают на странице устройства."));
  return [!whole && h("p", { class: "faint" }, say("Сохранился не весь обмен.")), block(lines.join("\n"), say("Обмен с устройством"))];
}

/** Loads when it is opened first. @param {string} title @param {() => unknown} make */
function unfolding(title, make) {
  const place = h("div", { class: "stack" });
  const made = h("details", { class: "j-part" }, h("summary", null, title), place);
  made.addEventListener("toggle", async () => {
    if (!made.open || place.childElementCount) return;
    try {
      fill(place, /** @type {any} */ (await make()));
    } catch (error) {
      fill(place, h("p", { class: "faint" }, wordsOf(error)));
    }
  });
  return made;
}

/** @param {Entry} entry @param {string} where */
function actions(entry, where) {
  return h("div", { class: "row" },
    entry.state === "done" && entry.dialect !== OURS && prints(entry.command) && doer(say("Печатать копию"), () => printCopy(where)),
    entry.request && entry.dialect === "kkm" && h("a", { class: "button", href: address("try", { id: entry.id }) }, say("Повторить в «Пробе API»")),
    h("button", { type: "button", onclick: () => copy(entry.id) }, say("Копировать номер")),
    h("button", { type: "button", onclick: () => save(`${entry.id.replace(/[^\w.-]+/g, "_")}.json`, JSON.stringify(entry, null, 2)) }, say("Скачать JSON")));
}

/** @param {string} where */
async function printCopy(where) {
  const text = say("На устройстве выйдет нефискальная копия с пометкой «КОПИЯ». В ФН ничего не запишется.");
  if (!(await sure({ title: say("Печатать копию?"), text, yes: say("Печатать копию") }))) return;
  const { id } = await once(`${where}/copy`, (id) => ask("POST", `${where}/copy`, { id }));
  notice(say("Копия принята на печать, её номер {id}.", { id }), "good");
}
