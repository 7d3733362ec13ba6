// The card of one device; what has not changed on it is left alone, so that focus and pictures stay.

import { anyMore, more, quick } from "./device-actions.js";
import { facts, PRINTERS, standing } from "./device-standing.js";
import { doer, during, notice } from "./dialog.js";
import { fill, h } from "./dom.js";
import { paperStrip } from "./device-papers.js";
import { isAdmin } from "./server.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").Device} Device */
/** @typedef {import("./dom.js").Child} Child */
/** @typedef {{ element: HTMLElement, update: (device: Device, extra?: string) => void, printed: () => void }} Card */

/** @param {Device} device @param {(element: HTMLElement, device: Device) => void} [body]  what a pool shows of its members @returns {Card} */
export function card(device, body = () => {}) {
  let current = device;
  const title = h("div", { class: "bar" });
  const state = h("div", { class: "standing", "aria-live": "polite" });
  const details = h("dl", { class: "device-facts" });
  const inside = h("div");
  const answer = h("p", { class: "answer", role: "status", hidden: true });
  const buttons = h("div", { class: "row" });
  const papers = device.tape ? paperStrip(device.tape) : null;
  const element = h("article", { class: "panel device" }, title, state, details, inside, papers?.element, answer, buttons);

  /** @type {import("./device-command.js").Tell} */
  const tell = (mood, ...words) => {
    answer.hidden = false;
    answer.className = `answer note ${mood}`;
    fill(answer, ...words.flat());
    if (element.isConnected) papers?.refresh();
    else if (mood) notice(`${current.name}: ${answer.textContent}`, mood === "good" ? mood : "bad"); // nobody sees the card
  };
  const parts = [
    part(title, (one) => [one.number, one.name, one.model, one.driver, one.connection, one.state?.serial, one.state?.ffd], heading),
    part(state, (one) => standing(one), standingLine),
    part(details, facts, (one) =>
      facts(one).map(({ name, text, mood = "" }) =>
        h("div", { class: mood }, h("dt", null, name), h("dd", { class: "numbers" }, mood && h("span", { "aria-hidden": "true" }, "⚠ "), text)),
      ),
    ),
    part(
      buttons,
      (one) => [one.active, one.blocked, one.can, one.wire_log, one.state?.shift, one.members.length],
      () => buttonsOf(() => current, tell),
    ),
  ];
  const update = (/** @type {Device} */ next) => {
    const over = current.busy && !next.busy;
    if (over || current.state?.last_document !== next.state?.last_document) papers?.refresh();
    current = next;
    element.setAttribute("aria-label", `${next.number}. ${next.name}`);
    for (const renew of parts) renew(next);
    body(inside, next);
  };
  update(device);
  return { element, update, printed: () => papers?.refresh() };
}

/** Fills a place anew only where what it shows has changed. @param {HTMLElement} place @param {(device: Device) => unknown} shown @param {(device: Device) => Child[]} make */
function part(place, shown, make) {
  let before = "";
  return (/** @type {Device} */ device) => {
    const key = JSON.stringify(shown(device));
    if (key === before) return;
    before = key;
    fill(place, make(device));
  };
}

/** @param {Device} device @returns {Child[]} */
function heading(device) {
  const movable = isAdmin() && !device.members.length && PRINTERS.includes(device.kind);
  const grip =
    movable &&
    h(
      "button",
      { type: "button", class: "quiet grip", title: say("Перетащите в пул"), "aria-label": say("В пул…"), dataset: { grip: String(device.number) } },
      "⠿",
    );
  const { members, model, driver, connection, state } = device;
  const own = [model || driver, connection, state?.serial && `№\u00a0${state.serial}`, state?.ffd && say("ФФД\u00a0{ffd}", { ffd: state.ffd })];
  const about = members.length ? [say("пул")] : own;
  return [h("div", null, h("h3", null, `${device.number}. ${device.name}`), h("p", { class: "hint" }, about.filter(Boolean).join(" · "))), grip];
}

/** @param {Device} device @returns {Child[]} */
function standingLine(device) {
  const { mood, icon, text, advice } = standing(device);
  return [
    h("p", { class: mood || "faint" }, h("span", { class: "icon", "aria-hidden": "true" }, icon), h("strong", null, text)),
    advice && h("p", { class: "hint" }, advice),
  ];
}

/** @param {() => Device} device @param {import("./device-command.js").Tell} tell @returns {Child[]} */
function buttonsOf(device, tell) {
  const likely = quick(device()).map(({ text, act, main }) => doer(text, () => act(tell), main ? "main" : ""));
  const others = h(
    "button",
    {
      type: "button",
      class: "other",
      title: say("Ещё действия"),
      "aria-label": say("Ещё действия: {name}", { name: device().name }),
      onclick: () => during(others, () => more(device(), tell)),
    },
    "⋯",
  );
  return [...likely, anyMore(device()) && others];
}
