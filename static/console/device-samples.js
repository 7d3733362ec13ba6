// What a first print looks like. A real register prints it as a plain document: a receipt of it would be taxed.

import { isVirtual } from "./device-standing.js";

/** @typedef {import("./types.js").Device} Device */

/** @param {Device} device @returns {Record<string, unknown>} */
export function sample(device) {
  if (device.kind === "register" && isVirtual(device)) return receipt();
  if (device.kind === "label_printer") return document_([">#0#<ПРОБНАЯ ЭТИКЕТКА", "<<->>", `>#0#<${device.name}`]);
  const rows = [">#0#<ПРОБНАЯ ПЕЧАТЬ", "<<->>", `Устройство:<#0#>${device.name}`, "<<->>"];
  return document_(rows, device.kind === "register" ? [] : [{ BarCode: { BarcodeType: "QR", Barcode: "KkmServer" } }]);
}

/** @param {string[]} rows @param {object[]} more */
const document_ = (rows, more = []) => ({ Command: "PrintDocument", CheckStrings: [...rows.map((Text) => ({ PrintText: { Text } })), ...more] });

function receipt() {
  const sold = { Department: 0, SignMethodCalculation: 4, SignCalculationObject: 1 };
  const tea = { Name: "Чай чёрный", Quantity: 2, Price: 50, Amount: 100, Tax: 10 };
  const cup = { Name: "Кружка", Quantity: 1, Price: 250, Amount: 250, Tax: 22 };
  const rows = [{ PrintText: { Text: ">#0#<ПРОБНЫЙ ЧЕК" } }, { Register: { ...tea, ...sold } }, { Register: { ...cup, ...sold } }];
  return { Command: "RegisterCheck", IsFiscalCheck: true, TypeCheck: 0, CashierName: "Кассир", CheckStrings: rows, Cash: 500 };
}
