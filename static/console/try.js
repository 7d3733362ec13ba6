// The API in the browser: an example, its JSON with hints, the answer and the paper beside it.

import { doer, notice, open, wordsOf } from "./dialog.js";
import { fill, h, unique } from "./dom.js";
import { picture } from "./journal-paper.js";
import { block } from "./journal-take.js";
import { commandName } from "./journal-words.js";
import * as live from "./live.js";
import { GOING_ON, once } from "./once.js";
import { address, here, replace } from "./router.js";
import { ask, newId, reach, session } from "./server.js";
import { endsOf, showAnswer, showNewPaper } from "./try-answer.js";
import { mayRecord, numberOf } from "./try-caution.js";
import { COPIES, placeholder } from "./try-copies.js";
import { editor } from "./try-editor.js";
import { EXAMPLES, filled, isQueued } from "./try-examples.js";
import { Hints } from "./try-hints.js";
import { learn } from "./try-schema.js";
import { send } from "./try-send.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").Screen} Screen */
/** @typedef {import("./try-examples.js").Example} Example */
/** @typedef {import("./try-send.js").Answer} Answer */

const WAITS = [10, 30, 60, 300]; // seconds
const PREVIEWED = new Set(["RegisterCheck", "PrintDocument"]);

/** @type {{ id?: string, payment?: string }} */
const seen = {}; // the last command and card payment of this page

/** @param {string[]} _rest @param {URLSearchParams} query @returns {Screen} */
export function screen(_rest, query) {
  const bench = new Bench();
  bench.arrive(query);
  return { title: say("Проба API"), content: bench.element, turned: (turned) => bench.arrive(turned), leave: () => bench.end() };
}

class Bench {
  #leaving = new AbortController();
  #previewed = "";
  #example = /** @type {Example} */ (EXAMPLES[0]);
  #shown = ""; // the example as it was put
  #listed = "";
  #spent = ""; // the IdCommand of the last one that was heard to its end

  constructor() {
    this.examples = h("select", { id: unique("example"), onchange: () => this.#choose(null) });
    this.devices = h("select", { id: unique("device"), onchange: () => this.#choose(this.devices.value) });
    this.how = h("select", { "aria-label": say("Как отправить") }, WAITS.map((n) => h("option", { value: String(n), selected: n === 60 }, say("ждать ответа до {n} с", { n }))), h("option", { value: "async" }, say("не ждать: /Execute/async, потом GetRezult")));
    this.fresh = h("input", { id: unique("fresh"), type: "checkbox", checked: true });
    this.editor = editor(say("Запрос, JSON"), { changed: () => this.hints?.changed(), moved: () => this.hints?.moved() });
    this.hints = new Hints(this.editor);
    this.note = h("p", { class: "note", hidden: true });
    this.answer = h("div", { class: "stack", "aria-live": "polite" }, h("p", { class: "faint" }, say("Здесь появится ответ сервера.")));
    this.paper = h("div", { class: "t-papers" });
    this.sender = doer(say("Отправить"), () => this.#send(), "main");
    this.sender.title = "Ctrl+Enter";
    this.preview = doer(say("Посмотреть без печати"), () => this.#preview());
    this.element = this.#layout();
    this.editor.field.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && this.sender.click());
    this.stop = live.on("devices", () => this.#hearDevices());
    this.editor.field.addEventListener("focus", () => learn().then(() => this.hints.changed(), (error) => notice(error.message, "bad")), { once: true }); // it is large
  }

  #layout() {
    const chosen = h("div", { class: "fields t-choose" }, labelled(say("Команда"), this.examples), labelled(say("Устройство"), this.devices));
    const fresh = h("div", { class: "field flag" }, this.fresh, h("label", { htmlFor: this.fresh.id }, say("Новый IdCommand при каждой отправке")));
    const copies = h("button", { type: "button", onclick: () => this.#copies() }, say("Код для программы"));
    const left = h("div", { class: "stack" }, chosen, this.note, this.editor.element, this.hints.faults, h("div", { class: "row t-send" }, this.sender, this.how, this.preview, copies), this.hints.help, fresh);
    const right = h("div", { class: "stack t-right" }, h("section", { class: "panel stack", "aria-label": say("Ответ") }, h("h2", null, say("Ответ")), this.answer), h("section", { class: "panel stack", "aria-label": say("Бумага") }, h("h2", null, say("Бумага")), this.paper));
    return h("div", { class: "stack" }, h("h1", null, say("Проба API")), h("div", { class: "t-two" }, left, right));
  }

  /** @param {URLSearchParams} query  `command`: key of an example, or `id`: a command of the journal; `device` */
  arrive(query) {
    const id = query.get("id");
    const key = query.get("command") ?? "RegisterCheck";
    this.#example = exampleOf(key);
    this.#showExamples();
    this.#showDevices(query.get("device"));
    if (id) this.#repeat(id);
    else this.#putExample();
  }

  #device() {
    return this.devices.value ? Number(this.devices.value) : null;
  }

  #showExamples() {
    const groups = [...new Set(EXAMPLES.map((one) => one.group))];
    fill(this.examples, groups.map((group) => h("optgroup", { label: say(group) }, EXAMPLES.filter((one) => one.group === group).map((one) => h("option", { value: one.key }, `${one.title ? say(one.title) : commandName(String(one.body.Command))} – ${one.body.Command}`)))));
    this.examples.value = this.#example.key;
  }

  #able() {
    const able = live.now().devices.filter((one) => this.#example.kinds.includes(one.kind));
    return able.map((one) => ({ value: String(one.number), name: `${one.number}. ${one.name}`, active: one.active }));
  }

  /** @param {string | null} chosen  null: the first that can do it */
  #showDevices(chosen) {
    const { kinds } = this.#example;
    const able = this.#able();
    const first = able.find((one) => one.active) ?? able[0];
    this.#listed = JSON.stringify(able);
    fill(this.devices, h("option", { value: "" }, kinds.length ? say("пусть выберет сервер") : say("не нужно")), able.map(({ value, name }) => h("option", { value }, name)));
    this.devices.value = chosen !== null && (chosen === "" || able.some((one) => one.value === chosen)) ? chosen : (first?.value ?? "");
    this.devices.disabled = !kinds.length;
    this.note.hidden = !kinds.length || able.length > 0 || !live.now().devices.length;
    fill(this.note, say("Нужного устройства нет."), " ", h("a", { href: address("devices") }, say("Добавьте виртуальное, чтобы попробовать.")));
  }

  /** They are told after the page has come; an open list is left alone where nothing has changed. */
  #hearDevices() {
    if (JSON.stringify(this.#able()) === this.#listed) return;
    this.#showDevices(this.#listed === "[]" ? here().query.get("device") : this.devices.value);
    if (this.editor.text === this.#shown) this.#putExample();
  }

  /** @param {string | null} device */
  #choose(device) {
    this.#example = exampleOf(this.examples.value);
    this.#showDevices(device);
    replace(address("try", { command: this.#example.key, device: this.devices.value }));
    this.#putExample();
  }

  #putExample() {
    this.#put(filled(this.#example, this.#device(), newId(), seen));
    this.#shown = this.editor.text;
  }

  /** @param {unknown} request */
  #put(request) {
    this.editor.put(JSON.stringify(request, null, 2));
  }

  /** @param {string} id */
  async #repeat(id) {
    try {
      const entry = await ask("GET", `/journal/${encodeURIComponent(id)}?request=1`);
      const request = JSON.parse(entry.request);
      const key = Object.keys(request).find((name) => name.toLowerCase() === "idcommand") ?? "IdCommand";
      this.#example = exampleOf(request.Command);
      this.examples.value = this.#example.key;
      this.#showDevices(String(numberOf(request) ?? ""));
      this.#put({ ...request, [key]: newId() });
    } catch (error) {
      notice(say("Запрос этой команды не читается: {text}", { text: wordsOf(error) }), "bad");
    }
  }

  /** The request as it stands in the editor; null: it is no JSON, and the visitor was shown where. */
  #request() {
    const { fault, value } = this.hints.found;
    if (!fault) return value;
    this.editor.goTo(fault.at);
    notice(say("Запрос не отправлен: исправьте его JSON."), "bad");
    return null;
  }

  #renew() {
    const member = this.hints.found.members.find((one) => one.path.length === 1 && one.name.toLowerCase() === "idcommand");
    const { value } = this.hints.found;
    if (!this.fresh.checked || !member || !isQueued(value?.Command) || value?.[member.name] !== this.#spent) return;
    this.editor.replace(member.from, member.to, JSON.stringify(newId()));
  }

  async #send() {
    this.#renew();
    const request = this.#request();
    if (!request || !(await mayRecord(request))) return;
    const device = numberOf(request);
    const began = Date.now();
    const ends = await endsOf(device);
    fill(this.paper);
    /** @param {Answer} answer */
    const told = (answer) => showAnswer(this.answer, answer, Date.now() - began);
    fill(this.answer, h("p", { class: "faint" }, say("Отправлено, ждём ответа…")));
    if (isQueued(request.Command) && request.IdCommand) seen.id = request.IdCommand;
    const atOnce = this.how.value === "async";
    try {
      const seconds = atOnce ? 300 : Number(this.how.value);
      const { answer } = await once(request, (id) => send(request, { id, async: atOnce, seconds, signal: this.#leaving.signal, told }));
      if (!GOING_ON.includes(answer.Status)) this.#spent = request.IdCommand;
      if (answer.UniversalID) seen.payment = answer.UniversalID;
      told(answer);
      this.answer.scrollIntoView({ block: "nearest" });
      await showNewPaper(this.paper, answer, ends);
    } catch (error) {
      if (this.#leaving.signal.aborted) return;
      fill(this.answer, h("p", { class: "note bad" }, wordsOf(error), ". ", say("Вышел ли документ, видно по бумаге и в журнале. Отправленный ещё раз, он второй раз не выйдет: IdCommand у него тот же.")));
    }
  }

  async #preview() {
    const request = this.#request();
    if (!request) return;
    if (!PREVIEWED.has(request.Command)) throw new Error(say("Заранее видно только чеки, документы и этикетки: RegisterCheck и PrintDocument."));
    const answer = await reach("POST", "/preview", request, { patience: 30000, signal: this.#leaving.signal });
    const labels = answer.headers.get("x-labels");
    URL.revokeObjectURL(this.#previewed);
    this.#previewed = URL.createObjectURL(await answer.blob());
    fill(this.paper, h("p", { class: "faint" }, say("Так это выйдет. Ничего не напечатано и не записано."), labels && ` ${say("Этикеток будет: {n}.", { n: labels })}`), picture(this.#previewed));
  }

  #copies() {
    const request = this.#request();
    if (!request) return;
    const path = this.how.value === "async" ? "/Execute/async" : "/Execute";
    const where = { origin: location.origin, path, login: session.closed ? session.login || "User" : "" };
    const place = h("div");
    const show = (/** @type {string} */ name) => fill(place, block(COPIES[name]?.(request, where) ?? "", name));
    const names = Object.keys(COPIES);
    const kind = h("select", { id: unique("kind"), onchange: () => show(kind.value) }, names.map((name) => h("option", { value: name }, name)));
    show(names[0] ?? "");
    open(say("Код для программы"), () => [labelled(say("Язык"), kind), place, where.login && h("p", { class: "hint" }, say("Вместо слова {word} впишите пароль: страница его не знает.", { word: placeholder() }))], { wide: true });
  }

  end() {
    this.#leaving.abort();
    this.stop();
    URL.revokeObjectURL(this.#previewed);
  }
}

/** @param {string} key  an example's, or a command's name */
function exampleOf(key) {
  return EXAMPLES.find((one) => one.key === key) ?? EXAMPLES.find((one) => one.body.Command === key) ?? /** @type {Example} */ (EXAMPLES[0]);
}

/** @param {string} text @param {HTMLElement} control */
const labelled = (text, control) => h("div", { class: "field" }, h("label", { htmlFor: control.id }, text), control);
