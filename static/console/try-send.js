// Sends a request and follows it to its end.

import { GOING_ON } from "./once.js";
import { ask, Refused } from "./server.js";

/** @typedef {Record<string, any>} Answer */

const ASKED = 20; // seconds a question for the result waits

/**
 * @param {Record<string, any>} request
 * @param {{ id: string, async: boolean, seconds: number, signal: AbortSignal, told: (answer: Answer) => void }} how  `id`: where it has none; `told`: it is not over yet
 * @returns {Promise<Answer>} the last answer; raises Refused where the server was not reached
 */
export async function send(request, { id, async: atOnce, seconds, signal, told }) {
  const until = Date.now() + seconds * 1000;
  const given = { IdCommand: id, Timeout: seconds, ...request };
  const address = atOnce ? "/Execute/async" : "/Execute";
  let answer = await answered(address, given, signal, seconds);
  while (GOING_ON.includes(answer.Status) && Date.now() < until && request.Command !== "GetRezult") {
    told(answer);
    const left = Math.ceil((until - Date.now()) / 1000);
    const asked = await answered("/Execute", { Command: "GetRezult", IdCommand: given.IdCommand, Timeout: Math.max(2, Math.min(ASKED, left)) }, signal, ASKED);
    answer = asked.Rezult ?? asked;
  }
  return answer;
}

/** A refusal is an answer, too. @param {string} address @param {Record<string, any>} request @param {AbortSignal} signal @param {number} seconds @returns {Promise<Answer>} */
async function answered(address, request, signal, seconds) {
  try {
    return await ask("POST", address, request, { signal, patience: seconds * 1000 + 15000 });
  } catch (error) {
    if (error instanceof Refused && error.body?.Command !== undefined) return error.body;
    throw error;
  }
}
