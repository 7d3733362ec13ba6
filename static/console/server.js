// Questions to the server. Who has no right is sent to the sign-in; a lost connection is told in words.

import { say } from "./words.js";

/** @typedef {import("./types.js").Session} Session */
/** @typedef {import("./types.js").Fault} Fault */

const PATIENCE = 15000; // milliseconds

/** What the server said no to. `status` 0: it was not reached. */
export class Refused extends Error {
  /** @param {string} text @param {number} status @param {Fault[]} faults @param {any} body */
  constructor(text, status, faults = [], body = null) {
    super(text);
    this.status = status;
    this.faults = faults;
    this.body = body;
  }
}

/** @type {Session} */
export let session = { role: null, login: "", csrf: null, closed: true, version: "", name: "KkmServer" };
export const isAdmin = () => session.role === "admin";

/** @type {() => void} */
let onSignedOut = () => {};

/** Called when an answer says that the visitor is not signed in any more. @param {() => void} act */
export function whenSignedOut(act) {
  onSignedOut = act;
}

/**
 * The answer's JSON. Raises Refused.
 * @param {string} method @param {string} address @param {unknown} [body] @param {{ patience?: number, signal?: AbortSignal }} [how]
 * @returns {Promise<any>}
 */
export async function ask(method, address, body, how = {}) {
  const answer = await reach(method, address, body, how);
  if (answer.status === 204) return null;
  try {
    return await answer.json();
  } catch {
    throw new Refused(say("Ответ сервера не читается"), answer.status);
  }
}

/**
 * The answer itself, for pictures and files. Raises Refused.
 * @param {string} method @param {string} address @param {unknown} [body] @param {{ patience?: number, signal?: AbortSignal }} [how]
 */
export async function reach(method, address, body, { patience = PATIENCE, signal } = {}) {
  const headers = headersFor(method, body);
  const timeout = AbortSignal.timeout(patience);
  const content = body === undefined ? undefined : JSON.stringify(body);
  /** @type {Response} */
  let answer;
  try {
    answer = await fetch(address, { method, headers, body: content, signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Refused(timeout.aborted ? say("Сервер не отвечает") : say("Нет связи с сервером"), 0);
  }
  if (answer.status === 403 && method !== "GET" && (await renewed())) return reach(method, address, body, { patience, signal });
  if (!answer.ok) throw await refusal(answer, address);
  return answer;
}

/** Whether the same person has signed in anew beside us: what this page proves itself with was another. */
async function renewed() {
  const { login, csrf } = session;
  const met = await ask("GET", "/session");
  if (met.login !== login || met.csrf === csrf) return false;
  session = met;
  return true;
}

/** @param {string} method @param {unknown} body */
function headersFor(method, body) {
  /** @type {Record<string, string>} */
  const headers = { "X-Console": "1" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET" && session.csrf) headers["X-CSRF-Token"] = session.csrf;
  return headers;
}

/** @param {Response} answer @param {string} address */
async function refusal(answer, address) {
  const body = await answer.json().catch(() => null);
  if (answer.status === 401 && address !== "/session") onSignedOut();
  const text = body?.Error || body?.why || say("Сервер ответил {status}", { status: answer.status });
  return new Refused(text, answer.status, body?.faults ?? [], body);
}

/** Who we are to the server. Without passwords this computer is let in as the administrator. Raises Refused. */
export async function meet() {
  session = await ask("GET", "/session");
  if (!session.role && !session.closed) await signIn(session.login, "");
  return session;
}

/** Raises Refused. @param {string} login @param {string} password */
export async function signIn(login, password) {
  session = await ask("POST", "/session", { login, password });
  return session;
}

export async function signOut() {
  await ask("DELETE", "/session");
  session = { ...session, role: null, csrf: null };
}

/** An IdCommand of our own; randomUUID exists only on https and localhost. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * A command of the KkmServer API; its answer whatever the Status. Raises Refused where there is none.
 * @param {Record<string, unknown>} command @param {{ patience?: number, signal?: AbortSignal }} [how]
 */
export function execute(command, how = {}) {
  return ask("POST", "/Execute", { IdCommand: newId(), Timeout: 60, ...command }, { patience: 75000, ...how });
}

/** Hands a file of the server's to the visitor. @param {string} method @param {string} address @param {unknown} [body] */
export async function download(method, address, body) {
  const answer = await reach(method, address, body, { patience: 120000 });
  const name = /filename="?([^";]+)/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "kkmserver";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
