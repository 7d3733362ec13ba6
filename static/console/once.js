// What was asked of the server and not heard to its end: pressed again, it goes by the same id, so it is carried out once.

import { newId, Refused } from "./server.js";

const KEPT = "kkmserver.once.";
export const GOING_ON = [1, 4]; // Status

/**
 * `again`: an earlier press of it was not heard to its end. Raises what `act` does.
 * @template T
 * @param {unknown} what  the same of it is the same command @param {(id: string) => Promise<T>} act
 * @returns {Promise<{ answer: T, id: string, again: boolean }>}
 */
export async function once(what, act) {
  const key = KEPT + JSON.stringify(what);
  const kept = sessionStorage.getItem(key);
  const id = kept ?? newId();
  sessionStorage.setItem(key, id); // also where the page is loaded anew meanwhile
  try {
    const answer = await act(id);
    if (!GOING_ON.includes(/** @type {any} */ (answer)?.Status)) sessionStorage.removeItem(key);
    return { answer, id, again: kept !== null };
  } catch (error) {
    if (error instanceof Refused && error.status >= 400 && error.status < 500) sessionStorage.removeItem(key);
    throw error;
  }
}
