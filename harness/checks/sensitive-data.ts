import { findCardNumbers } from "../../simulators/rails/card-data.ts";
import { decodeHeader } from "../../simulators/transports/http/header-codec.ts";
import type { HttpRequestEvent, HttpResponseEvent, Seat } from "../trace/events.ts";
import type { Trace } from "../trace/trace.ts";

/**
 * Numbers of cards and bank accounts in what somebody sent. Nothing here shows a number that was found. The simulated world
 * has none, so what is found was put there by the target; ids and times are runs of digits too, and no finding.
 */

export interface SentText {
  readonly event: HttpRequestEvent | HttpResponseEvent;
  /** For messages, e.g. `PAYMENT-SIGNATURE`. */
  readonly where: string;
  readonly text: string;
}

/** Header fields, decoded where they are protocol messages, and bodies that one seat sent. */
export function textsSentBy(trace: Trace, from: Seat): readonly SentText[] {
  return trace.events.flatMap((event): SentText[] => {
    if ((event.kind !== "http.request" && event.kind !== "http.response") || event.from !== from) return [];
    const fields = event.headers.map(([name, value]): SentText => {
      const decoded = decodeHeader(value);
      return { event, where: name, text: decoded.ok ? JSON.stringify(decoded.value) : value };
    });
    const { text } = event.body;
    return text === undefined ? fields : [...fields, { event, where: "the body", text }];
  });
}

/** Ranges that card networks give out. */
const ISSUED = /^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|6(?:011|4[4-9]\d|5\d\d)\d{12}|35\d{14})$/;

/** What is wrong with a text that has a card's number in it; `undefined` where nothing is. */
export function cardNumberIn(text: string): string | undefined {
  const found = findCardNumbers(text).find(({ index, length }) => ISSUED.test(text.slice(index, index + length).replaceAll(/\D/g, "")));
  return found === undefined ? undefined : `${found.digits} digits of a card's range that pass the Luhn test, at character ${found.index}`;
}

/** A routing number with an account's behind it. Without anything between, such a run could be any number. */
const ROUTED = /(?<![\w-])(\d{9})[ -](\d{4,17})(?![\w-])/g;

/** The same for the number of an account at a bank of the United States: experimental/ach.md, 7. */
export function routedAccountIn(text: string): string | undefined {
  const found = [...text.matchAll(ROUTED)].find(([, routing = ""]) => passesAba(routing));
  return found === undefined ? undefined : `a routing number and ${found[2]?.length ?? 0} digits after it, at character ${found.index}`;
}

/** Weighted 3, 7 and 1 in turn, the sum of a routing number's digits is a multiple of ten. */
function passesAba(routing: string): boolean {
  return [...routing].reduce((sum, digit, place) => sum + Number(digit) * ([3, 7, 1][place % 3] ?? 0), 0) % 10 === 0;
}

/** In one run, or in groups of four as they are printed. The shortest there is has 15 characters. */
const IBAN = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[A-Z0-9]{11,30}|(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,4})?)(?![A-Za-z0-9])/g;

/** The same for an IBAN: experimental/sepa.md, 6. */
export function ibanIn(text: string): string | undefined {
  const found = [...text.matchAll(IBAN)].find(([match]) => restOf97(match.replaceAll(" ", "")) === 1);
  return found === undefined ? undefined : `an IBAN of ${found[0].replaceAll(" ", "").length} characters, at character ${found.index}`;
}

/** Of the number an IBAN is, the first four characters moved to the end and letters read as 10 to 35. */
function restOf97(iban: string): number {
  const digits = [...`${iban.slice(4)}${iban.slice(0, 4)}`].map((character) => Number.parseInt(character, 36).toString()).join("");
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0);
}
