import { edited } from "../../../seats/facilitator-seat.ts";
import { type Bank, type BankScenario, onBanks } from "./banks.ts";
import { type BankEnvelope, controls, look, pay } from "./drive.ts";

/** Numbers of accounts and cards where none may be: bank-payments.md, 9. They are nobody's, and made when they are needed. */

/** Nine digits, of which the last makes the sum a multiple of ten; no Federal Reserve district begins so. */
function routingNumber(): string {
  const first = "99000000";
  const sum = [...first].reduce((total, digit, index) => total + Number(digit) * ([3, 7, 1][index % 3] ?? 0), 0);
  return `${first}${(10 - (sum % 10)) % 10}`;
}

const ACCOUNT = "5550001234";

/** Of a bank that there is not. */
function iban(): string {
  const account = "999999990005550001";
  const rest = [...`${account}131400`].reduce((sum, digit) => (sum * 10 + Number(digit)) % 97, 0);
  return `DE${String(98 - rest).padStart(2, "0")}${account}`;
}

function cardNumber(): string {
  const first = "400000000000009";
  const sum = [...first].reduce((total, digit, index) => total + luhn(Number(digit), index), 0);
  return `${first}${(10 - (sum % 10)) % 10}`;
}

/** What a digit counts, where every other one counts double, from the first. */
function luhn(digit: number, index: number): number {
  const counted = index % 2 === 0 ? digit * 2 : digit;
  return counted > 9 ? counted - 9 : counted;
}

const inGroups = (number: string): string => number.replaceAll(/(.{4})(?=.)/g, "$1 ");

const NUMBERS: Readonly<Record<Bank["area"], readonly { readonly id: string; readonly title: string; readonly place: "token" | "member"; readonly number: () => string }[]>> = {
  "exact-ach": [
    { id: "run", title: "a routing and an account number in one run as the token", place: "token", number: () => `${routingNumber()}${ACCOUNT}` },
    { id: "blank", title: "a routing and an account number with a blank between as the token", place: "token", number: () => `${routingNumber()} ${ACCOUNT}` },
    { id: "hyphen", title: "a routing and an account number with a hyphen between as the token", place: "token", number: () => `${routingNumber()}-${ACCOUNT}` },
  ],
  "exact-sepa": [
    { id: "token", title: "an IBAN as the token", place: "token", number: iban },
    { id: "groups", title: "an IBAN in groups as the token", place: "token", number: () => inGroups(iban()) },
    { id: "member", title: "an IBAN in another member", place: "member", number: iban },
  ],
};

function withNumber(payment: BankEnvelope, options: { readonly place: "token" | "member"; readonly number: string }): BankEnvelope {
  return edited(payment, ({ paymentPayload: { payload } }) => {
    if (options.place === "token") payload.token = options.number;
    else Object.assign(payload, { note: options.number });
  });
}

export const scenarios = onBanks((bank) =>
  [
    ...NUMBERS[bank.area],
    { id: "card-token", title: "a card's number as the token", place: "token" as const, number: cardNumber },
    { id: "card-member", title: "a card's number in another member", place: "member" as const, number: cardNumber },
  ].map(({ id, title, place, number }): BankScenario => ({
    id: `account-data-refused/${id}`,
    title: `Verify and settle a good payment; then one with ${title}`,
    // Calls that have nothing but the number are then the case's own.
    instance: "fresh",
    async drive(seat) {
      await controls(seat, bank);
      const bad = { place, number: number() };
      seat.mark("number", bad.number);
      await seat.verify(withNumber(await pay(seat, bank), bad), "edited");
      await seat.settle(withNumber(await pay(seat, bank), bad), "settle-edited");
      await look(seat);
    },
  })),
);
