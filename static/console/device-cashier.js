// Who stands in a fiscal document; the browser remembers it.

import { h } from "./dom.js";
import { say } from "./words.js";

const KEPT = "kkmserver.cashier";

/** @returns {{ element: HTMLElement, given: () => { CashierName?: string } }} */
export function cashierField() {
  const name = h("input", { autocomplete: "name", value: localStorage.getItem(KEPT) ?? "" });
  return {
    element: h("label", { class: "field" }, say("Кассир: должность и фамилия"), name),
    given: () => {
      const typed = name.value.trim();
      localStorage.setItem(KEPT, typed);
      return typed ? { CashierName: typed } : {};
    },
  };
}
