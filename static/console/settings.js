// The settings: the server's own sections, and what has words of its own: reach, passwords, sites, certificate.

import { notice } from "./dialog.js";
import { fill, h } from "./dom.js";
import * as live from "./live.js";
import { Refused } from "./server.js";
import { say } from "./words.js";
import { certificate } from "./settings-certificate.js";
import { doors, readDoors } from "./settings-doors.js";
import { origins, originOf } from "./settings-origins.js";
import { passwords } from "./settings-passwords.js";
import { reach } from "./settings-reach.js";
import { refill } from "./settings-refill.js";
import { restartNote } from "./settings-restart.js";
import { sectionPanel } from "./settings-section.js";
import { change, readSettings, valueOf } from "./settings-server.js";

/** @typedef {import("./settings-server.js").Settings} Settings */
/** @typedef {import("./settings-section.js").Panel} Panel */

/** @param {string[]} _rest @param {URLSearchParams} query @returns {Promise<import("./types.js").Screen>} */
export async function screen(_rest, query) {
  let [settings, others] = await Promise.all([readSettings(), readDoors()]);
  /** @type {Panel[]} */
  let panels = [];
  let lock = locks(settings); // what is typed there stays until it is about something else
  let sites = origins(settings, renew, "");
  const proposed = originOf(query.get("origin") ?? "");
  let saving = false;
  const head = h("div", { class: "stack" });
  const own = h("div", { class: "stack" });
  const sections = h("div", { class: "stack" });

  /** @param {Settings} now @returns {HTMLElement} */
  function locks(now) {
    return passwords(now, (after) => {
      lock = locks(after);
      renew(after);
    });
  }
  /** What has changed at the server; forms stay as they are. @param {Settings} now */
  function renew(now) {
    if (lockOf(now) !== lockOf(settings)) lock = locks(now);
    settings = now;
    fill(head, notes(settings, again));
    sites = origins(settings, renew, proposed, sites.typed());
    refill(own, reach(settings, renew), lock, sites.element, certificate(settings, renew), doors(others));
  }
  /** Every form anew, with what was typed. @param {Settings} now */
  function draw(now) {
    const typed = panels.map((panel) => ({ name: panel.name, changes: panel.changes() }));
    renew(now);
    panels = settings.sections.map((section) => sectionPanel(section, settings.writable, save));
    for (const { name, changes } of typed) panels.find((panel) => panel.name === name)?.put(changes);
    fill(sections, panels.map((panel) => panel.element));
  }
  async function again() {
    const [now, there] = await Promise.all([readSettings(), readDoors()]);
    others = there;
    draw(now);
  }

  /** @param {Panel} panel */
  async function save(panel) {
    saving = true;
    try {
      renew(await change(settings.tag, { [panel.name]: panel.changes() }));
      panel.settle();
      notice(say("Сохранено."), "good");
    } catch (error) {
      await refused(panel, error);
    } finally {
      saving = false;
    }
  }
  /** @param {Panel} panel @param {unknown} error */
  async function refused(panel, error) {
    if (!(error instanceof Refused)) throw error;
    if (error.status === 409) {
      await again();
      throw new Error(say("Файл настроек тем временем изменили. Он прочитан заново, набранное осталось: проверьте и сохраните ещё раз."));
    }
    const rest = panel.complain(error.faults.map(({ path, text }) => ({ path: path.slice(1), text })));
    if (!error.faults.length || rest.length) throw new Error(rest.map((fault) => fault.text).join("; ") || error.message);
  }
  draw(settings);
  const unheard = live.on("settings", (tag) => !saving && tag !== settings.tag && again().catch(() => {}));
  const content = h("div", { class: "stack settings" }, h("h1", null, say("Настройки")), head, own, h("h2", null, say("Остальное")), sections);
  if (proposed) setTimeout(() => sites.element.scrollIntoView());
  return {
    title: say("Настройки"),
    content,
    leave: unheard,
    unsaved: () => [...lock.querySelectorAll("input:not([readonly])")].some((box) => /** @type {HTMLInputElement} */ (box).value) || sites.typed() !== null || panels.some((panel) => Object.keys(panel.changes()).length > 0),
  };
}

/** What the passwords' panel shows. @param {Settings} settings */
const lockOf = (settings) => JSON.stringify([settings.passwords, settings.writable, valueOf(settings, "auth", "admin_login"), valueOf(settings, "auth", "user_login")]);

/** @param {Settings} settings @param {() => void} after */
function notes(settings, after) {
  const { file, writable } = settings;
  const where = file ? say("Всё записывается в файл {file}; комментарии и порядок в нём остаются как есть.", { file }) : say("Файла настроек ещё нет: первое изменение создаст его в папке данных сервера.");
  const closed = !writable && h("div", { class: "note warn" }, h("p", null, say("Изменить настройки отсюда нельзя. {why}", { why: settings.why_not })), h("p", null, say("Дайте учётной записи сервера право записи в этот файл и его папку или правьте файл на компьютере сервера сами.")));
  return [restartNote(settings, after), closed, h("p", { class: "faint" }, where)];
}
