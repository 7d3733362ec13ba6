// The frame: who is here, which room is shown, whether the server is there.

import { fill, find, h } from "./dom.js";
import { doer, notice, sure, wordsOf } from "./dialog.js";
import * as live from "./live.js";
import { address, go, here, replace } from "./router.js";
import { ask, isAdmin, meet, session, signOut, whenSignedOut } from "./server.js";
import { enterAgain, entry } from "./sign-in.js";
import { learn, say, several, speak, spoken } from "./words.js";

/** @typedef {import("./types.js").Screen} Screen */

/**
 * @typedef {object} Room
 * @property {string} room
 * @property {() => string} title
 * @property {string[]} styles
 * @property {boolean} [admin]  for administrators only
 * @property {() => Promise<{ screen: (rest: string[], query: URLSearchParams) => Screen | Promise<Screen> }>} load
 */
/** @type {Room[]} */
const ROOMS = [
  { room: "devices", title: () => say("Устройства"), styles: ["devices"], load: () => import("./devices.js") },
  { room: "journal", title: () => say("Журнал"), styles: ["journal"], admin: true, load: () => import("./journal.js") },
  { room: "try", title: () => say("Проба API"), styles: ["try"], load: () => import("./try.js") },
  { room: "labels", title: () => say("Этикетки"), styles: ["labels"], load: () => import("./labels.js") },
  { room: "registry", title: () => say("Реестры"), styles: ["registry"], load: () => import("./registry.js") },
  { room: "settings", title: () => say("Настройки"), styles: ["settings"], admin: true, load: () => import("./settings.js") },
  { room: "diagnosis", title: () => say("Диагностика"), styles: ["settings"], load: () => import("./diagnosis.js") },
  { room: "first", title: () => say("Первый запуск"), styles: ["devices", "settings"], admin: true, load: () => import("./first.js") },
];
const HIDDEN = new Set(["first", "registry"]); // of the menu; registries are for shops with Анти Касса
const SLOW = 300; // milliseconds until a screen that comes is told of

/** @type {Screen | null} */
let shown = null;
let shownAt = "";
let asked = false;
let entering = false;
let shownBoot = "";

function menu() {
  const open = ROOMS.filter((one) => !HIDDEN.has(one.room) && (!one.admin || isAdmin()));
  const links = open.map((one) => h("a", { href: address(one.room), "aria-current": here().room === one.room ? "page" : null }, one.title(), one.room === "journal" && doubtsMark()));
  const place = find("menu");
  fill(place, links);
  const chosen = links.find((one) => one.hasAttribute("aria-current"));
  if (chosen) place.scrollLeft = chosen.offsetLeft - (place.clientWidth - chosen.offsetWidth) / 2; // on a phone not all fit
}

function doubtsMark() {
  const count = live.now().doubts;
  return count ? h("span", { class: "count", title: several(count, "{n} команда с неизвестным результатом", "{n} команды с неизвестным результатом", "{n} команд с неизвестным результатом") }, String(count)) : null;
}

function visitor() {
  const leave = h("button", { type: "button", class: "quiet", onclick: out }, say("Выйти"));
  fill(find("visitor"), session.role && session.closed && [h("span", { class: "faint" }, session.login), leave]);
  const other = spoken() === "ru" ? "en" : "ru";
  const language = h("button", { type: "button", class: "quiet", lang: other, onclick: () => speak(other) }, other === "en" ? "English" : "Русский");
  fill(find("about"), h("span", { class: "faint" }, `${session.name} ${session.version}`), h("a", { href: "/docs" }, say("Описание API")), language);
}

/** Rules of a room come with it; a room is shown when they are there. @param {string[]} names */
function dress(names) {
  const wanted = names.filter((name) => !document.getElementById(`style-${name}`));
  return Promise.all(
    wanted.map((name) => {
      const link = h("link", { id: `style-${name}`, rel: "stylesheet", href: `/static/console/${name}.css` });
      document.head.append(link);
      return new Promise((resolve) => ["load", "error"].forEach((end) => link.addEventListener(end, resolve)));
    }),
  );
}

async function out() {
  await signOut();
  location.reload();
}

function link(state = live.now().link) {
  const { trouble } = live.now();
  const text = { asking: "", on: trouble, lost: say("Связь с сервером потеряна. Страница подключится сама, как только он ответит.") }[state];
  const line = find("link");
  line.hidden = !text;
  line.className = state === "lost" ? "warn" : "bad";
  fill(line, text);
}

/** What is typed and not saved would be lost; who stays goes back to the address. @param {string} before @param {string} wanted */
async function stays(before, wanted) {
  if (!shown?.unsaved?.()) return false;
  asked = true;
  const goes = await sure({ title: say("Уйти без сохранения?"), text: say("Изменения на этой странице не сохранены и пропадут."), yes: say("Уйти"), danger: true });
  asked = false;
  replace(goes ? wanted : before);
  return !goes;
}

/** @param {HashChangeEvent} [event] */
async function show(event) {
  if (asked || !session.role) return;
  const { room: name, rest, query } = here();
  const wanted = ROOMS.find((one) => one.room === name && (!one.admin || isAdmin()));
  if (!wanted) return go(address("devices"));
  const place = [name, ...rest].join("/");
  if (shown?.turned && place === shownAt) return shown.turned(query);
  if (event && (await stays(new URL(event.oldURL).hash, location.hash))) return;
  leave();
  shownAt = place;
  menu();
  const late = setTimeout(() => shownAt === place && fill(find("room"), h("p", { class: "faint" }, say("Загружается…"))), SLOW);
  try {
    const [room] = await Promise.all([wanted.load(), dress(wanted.styles)]);
    const made = await room.screen(rest, query);
    if (shownAt !== place) return made.leave?.();
    shown = made;
    document.title = `${made.title} – KkmServer`;
    fill(find("room"), made.content);
  } catch (error) {
    if (shownAt !== place) return;
    fill(find("room"), h("div", { class: "note bad bar" }, wordsOf(error), doer(say("Повторить"), () => show())));
  } finally {
    clearTimeout(late);
  }
  if (event) find("room").focus({ preventScroll: true }); // who has just opened the page begins at its top
  scrollTo(0, 0);
}

function leave() {
  shown?.leave?.();
  shown = null;
  shownAt = "";
}

function signInScreen() {
  live.stop();
  leave();
  fill(find("menu"));
  document.title = `${say("Вход")} – KkmServer`;
  const form = entry(begin, h("h1", null, say("Вход")));
  form.classList.add("panel");
  fill(find("room"), form);
  /** @type {HTMLElement | null} */ (form.querySelector("[autofocus]"))?.focus();
}

/** What is typed stays; somebody else begins with a page of his own. @param {import("./types.js").Session} before */
async function sessionEnded({ role, login }) {
  if (entering) return;
  entering = true;
  live.stop();
  const met = await meet().catch(() => null); // in another window somebody may have signed in already
  if (!met?.role) await enterAgain();
  entering = false;
  if (role !== session.role || login !== session.login) return location.reload();
  live.listen();
  if (!shown) await show();
}

async function begin() {
  visitor();
  menu();
  live.listen();
  await show();
  await offerRegistries();
}

/** Until a shop's answer the menu does without. */
async function offerRegistries() {
  const shops = await ask("GET", "/itkassa/organizations").catch(() => []);
  if (shops.length && HIDDEN.delete("registry")) menu();
}

/** The server may be away while the page is opened or a session ends: ask until it answers. */
async function arrive() {
  try {
    await meet();
  } catch {
    link("lost");
    setTimeout(arrive, 2000);
    return;
  }
  link();
  visitor();
  if (session.role) await begin();
  else signInScreen();
}

/** A stream that ends may mean that the session has, and a server that began anew may be another one: an EventSource does not tell. */
async function again() {
  const { link: state, boot } = live.now();
  const anew = state === "on" && shownBoot !== "" && boot !== shownBoot;
  if (state === "on") {
    shownBoot = boot;
    visitor();
  }
  if (state !== "lost" && !anew) return;
  const before = session;
  const met = await meet().catch(() => null);
  if (!met) return;
  if (before.role && !met.role) await sessionEnded(before);
  else if (met.version !== before.version) notice(say("Сервер обновлён до версии {version}. Обновите страницу.", { version: met.version }));
}

await learn();
find("skip").textContent = say("К содержанию");
find("skip").addEventListener("click", () => find("room").focus());
whenSignedOut(() => session.role && sessionEnded(session));
live.on("link", link);
live.on("link", again);
live.on("trouble", () => link());
live.on("doubts", menu);
addEventListener("hashchange", show);
addEventListener("beforeunload", (event) => shown?.unsaved?.() && event.preventDefault());
await arrive();
