// Questions to the server, and what the page of the API is made of.

const PATIENCE = 10000; // milliseconds

export const find = (id) => document.getElementById(id);

export async function ask(address, { patience = PATIENCE, ...options } = {}) {
  const answer = await fetch(address, { signal: AbortSignal.timeout(patience), ...options });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.Error || body.why || `Сервер ответил ${answer.status}`);
  return body;
}

// The browser's own words for a lost connection are not for a cashier.
export function wordsOf(error) {
  if (error instanceof TypeError) return "Нет связи с сервером";
  return error.name === "TimeoutError" ? "Сервер не отвечает" : error.message;
}

export function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}
