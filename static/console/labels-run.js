// The batch that was sent last: it outlives the page it was sent from.

import { Refused, ask, execute } from "./server.js";

/** @typedef {import("./labels-types.js").Run} Run */

const KEPT = "kkmserver.labels.run";
const EVERY = 700; // milliseconds
const LOST = 3; // Status: the server does not know the command

/** @type {Run | null} */
let run = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");

export const running = () => run;

/** @param {Run | null} next */
function keep(next) {
  run = next;
  for (const kept of [run, run && { ...run, command: null }]) {
    try {
      return sessionStorage.setItem(KEPT, JSON.stringify(kept));
    } catch {
      sessionStorage.removeItem(KEPT); // too much for the browser: without the labels themselves
    }
  }
}

export const forget = () => keep(null);

/**
 * Sends a batch; sent again with the same id it is not printed twice.
 * @param {Record<string, any>} command  of PrintDocument, with IdCommand
 * @param {number} total
 */
export async function send(command, total) {
  keep({ id: command.IdCommand, template: command.Template, device: command.NumDevice, total, printed: Math.max(0, (command.First ?? 1) - 1), state: "running", error: "", warning: "", command });
  try {
    take(await ask("POST", "/Execute/async", command, { patience: 120000 }));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.status) keep(run && { ...run, state: "stopped", error: error.message }); // else it may have arrived: asking tells
  }
}

/** @param {any} answer  of PrintDocument */
function take(answer) {
  if (!run || !answer) return;
  const { Printed: printed = run.printed, Total: total = run.total } = answer.Progress ?? {};
  const state = answer.Status === LOST ? "lost" : answer.Status === 1 ? "running" : answer.Status === 0 ? "done" : "stopped";
  keep({ ...run, printed, total, state, error: answer.Error ?? "", warning: answer.Warning ?? "" });
}

/** Asks how far it is until it ends or nobody looks. @param {(trouble: string) => void} told @param {AbortSignal} left */
export async function follow(told, left) {
  while (run?.state === "running" && !left.aborted) {
    let trouble = "";
    try {
      const { id } = run;
      const answer = await execute({ Command: "GetRezult", IdCommand: id, Timeout: 1 }, { signal: left });
      if (run.id === id) take(answer.Rezult);
      trouble = answer.Rezult ? "" : answer.Error;
    } catch (error) {
      trouble = /** @type {Error} */ (error).message;
    }
    if (left.aborted) return;
    told(trouble);
    await new Promise((resolve) => setTimeout(resolve, EVERY));
  }
}

/** @returns {Promise<string>} what the server has against it */
export async function cancel() {
  if (!run) return "";
  const answer = await execute({ Command: "CancelCommand", IdCommand: run.id, Timeout: 1 });
  take(answer.Rezult);
  return answer.Status === 0 || answer.Status === 1 ? "" : answer.Error;
}
