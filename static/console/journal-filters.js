// The line of filters over the journal. What is chosen stands in the address.

import { fill, h, unique } from "./dom.js";
import { now } from "./live.js";
import { commandName, dialectName, STATE_NAMES, stateOf } from "./journal-words.js";
import { say } from "./words.js";

/** @typedef {import("./journal-rows.js").Filter} Filter */
/** @typedef {{ commands: string[], clients: string[], dialects: string[] }} Facets */

const PAUSE = 250; // milliseconds after the last key

/**
 * @param {(change: Filter, typing: boolean) => void} changed  `typing`: not a step to go back to
 */
export function filters(changed) {
  /** @type {Filter} */
  let shown = {};
  const chips = STATE_NAMES.map((state) => {
    const { icon, word, mood } = stateOf(state);
    return h("button", { type: "button", class: `chip ${mood}`, dataset: { state }, onclick: () => changed({ state: toggled(shown.state ?? "", state) }, false) }, h("span", { "aria-hidden": "true" }, icon), word);
  });
  const text = h("input", { type: "search", placeholder: say("Номер команды, ошибка, кто прислал…"), "aria-label": say("Искать в журнале") });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  text.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      waiting = undefined;
      changed({ text: text.value.trim() }, true);
    }, PAUSE);
  });
  const selects = { device: select("device", changed), command: select("command", changed), client: select("client", changed), dialect: select("dialect", changed) };
  const days = { since: dayInput("since", changed), until: dayInput("until", changed) };
  const clear = h("button", { type: "button", class: "quiet", onclick: () => changed(Object.fromEntries(Object.keys(shown).map((key) => [key, ""])), false) }, say("Сбросить"));
  const more = h("details", { class: "j-more" },
    h("summary", null, say("Ещё фильтры")),
    h("div", { class: "fields" }, labelled(say("Устройство"), selects.device), labelled(say("Команда"), selects.command), labelled(say("Кто прислал"), selects.client), labelled("API", selects.dialect), labelled(say("С даты"), days.since), labelled(say("По дату"), days.until)));
  const element = h("div", { class: "j-filters", role: "search" }, h("div", { class: "row" }, h("div", { class: "row j-chips", role: "group", "aria-label": say("Что с командой") }, chips), text, clear), more);

  return {
    element,
    /** @param {Filter} filter @param {Facets} facets */
    show(filter, facets) {
      shown = filter;
      const states = (filter.state ?? "").split(",");
      for (const chip of chips) chip.setAttribute("aria-pressed", String(states.includes(chip.dataset.state ?? "")));
      if (!waiting && text.value.trim() !== (filter.text ?? "")) text.value = filter.text ?? "";
      options(selects.device, filter.device, now().devices.map((one) => [String(one.number), `${one.number}. ${one.name}`]));
      options(selects.command, filter.command, facets.commands.map((name) => [name, commandName(name) === name ? name : `${commandName(name)} – ${name}`]));
      options(selects.client, filter.client, facets.clients.map((name) => [name, name]));
      options(selects.dialect, filter.dialect, facets.dialects.map((name) => [name, dialectName(name)]));
      days.since.value = filter.since ?? "";
      days.until.value = filter.until ?? "";
      clear.hidden = !Object.keys(filter).length;
      if (["device", "command", "client", "dialect", "since", "until"].some((key) => filter[key])) more.open = true;
    },
    stop: () => clearTimeout(waiting),
  };
}

/** @param {string} states @param {string} state */
function toggled(states, state) {
  const chosen = new Set(states.split(",").filter(Boolean));
  if (!chosen.delete(state)) chosen.add(state);
  return [...chosen].join(",");
}

/** @param {string} key @param {(change: Filter, typing: boolean) => void} changed */
function select(key, changed) {
  /** @type {HTMLSelectElement} */
  const made = h("select", { onchange: () => changed({ [key]: made.value }, false) });
  return made;
}

/** @param {string} key @param {(change: Filter, typing: boolean) => void} changed */
function dayInput(key, changed) {
  /** @type {HTMLInputElement} */
  const made = h("input", { type: "date", onchange: () => changed({ [key]: made.value }, false) });
  return made;
}

/** An open list is left alone where nothing has changed. @param {HTMLSelectElement} select @param {string | undefined} chosen @param {string[][]} listed  value, text */
function options(select, chosen, listed) {
  const shown = JSON.stringify([chosen, listed]);
  if (select.dataset.shown === shown) return;
  select.dataset.shown = shown;
  if (chosen && !listed.some(([value]) => value === chosen)) listed.push([chosen, chosen]);
  fill(select, h("option", { value: "" }, say("все")), listed.map(([value, text]) => h("option", { value }, text)));
  select.value = chosen ?? "";
}

/** @param {string} text @param {HTMLElement} control */
function labelled(text, control) {
  control.id = unique("filter");
  return h("div", { class: "field" }, h("label", { htmlFor: control.id }, text), control);
}
