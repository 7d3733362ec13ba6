// Adding, changing and removing a device or a pool: the forms are made of what the server says of each family.

import { connectionInput } from "./device-connection.js";
import { chooseFamily, POOL } from "./device-family.js";
import { equipment, families, remove, save } from "./device-settings.js";
import { during, notice, open, sure } from "./dialog.js";
import { fill, h } from "./dom.js";
import { form } from "./form.js";
import { poolInputs } from "./pool-inputs.js";
import { ask, Refused } from "./server.js";
import { say, told } from "./words.js";

/** @typedef {import("./device-settings.js").Family} Family */
/** @typedef {import("./device-settings.js").Table} Table */
/** @typedef {import("./device-settings.js").Sort} Sort */
/** @typedef {import("./form.js").Input} Input */
/** @typedef {import("./types.js").Field} Field */
/** @typedef {import("./types.js").Fault} Fault */
/** @typedef {{ sort: Sort, family: Family, table: Table, tag: string, number: number | null, note?: string }} Draft */

/**
 * Asks what it is and where; resolves to its number, null where it was left.
 * @param {{ driver?: string, table?: Table }} [known]  what is known of it already
 * @returns {Promise<number | null>}
 */
export async function addDevice({ driver, table = {} } = {}) {
  const all = await families();
  const family = driver ? all.find((one) => one.name === driver) : await chooseFamily(all);
  if (!family) return null;
  const { tag, next } = await equipment();
  return edit({ sort: "devices", family, table: { name: told(family.title), ...table, number: next, driver: family.name }, tag, number: null });
}

/** @param {number[]} [members] @returns {Promise<number | null>} */
export async function addPool(members = []) {
  const family = (await families()).find((one) => one.name === POOL);
  if (!family) return null;
  const { tag, next } = await equipment();
  return edit({ sort: "pools", family, table: { number: next, name: say("Пул"), members }, tag, number: null });
}

/** Raises Refused. @param {Sort} sort @param {number} number @returns {Promise<number | null>} */
export async function change(sort, number) {
  const [all, found] = await Promise.all([families(), equipment()]);
  const entry = found[sort].find((one) => one.number === number);
  const family = entry && all.find((one) => one.name === (sort === "pools" ? POOL : entry.driver));
  if (!entry || !family) throw new Error(say("В файле настроек такого устройства нет. Обновите страницу."));
  return edit({ sort, family, table: entry.table, tag: found.tag, number });
}

/** @param {Sort} sort @param {number} number @param {string} name */
export async function takeAway(sort, number, name) {
  const text =
    sort === "pools"
      ? say("Его устройства останутся и будут печатать под своими номерами.")
      : say("Журнал его команд останется. Из пулов оно тоже уйдёт.");
  if (!(await sure({ title: say("Убрать «{name}»?", { name }), text, yes: say("Убрать"), danger: true }))) return;
  await remove(sort, number);
  notice(say("«{name}» больше нет в настройках", { name }), "good");
}

/** @param {Draft} draft @returns {Promise<number | null>} */
async function edit(draft) {
  const name = String(draft.table["name"] ?? "");
  const title = draft.number === null ? told(draft.family.title) : say("Настройки: {name}", { name });
  const result = await open(title, (/** @type {(result: { saved: number } | { stale: Table }) => void} */ close) => editor(draft, close), {
    wide: true,
    unsaved: Boolean(draft.note),
  });
  if (!result) return null;
  if ("saved" in result) {
    notice(say("Сохранено"), "good");
    return result.saved;
  }
  const note = say("Настройки тем временем изменил кто-то другой: они прочитаны заново, набранное осталось. Проверьте поля и сохраните ещё раз.");
  const now = await equipment();
  const entry = now[draft.sort].find((one) => one.number === draft.number);
  return edit({ ...draft, table: entry ? merged(draft.table, result.stale, entry.table) : result.stale, tag: now.tag, note });
}

/** What is in the file now, with what was typed. @param {Table} before @param {Table} typed @param {Table} now @returns {Table} */
function merged(before, typed, now) {
  const same = (/** @type {string} */ key) => typed[key] === null || JSON.stringify(before[key]) === JSON.stringify(typed[key]);
  const keys = [...new Set([...Object.keys(now), ...Object.keys(typed)])];
  return Object.fromEntries(keys.map((key) => [key, same(key) ? now[key] : typed[key]]).filter(([, value]) => value !== undefined));
}

/** @param {Draft} draft @param {(result: { saved: number } | { stale: Table }) => void} close */
function editor(draft, close) {
  const made = tableForm(draft);
  const said = h("div", { role: "status" });
  const tell = (/** @type {string} */ text, mood = "") => fill(said, text && h("p", { class: `note ${mood}` }, text));
  /** @param {HTMLButtonElement} button @param {() => Promise<void>} act */
  const guarded = (button, act) =>
    during(button, async () => {
      made.complain([]);
      await act().catch((error) => {
        if (!(error instanceof Refused)) throw error;
        const rest = made.complain(error.faults);
        tell(
          [error.faults.length && rest.length === 0 ? say("Исправьте отмеченные поля.") : error.message, ...rest.map((fault) => fault.text)].join(
            " ",
          ),
          "bad",
        );
        if (error.status === 409)
          fill(
            said,
            h(
              "div",
              { class: "note warn" },
              h("p", null, error.message),
              h("button", { type: "button", onclick: () => close({ stale: made.table() }) }, say("Прочитать заново")),
            ),
          );
      });
    });
  const keep = h("button", { class: "main" }, say("Сохранить"));
  const onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    guarded(keep, async () => {
      const table = made.table();
      await save(draft.sort, draft.tag, table, draft.number);
      close({ saved: Number(table["number"]) });
    });
  };
  const probe = h(
    "button",
    {
      type: "button",
      onclick: () =>
        guarded(probe, async () => {
          tell(say("Спрашиваем устройство…"));
          const found = await ask("POST", "/settings/devices/try", { table: made.table() }, { patience: 20000 });
          tell(found.text, found.ok ? "" : "bad");
        }),
    },
    say("Проверить связь"),
  );
  tell(draft.note ?? "", "warn");
  return [
    h(
      "form",
      { class: "stack", noValidate: true, onsubmit },
      h("p", { class: "hint" }, told(draft.family.about)),
      made.element,
      h("div", { class: "stay" }, said, h("div", { class: "actions" }, draft.sort === "devices" && probe, keep)),
    ),
  ];
}

/** @param {Draft} draft @returns {{ element: HTMLElement, table: () => Table, complain: (faults: Fault[]) => Fault[] }} */
function tableForm({ sort, family, table }) {
  const fields = [numberField(), ...family.options].map((field) => (field.secret ? { ...field, set: field.key in table } : field));
  const special = sort === "pools" ? poolInputs(family, table) : placeInputs(family, table);
  const plain = fields.filter((field) => !special.has(field.key));
  const first = form(
    plain.filter((field) => ["name", "number"].includes(field.key)),
    table,
  );
  const rest = form(
    plain.filter((field) => !["name", "number"].includes(field.key)),
    table,
  );
  const read = () => ({ ...first.values(), ...Object.fromEntries([...special].map(([key, one]) => [key, one.value()])), ...rest.values() });
  const kept = Object.entries(table).filter(([key]) => !fields.some((field) => field.key === key));
  return {
    element: h("div", { class: "stack" }, first.element, ...[...special.values()].map((one) => one.element), rest.element),
    table: () => ({ ...Object.fromEntries(kept), ...read() }),
    complain: (faults) => {
      const left = rest.complain(first.complain(faults));
      for (const [key, one] of special)
        one.complain(
          left
            .filter((fault) => fault.path[0] === key)
            .map((fault) => fault.text)
            .join(" "),
        );
      return left.filter((fault) => !special.has(String(fault.path[0])));
    },
  };
}

/** @returns {Field} */
const numberField = () => ({
  key: "number",
  title: { ru: say("Номер"), en: say("Номер") },
  hint: { ru: say("Его называют программы в NumDevice."), en: say("Его называют программы в NumDevice.") },
  schema: { type: "integer", minimum: 1 },
});

/** Where it is deserves more than a line of text. @param {Family} family @param {Table} table @returns {Map<string, Input>} */
function placeInputs(family, table) {
  const field = family.options.find((one) => one.key === "connection");
  const text = String(table["connection"] ?? field?.default ?? "");
  return new Map(field ? [["connection", connectionInput(family.connections, text, told(field.hint))]] : []);
}
