import { findCardNumbers, isIssued } from "../card-data.ts";
import { TEST_CARDS } from "../test-cards.ts";

/** Names under which card data travel. A provider of tokens has no use for them. */
const CARD_FIELDS = new Set(["number", "card_number", "pan", "cvc", "cvc2", "cvv", "cvv2", "security_code", "exp_month", "exp_year", "track_data", "track1", "track2"]);

/** Whether a request holds a card number anywhere, or a member that is meant for card data. */
export function holdsCardData(options: { path: string; idempotencyKey: string | null; text: string; body: unknown }): boolean {
  const { path, idempotencyKey, text, body } = options;
  // A key may be nothing but digits, as its maker likes: only what nobody draws is a card's there.
  return [path, decoded(path), text].some(holdsNumber) || numbersIn(idempotencyKey ?? "").some((number) => TEST_CARDS.has(number)) || findsIn({ value: body, depth: 0 });
}

const numbersIn = (text: string): readonly string[] => findCardNumbers(text).map(({ index, length }) => text.slice(index, index + length).replaceAll(/\D/g, ""));

/** One of ten ids that are nothing but digits passes the Luhn test: of those, only what begins like a card's number. */
const holdsNumber = (text: string): boolean => numbersIn(text).some((number) => isIssued(number) || TEST_CARDS.has(number));

/** A test card's number in other groups, or in base64. */
function isDisguised(text: string): boolean {
  if (text.length > 64) return false;
  if (TEST_CARDS.has(text.replaceAll(/[\s.,:/_-]/g, ""))) return true;
  return /^[A-Za-z0-9+/_-]{18,}={0,2}$/.test(text) && numbersIn(Buffer.from(text, "base64").toString("latin1")).some((number) => TEST_CARDS.has(number));
}

/** Texts are looked at once more as decoded: JSON can write a digit in six characters. */
function findsIn(options: { value: unknown; depth: number }): boolean {
  const { value, depth } = options;
  if (typeof value === "string" || typeof value === "number") return holdsNumber(String(value)) || isDisguised(String(value));
  if (typeof value !== "object" || value === null || depth > 32) return false;
  return Object.entries(value).some(([name, member]) => (!Array.isArray(value) && (CARD_FIELDS.has(name.toLowerCase()) || holdsNumber(name))) || findsIn({ value: member, depth: depth + 1 }));
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
