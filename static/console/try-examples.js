// Filled examples of every command, for a chosen device. No page is needed here: tests send each of them.

/**
 * @typedef {object} Example
 * @property {string} key  stands in the address; the command's name, or that and what is special
 * @property {string} group
 * @property {string} title  "": the command's own name says it
 * @property {string[]} kinds  of devices that can do it; none: it is for the server
 * @property {Record<string, unknown>} body
 * @property {"id" | "payment"} [needs]  of a command or a card payment done before
 */

const CASHIER = { CashierName: "Петрова А.И." };
const SOLD = { Department: 0, SignMethodCalculation: 4, SignCalculationObject: 1 };
const TEA = { Register: { Name: "Чай чёрный, 100 г", Quantity: 2, Price: 50, Amount: 100, Tax: 10, ...SOLD } };
const CUP = { Register: { Name: "Кружка", Quantity: 1, Price: 250, Amount: 250, Tax: 22, ...SOLD } };
const RECEIPT = { IsFiscalCheck: true, ...CASHIER };
const MARK = "010460043993125621JgXJ5.T\u001d91EE06\u001d92VGVzdFRlc3RUZXN0VGVzdFRlc3RUZXN0VGVzdFRlc3Q=";

const REGISTER = ["register"];
const PAPER = ["register", "receipt_printer"];
const TERMINAL = ["terminal"];
const DISPLAY = ["display"];

/** @type {[string, [string, string, string[], Record<string, unknown>, ("id" | "payment")?][]][]} */
const GROUPS = [
  ["Чеки", [
    ["RegisterCheck", "Чек продажи", REGISTER, { ...RECEIPT, TypeCheck: 0, CheckStrings: [{ PrintText: { Text: ">#0#<Спасибо за покупку" } }, TEA, CUP], Cash: 500 }],
    ["RegisterCheck-electronic", "Чек на телефон покупателя, без бумаги", REGISTER, { ...RECEIPT, TypeCheck: 0, NotPrint: true, ClientAddress: "+79990000000", CheckStrings: [CUP], ElectronicPayment: 250 }],
    ["RegisterCheck-return", "Чек возврата", REGISTER, { ...RECEIPT, TypeCheck: 1, CheckStrings: [CUP], Cash: 250 }],
    ["RegisterCheck-correction", "Чек коррекции", REGISTER, { ...RECEIPT, TypeCheck: 2, CorrectionType: 0, CorrectionBaseDate: "2025-11-20", CheckStrings: [TEA], Cash: 100 }],
    ["RegisterCheck-marked", "Чек с маркированным товаром", REGISTER, { ...RECEIPT, TypeCheck: 0, CheckStrings: [{ Register: { Name: "Туфли", Quantity: 1, Price: 3000, Amount: 3000, Tax: 22, SignMethodCalculation: 4, SignCalculationObject: 33, GoodCodeData: { BarCode: MARK, AcceptOnBad: true } } }], ElectronicPayment: 3000 }],
    ["RegisterCheck-card", "Чек с оплатой картой через терминал", REGISTER, { ...RECEIPT, TypeCheck: 0, PayByProcessing: true, NumDeviceByProcessing: 0, CheckStrings: [CUP], ElectronicPayment: 250 }],
    ["GetDataCheck", "", REGISTER, { FiscalNumber: 0, NumberCopies: 0 }],
  ]],
  ["Смена", [
    ["OpenShift", "", REGISTER, CASHIER],
    ["CloseShift", "", REGISTER, CASHIER],
    ["ZReport", "", REGISTER, CASHIER],
  ]],
  ["Деньги", [
    ["DepositingCash", "", REGISTER, { Amount: 1000, ...CASHIER }],
    ["PaymentCash", "", REGISTER, { Amount: 100, ...CASHIER }],
    ["OpenCashDrawer", "", PAPER, {}],
    ["PrintOpenCashDrawer", "", PAPER, {}],
  ]],
  ["Отчёты", [
    ["XReport", "", REGISTER, CASHIER],
    ["OfdReport", "", REGISTER, CASHIER],
    ["GetCounters", "", REGISTER, {}],
  ]],
  ["Печать", [
    ["PrintDocument", "Документ: текст, колонки, QR-код", PAPER, { CheckStrings: [{ PrintText: { Text: ">#0#<ЗАКАЗ № 17", Bold: true } }, { PrintText: { Text: "<<->>" } }, { PrintText: { Text: "Чай чёрный, 2 шт.<#0#>100.00" } }, { PrintText: { Text: "Итого:<#0#>100.00" } }, { BarCode: { BarcodeType: "QR", Barcode: "https://example.com/17" } }] }],
    ["RegisterCheck-plain", "Товарный чек, не фискальный", PAPER, { IsFiscalCheck: false, CheckStrings: [TEA, CUP], Cash: 350 }],
    ["ContinuePrint", "", REGISTER, {}],
    ["GetLineLength", "", PAPER, {}],
    ["PrintLineLength", "", PAPER, {}],
  ]],
  ["Этикетки", [
    ["PrintDocument-labels", "Этикетки по шаблону", ["label_printer", "receipt_printer"], { Template: "price", Copies: 1, Fields: [{ name: "Чай чёрный", price: 154.9, barcode: "4600000000008" }, { name: "Кофе молотый", price: 399 }] }],
    ["PrintDocument-label", "Этикетка из строк", ["label_printer"], { CheckStrings: [{ PrintText: { Text: ">#0#<Чай чёрный" } }, { BarCode: { BarcodeType: "EAN13", Barcode: "4600000000008" } }] }],
  ]],
  ["Карта", [
    ["PayByPaymentCard", "", TERMINAL, { Amount: 150 }],
    ["CancelPaymentByPaymentCard", "", TERMINAL, { Amount: 150 }, "payment"],
    ["ReturnPaymentByPaymentCard", "", TERMINAL, { Amount: 150 }, "payment"],
    ["EmergencyReversal", "", TERMINAL, {}, "payment"],
    ["TransactionDetails", "", TERMINAL, {}, "payment"],
    ["AuthorisationByPaymentCard", "", TERMINAL, { Amount: 150 }],
    ["AuthConfirmationByPaymentCard", "", TERMINAL, { Amount: 150 }, "payment"],
    ["CancelAuthorisationByPaymentCard", "", TERMINAL, { Amount: 150 }, "payment"],
    ["Settlement", "", TERMINAL, {}],
    ["TerminalReport", "", TERMINAL, { Detailed: true }],
    ["PrintSlipOnTerminal", "", TERMINAL, {}],
  ]],
  ["Весы и дисплей", [
    ["GetWeight", "", ["scales"], {}],
    ["Calibrate", "", ["scales"], { TareWeight: 0 }],
    ["OutputOnCustomerDisplay", "", DISPLAY, { TopString: "К оплате", BottomString: "350.00" }],
    ["ClearCustomerDisplay", "", DISPLAY, {}],
    ["OptionsCustomerDisplay", "", DISPLAY, {}],
  ]],
  ["Служебные", [
    ["List", "", [], {}],
    ["GetDataKKT", "", PAPER, {}],
    ["GetServerData", "", [], {}],
    ["GetRezult", "", [], {}, "id"],
    ["CancelCommand", "", [], {}, "id"],
    ["OnOffUnut", "", ["register", "receipt_printer", "label_printer", "terminal", "scales", "display"], { Active: true }],
    ["ValidationMarkingCode", "", REGISTER, { GoodCodeDatas: [{ Name: "Туфли", BarCode: MARK }] }],
    ["GetGoodCodeData", "", [], { BarCode: "(01)04600439931256(21)JgXJ5.T" }],
    ["KkmRegOfd", "", REGISTER, { ...CASHIER, RegKkmOfd: { Command: "ChangeOrganization", PlaceSettle: "Касса у входа" } }],
  ]],
];

/** @type {Example[]} */
export const EXAMPLES = GROUPS.flatMap(([group, listed]) => listed.map(([key, title, kinds, body, needs]) => ({ key, group, title, kinds, body: { Command: key.split("-")[0], ...body }, needs })));

const ANSWERED_AT_ONCE = new Set(["List", "GetServerData", "GetRezult", "CancelCommand", "OnOffUnut", "GetGoodCodeData"]);

/** Whether the command goes through a device's queue and the journal. @param {unknown} command */
export const isQueued = (command) => !ANSWERED_AT_ONCE.has(String(command));

/**
 * The request as it is sent.
 * @param {Example} example @param {number | null} device @param {string} id  a new IdCommand
 * @param {{ id?: string, payment?: string }} seen  the last command and card payment
 */
export function filled({ body, kinds, needs }, device, id, seen = {}) {
  const { Command, ...rest } = body;
  /** @type {Record<string, unknown>} */
  const request = { Command };
  if (kinds.length && device) request.NumDevice = device;
  if (needs === "id") request.IdCommand = seen.id ?? id;
  else if (isQueued(Command)) request.IdCommand = id;
  Object.assign(request, rest);
  if (needs === "payment") request.UniversalID = seen.payment ?? "CN:4276********0001;RN:0001;RRN:100000000001;AC:123456";
  return request;
}
