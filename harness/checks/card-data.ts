import { isIssued, passesLuhn } from "../../simulators/rails/card-data.ts";
import { TEST_CARDS } from "../../simulators/rails/test-cards.ts";
import { findCardNumbers } from "../privacy/card-numbers.ts";
import { readingsOf } from "../privacy/mask.ts";
import { SECURITY_CODE } from "../privacy/security-codes.ts";
import type { HeaderFields, RecordedBody, Seat, TraceEvent } from "../trace/events.ts";
import { isAside, isDrawnId } from "./drawn-ids.ts";

/** Card numbers, security codes and track data in a trace: card draft, 8.1. For checks; no number is in what they are told. */

export interface CardDataFinding {
  readonly event: TraceEvent;
  /** Who said it. The scenario may have planted it: then it is the harness's own. */
  readonly by: Seat;
  /** e.g. `header PAYMENT-SIGNATURE`, `body`, `the call to the provider`. */
  readonly where: string;
  readonly what: "card number" | "security code" | "track data";
  /** What of it may be shown. */
  readonly shown: string;
}

/** Enough to tell what went wrong. */
const MAX_FINDINGS = 50;

/**
 * Card data in every exchange, headers and bodies read as whoever decodes them would, and in every call to a provider.
 * Pure; bounded by what a trace keeps.
 *
 * @param options.by only what these seats said. Default: everybody
 * @param options.known numbers of the test cards that the case is tied to, digits only: then no others count. Default: numbers of test
 *   cards, and whatever else has the form of a card number and stands where neither a quantity stands nor an id
 */
export function findCardData(options: { trace: { readonly events: readonly TraceEvent[] }; by?: readonly Seat[]; known?: readonly string[] }): readonly CardDataFinding[] {
  const { trace, by, known } = options;
  const found: CardDataFinding[] = [];
  for (const event of trace.events) {
    for (const { speaker, where, text, aside } of saidIn(event)) {
      if (by !== undefined && !by.includes(speaker)) continue;
      for (const data of cardDataIn({ text, known, aside })) {
        found.push({ event, by: speaker, where, ...data });
        if (found.length >= MAX_FINDINGS) return found;
      }
    }
  }
  return found;
}

interface Said {
  readonly speaker: Seat;
  readonly where: string;
  readonly text: string;
  /** Whether it is about the exchange, and not about what is said in it. */
  readonly aside?: boolean;
}

function saidIn(event: TraceEvent): readonly Said[] {
  switch (event.kind) {
    case "http.request":
      return [{ speaker: event.from, where: "the request target", text: event.target }, ...message({ speaker: event.from, ...event })];
    case "http.response":
      return message({ speaker: event.from, ...event });
    case "rpc":
      return [
        { speaker: event.from, where: "the call to the provider", text: `${event.method} ${written(event.params)}` },
        { speaker: event.to, where: "the provider's answer", text: `${written(event.result)} ${written(event.error)}` },
      ];
    case "http.abort":
    case "chain.transfer":
    case "chain.transaction":
    case "chain.balance":
    case "client.outcome":
    case "driver.message":
    case "process":
    case "mark":
      return [];
  }
}

function message(options: { speaker: Seat; headers: HeaderFields; body: RecordedBody }): readonly Said[] {
  const { speaker, headers, body } = options;
  return [...headers.map(([name, value]) => ({ speaker, where: `header ${name.slice(0, 60)}`, text: `${name}: ${value}`, aside: isAside(name) })), { speaker, where: "body", text: body.text ?? body.base64 ?? "" }];
}

/** What a provider or a chain was told may be of any shape. */
function written(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "";
  }
}

/** ISO/IEC 7813, track 1 and track 2, with the end of validity behind the number. */
const TRACKS = [/%?B(\d{13,19})\^[^^\r\n]{2,40}\^\d{4}/, /(?<!\d)(\d{13,19})[=D]\d{4}\d{3}/];

export type CardData = Pick<CardDataFinding, "what" | "shown">;

/**
 * The same in one text.
 *
 * @param options.aside whether it is about the exchange only: there digits are an id, unless they can be nothing but a card's
 */
export function cardDataIn(options: { text: string; known?: readonly string[] | undefined; aside?: boolean | undefined }): readonly CardData[] {
  const { text, known, aside = false } = options;
  const readings = readingsOf(text);
  const numbers = known === undefined ? readings.flatMap((reading) => numbersIn({ text: reading, aside })) : known.filter((number) => readings.some((reading) => holds(reading, number))).map(shownOf);
  const tracks = readings.flatMap((reading) => TRACKS.flatMap((track) => track.exec(reading)?.[1] ?? [])).filter((number) => known?.includes(number) ?? (TEST_CARDS.has(number) || (!aside && isIssued(number) && passesLuhn(number))));
  return [
    ...[...new Set(numbers)].map((shown): CardData => ({ what: "card number", shown })),
    ...(!aside && readings.some((reading) => SECURITY_CODE.test(reading)) ? [{ what: "security code", shown: "***" } as const] : []),
    ...[...new Set(tracks.map(shownOf))].map((shown): CardData => ({ what: "track data", shown })),
  ];
}

function numbersIn({ text, aside }: { readonly text: string; readonly aside: boolean }): readonly string[] {
  const numbers = findCardNumbers(text).filter(({ index, digits, doubtful }) => TEST_CARDS.has(digits) || (!aside && doubtful !== true && !isDrawnId({ text, start: index })));
  return numbers.map(({ shown }) => shown);
}

/** With blanks, hyphens and the like between the digits, or without. */
function holds(text: string, number: string): boolean {
  return new RegExp(`(?<!\\d)${[...number].join(String.raw`(?:[ \-+._\u00a0]|%20)?`)}(?!\\d)`).test(text);
}

const shownOf = (number: string): string => `${number.slice(0, 6)}${"*".repeat(Math.max(0, number.length - 10))}${number.slice(-4)}`;
