// How far the batch is, and how to go on with one that broke off.

import { doer, notice } from "./dialog.js";
import { fill, h } from "./dom.js";
import { setOf } from "./labels-job.js";
import { cancel, follow, forget, running, send } from "./labels-run.js";
import { newId } from "./server.js";
import { number, say } from "./words.js";

const ADVICE = /(\. Чтобы продолжить, передайте |: пошлите задание с новым номером ).*$/s; // for programs; here is a button

/** @param {import("./labels-types.js").Run} run */
const firstOf = ({ error, printed }) => Number(/First=(\d+)/.exec(error)?.[1] ?? printed + 1);

/** @param {() => void} changed  the batch has ended, or there is none any more @param {AbortSignal} left */
export function runPanel(changed, left) {
  const element = h("section", { class: "panel stack", "aria-label": say("Задание"), hidden: true });
  const bar = h("progress", { "aria-label": say("Напечатано") });
  const text = h("p", { role: "status" });
  const rest = h("div", { class: "stack" });
  let state = "";
  let following = false;

  const again = async () => {
    const run = running();
    if (run?.command) await send(run.command, run.total);
    show();
  };

  /** @param {number} first */
  const goOn = async (first) => {
    const run = running();
    if (!run?.command) return;
    await send({ ...run.command, IdCommand: newId(), First: first }, run.total);
    show();
  };

  const close = () => {
    forget();
    show();
  };

  const stop = async () => {
    const refused = await cancel();
    if (refused) notice(refused, "bad");
    draw();
  };

  /** @param {import("./labels-types.js").Run} run */
  const further = (run) => {
    if (setOf(run.error) && !run.printed) return []; // the table is to be mended first
    if (!run.command) return h("p", { class: "hint" }, say("Таблица была слишком велика, и браузер её не сохранил. Вставьте её снова."));
    const first = h("input", { type: "number", min: "1", max: String(run.total), value: String(Math.min(firstOf(run), run.total)) });
    return [h("label", { class: "row" }, say("Продолжить с этикетки №"), first), doer(say("Продолжить"), () => goOn(Number(first.value)), "main")];
  };

  /** @param {import("./labels-types.js").Run} run */
  const parts = (run) => {
    const row = (/** @type {import("./dom.js").Child[]} */ ...acts) => h("div", { class: "row label-run" }, acts, h("button", { type: "button", onclick: close }, say("Закрыть")));
    const warning = run.warning && h("p", { class: "note warn" }, run.warning);
    if (run.state === "running") return [h("div", { class: "row" }, doer(say("Остановить печать"), stop))];
    if (run.state === "done") return [warning, row()];
    if (run.state === "lost") return [h("p", { class: "fault" }, say("Задание до сервера не дошло, ничего не напечатано.")), row(run.command && doer(say("Отправить снова"), again, "main"))];
    return [h("p", { class: "fault" }, run.error.replace(ADVICE, ".")), warning, row(...[further(run)].flat())];
  };

  const draw = (trouble = "") => {
    const run = running();
    element.hidden = !run;
    if (!run) return;
    bar.max = run.total;
    bar.value = run.printed;
    const count = say("Задание «{name}»: напечатано {n} из {total}", { name: run.template, n: number(run.printed), total: number(run.total) });
    fill(text, { done: `✓ ${count}`, running: count, stopped: `⚠ ${count}`, lost: `⚠ ${count}` }[run.state], trouble && ` – ${trouble}`);
    if (state === run.state + run.id) return;
    state = run.state + run.id;
    fill(rest, parts(run));
    changed();
  };

  const show = () => {
    draw();
    if (!running()) changed();
    if (following) return;
    following = true;
    follow(draw, left).finally(() => (following = false));
  };

  fill(element, text, bar, rest);
  return { element, show };
}
