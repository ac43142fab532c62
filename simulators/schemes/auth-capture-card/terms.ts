import type { PaymentRequirements } from "../../../spec/types.ts";
import { currencyOf } from "../../rails/ledger/currency.ts";

/** What the three halves read alike in an offer: scheme_auth_capture_card.md 4.2 to 4.4. */

/** `card:` and a card network's name. */
export function isCardNetwork(network: string): boolean {
  return /^card:[-_a-zA-Z0-9]{1,32}$/.test(network);
}

/** Alphabetic ISO 4217 code of a country's money. */
export function isCurrency(asset: string): boolean {
  return currencyOf(asset) !== undefined;
}

/**
 * An amount on the wire, in minor units.
 *
 * @returns `undefined` for anything but a plain decimal above 0 that a provider's JSON integer can say
 */
export function parseMinorUnits(text: unknown): bigint | undefined {
  if (typeof text !== "string" || !/^[0-9]{1,32}$/.test(text)) return undefined;
  const amount = BigInt(text);
  return amount > 0n && amount <= BigInt(Number.MAX_SAFE_INTEGER) ? amount : undefined;
}

/** `extra.psp`: the provider's name, in small letters. */
export function parsePsp(extra: PaymentRequirements["extra"]): string | undefined {
  const psp = extra?.["psp"];
  return typeof psp === "string" && /^[^A-Z\s/]{1,64}$/.test(psp) ? psp : undefined;
}

/** The first second that needs eleven digits: whoever sends more has sent milliseconds. */
const MAX_SECONDS = 10_000_000_000;

/** `extra.captureDeadline`, where there is one: Unix seconds. */
export function parseCaptureDeadline(extra: PaymentRequirements["extra"]): { readonly ok: boolean; readonly seconds?: number } {
  const deadline = extra?.["captureDeadline"];
  if (deadline === undefined) return { ok: true };
  return typeof deadline === "number" && deadline >= 0 && deadline < MAX_SECONDS ? { ok: true, seconds: deadline } : { ok: false };
}

/** 16 to 128 letters, digits, hyphens and underscores: 4.4, table 3. */
export function isPaymentId(id: unknown): id is string {
  return typeof id === "string" && /^[A-Za-z0-9_-]{16,128}$/.test(id);
}
