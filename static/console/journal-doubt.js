// A command whose outcome nobody knows: a person looks at the device and says what happened.

import { doer, notice, sure } from "./dialog.js";
import { h, unique } from "./dom.js";
import { evidence } from "./journal-evidence.js";
import { deviceOf } from "./live.js";
import { ask, Refused } from "./server.js";
import { say } from "./words.js";

/** @typedef {import("./journal-row.js").Entry} Entry */
/** @typedef {{ decision: string, button: string, meaning: string, title: string, yes: string, done: string, danger?: boolean }} Question */

/** @type {Record<string, string>} */
const FORMS = {
  RegisterCheck: "receipt",
  OpenShift: "open_shift",
  CloseShift: "close_shift",
  ZReport: "close_shift",
  OfdReport: "settlement_state",
}; // of those that have numbers in the ФН
const NUMBERS = [
  { key: "number", label: "ФД" },
  { key: "sign", label: "ФПД" },
  { key: "shift", label: "Смена" },
  { key: "storage", label: "ФН", text: true },
  { key: "time", label: "Время на чеке", type: "datetime-local", text: true },
];

/** @param {Entry} entry */
export function doubt(entry) {
  const device = deviceOf(entry.member ?? entry.device);
  const form = device?.kind === "register" || !device ? FORMS[entry.command] : undefined;
  const paper = form ? numbers(form) : null;
  const choices = questions(Boolean(form)).map((question) => {
    const decide = () => decided(entry.id, question, question.decision === "printed" ? paper?.document() : null);
    return h("div", { class: "j-choice" }, doer(question.button, decide, question.decision === "printed" ? "main" : ""), h("span", { class: "faint" }, question.meaning));
  });
  const advice = say("Посмотрите на бумагу у устройства и скажите, что там. Пока этого никто не сказал, сервер ничего не повторяет.");
  return h("section", { class: "j-doubt", "aria-label": say("Что вышло на самом деле") },
    h("div", { class: "stack" }, evidence(entry.evidence, entry.mark, entry.error), h("p", null, advice)),
    h("div", { class: "stack" }, paper?.element, choices));
}

/** @param {boolean} fiscal @returns {Question[]} */
function questions(fiscal) {
  return [
    {
      decision: "printed",
      button: say("Напечатан"),
      meaning: say("Команда станет выполненной, программа узнает, что документ есть."),
      title: fiscal ? say("Документ вышел и записан в ФН?") : say("Документ вышел целиком?"),
      yes: say("Да, напечатан"),
      done: say("Записано: документ есть."),
    },
    {
      decision: "not_printed",
      button: say("Не напечатан"),
      meaning: say("Команда станет отказом, программа сможет прислать её снова с тем же номером."),
      title: fiscal ? say("Документа нет ни на бумаге, ни в ФН?") : say("На бумаге ничего нет?"),
      yes: say("Да, его нет"),
      done: say("Записано: документа нет. Отправьте его из своей программы ещё раз."),
    },
    {
      decision: "print_again",
      button: say("Печатать снова"),
      meaning: say("Сервер сам отправит её на печать ещё раз. Если документ уже был, их станет два."),
      title: say("Напечатать ещё раз?"),
      yes: say("Печатать снова"),
      done: say("Документ в очереди на печать."),
      danger: true,
    },
  ];
}

/** @param {string} id @param {Question} question @param {Record<string, unknown> | null | undefined} document  what is on the paper */
async function decided(id, { decision, title, meaning, yes, done, danger }, document) {
  if (!(await sure({ title, text: meaning, yes, danger }))) return;
  await settle(id, { decision, ...(document && { document }) });
  notice(done, "good");
}

/** @param {string} id @param {Record<string, unknown>} word */
async function settle(id, word) {
  try {
    await ask("POST", `/journal/${encodeURIComponent(id)}/resolve`, word);
  } catch (error) {
    if (error instanceof Refused) error.message = asOnThePaper(error.message);
    throw error;
  }
}

/** The server names a wrong number as its API does. @param {string} text */
const asOnThePaper = (text) => NUMBERS.reduce((said, { key, label }) => said.replaceAll(`document.${key}`, say(label)), text);

/** @param {string} form */
function numbers(form) {
  const inputs = NUMBERS.map(({ key, type }) => h("input", { name: key, id: unique("number"), type: type ?? "text", inputMode: type ? "" : "numeric", autocomplete: "off" }));
  const fields = NUMBERS.map(({ label }, i) => {
    const input = /** @type {HTMLInputElement} */ (inputs[i]);
    return h("div", { class: "field" }, h("label", { htmlFor: input.id }, say(label)), input);
  });
  const element = h("fieldset", { class: "j-numbers" }, h("legend", null, say("Если документ вышел, впишите номера с бумаги (можно и без них):")), fields);
  return { element, document: () => documentOf(form, inputs) };
}

/** Nothing filled in: a slip without numbers. Half filled in: the server says what is missing. @param {string} form @param {HTMLInputElement[]} inputs */
function documentOf(form, inputs) {
  const given = inputs.filter((input) => input.value.trim());
  if (!given.length) return null;
  const texts = new Set(NUMBERS.filter(({ text }) => text).map(({ key }) => key));
  const said = given.map(({ name, value }) => [name, texts.has(name) || !/^\d+$/.test(value.trim()) ? value.trim() : Number(value)]);
  return { form, ...Object.fromEntries(said) };
}
