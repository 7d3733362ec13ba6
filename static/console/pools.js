// Pools: their members in the order of turns, and moving them about.

import { regroup } from "./device-settings.js";
import { standing } from "./device-standing.js";
import { doer, notice, open } from "./dialog.js";
import { h, list } from "./dom.js";
import { deviceOf, now } from "./live.js";
import { isAdmin } from "./server.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").Device} Device */

/** The members on a pool's card. @param {HTMLElement} place @param {Device} pool */
export function showMembers(place, pool) {
  const ul = place.querySelector("ul") ?? h("ul", { class: "members", "aria-label": say("Устройства пула по очереди") });
  if (!ul.parentNode) place.append(ul);
  list(ul, pool.members, String, (member, before) => {
    const shown = JSON.stringify([pool.turn === member, pool.members, standingOf(member), isAdmin()]);
    if (before?.dataset.shown === shown) return before;
    const made = memberRow(pool, member);
    made.dataset.shown = shown;
    if (last.at === `${pool.number}/${member}`) queueMicrotask(() => refocus(made));
    return made;
  });
}

/** @param {number} member */
function standingOf(member) {
  const device = deviceOf(member);
  return device ? { name: device.name, ...standing(device) } : { name: "", mood: "bad", icon: "✕", text: say("нет такого устройства") };
}

/** @param {Device} pool @param {number} member */
function memberRow(pool, member) {
  const { name, mood, icon, text } = standingOf(member);
  const at = pool.members.indexOf(member);
  const turned = pool.turn === member;
  const label = `${member}. ${name}`;
  const admin = isAdmin();
  const key = `${pool.number}/${member}`;
  const up = admin && tool("↑", say("Раньше: {label}", { label }), key, () => place(pool, member, at - 1), at === 0);
  const down = admin && tool("↓", say("Позже: {label}", { label }), key, () => place(pool, member, at + 1), at === pool.members.length - 1);
  const out = admin && tool("✕", say("Убрать из пула: {label}", { label }), key, () => leave(pool, member), pool.members.length === 1);
  return h(
    "li",
    { class: turned ? "turned" : "", dataset: { member: String(member) } },
    admin && h("span", { class: "grip", "aria-hidden": "true", dataset: { grip: String(member), from: String(pool.number) } }, "⠿"),
    h("div", null, label, h("p", { class: `hint ${mood}` }, `${icon} ${text}`), turned && h("p", { class: "hint" }, say("← печатал последним"))),
    h("div", { class: "row" }, up, down, out),
  );
}

let last = { at: "", icon: "" }; // the button that was pressed: its row is made anew, and the keyboard stays there

/** @param {HTMLElement} row */
function refocus(row) {
  const able = [...row.querySelectorAll("button")].filter((one) => !one.disabled);
  (able.find((one) => one.textContent === last.icon) ?? able[0])?.focus();
  last = { at: "", icon: "" };
}

/** @param {string} icon @param {string} label @param {string} at  pool and member @param {() => unknown} act @param {boolean} off */
function tool(icon, label, at, act, off) {
  const made = doer(
    icon,
    async () => {
      last = { at, icon };
      await act();
    },
    "quiet",
  );
  made.setAttribute("aria-label", label);
  made.title = label;
  made.disabled = off;
  return made;
}

/** Puts a device at a place of a pool, in it already or not. Raises Refused. @param {Device} pool @param {number} member @param {number} at */
export function place(pool, member, at) {
  return regroup(pool.number, (members) => {
    const rest = members.filter((one) => one !== member);
    rest.splice(at, 0, member);
    return rest;
  });
}

/** @param {Device} pool @param {number} member */
export const leave = (pool, member) => regroup(pool.number, (members) => members.filter((one) => one !== member));

/** The same without dragging. @param {Device} device */
export async function intoPool(device) {
  const pools = now().devices.filter((one) => one.members.length && one.kind === device.kind);
  const chosen = await open(say("«{name}» – в какой пул?", { name: device.name }), (/** @type {(pool: Device | "new") => void} */ close) => [
    h("p", { class: "hint" }, say("Пул принимает документы под своим номером и раздаёт их своим устройствам по очереди.")),
    h(
      "div",
      { class: "choices" },
      pools.map((pool) =>
        h(
          "button",
          { type: "button", disabled: pool.members.includes(device.number), onclick: () => close(pool) },
          pool.members.includes(device.number) ? say("{pool}: уже там", { pool: pool.name }) : pool.name,
        ),
      ),
      h("button", { type: "button", onclick: () => close("new") }, say("Новый пул…")),
    ),
  ]);
  if (chosen === "new") await (await import("./device-form.js")).addPool([device.number]);
  else if (chosen) await join(chosen, device.number, chosen.members.length);
}

/** Raises Refused. @param {Device} pool @param {number} member @param {number} at */
export async function join(pool, member, at) {
  await place(pool, member, at);
  notice(say("{device} теперь в пуле «{pool}»", { device: deviceOf(member)?.name ?? member, pool: pool.name }), "good");
}
