// The true dots of a label, as the server would print it; only the newest answer counts.

import { Refused, reach } from "./server.js";

/** @typedef {import("./types.js").Fault} Fault */

/** @param {string} address @param {unknown} body @param {AbortSignal} [signal] */
export const picture = async (address, body, signal) => URL.createObjectURL(await (await reach("POST", address, body, { signal })).blob());

/**
 * @param {string} address
 * @param {(url: string) => void} show
 * @param {(text: string, faults: Fault[]) => void} complain
 * @returns {{ ask: (body: unknown, wait?: number) => void, end: () => void }}
 */
export function previews(address, show, complain) {
  let asking = new AbortController();
  let shown = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @param {unknown} body @param {AbortController} mine */
  async function go(body, mine) {
    try {
      const url = await picture(address, body, mine.signal);
      if (mine.signal.aborted) return URL.revokeObjectURL(url);
      show(url);
      URL.revokeObjectURL(shown);
      shown = url;
    } catch (error) {
      if (!mine.signal.aborted) complain(/** @type {Error} */ (error).message, error instanceof Refused ? error.faults : []);
    }
  }
  const end = () => {
    clearTimeout(timer);
    asking.abort();
  };
  return {
    ask: (body, wait = 250) => {
      end();
      const mine = (asking = new AbortController());
      timer = setTimeout(() => go(body, mine), wait);
    },
    end: () => {
      end();
      URL.revokeObjectURL(shown);
    },
  };
}
