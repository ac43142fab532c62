import { findCardNumbers } from "../card-data.ts";

/** Names under which card data travel. A provider of tokens has no use for them. */
const CARD_FIELDS = new Set(["number", "card_number", "pan", "cvc", "cvc2", "cvv", "cvv2", "security_code", "exp_month", "exp_year", "track_data", "track1", "track2"]);

/** Whether a request holds a card number anywhere, or a member that is meant for card data. */
export function holdsCardData(options: { path: string; idempotencyKey: string | null; text: string; body: unknown }): boolean {
  const { path, idempotencyKey, text, body } = options;
  return [path, decoded(path), idempotencyKey ?? "", text].some((part) => findCardNumbers(part).length > 0) || findsIn({ value: body, depth: 0 });
}

/** Texts are looked at once more as decoded: JSON can write a digit in six characters. */
function findsIn(options: { value: unknown; depth: number }): boolean {
  const { value, depth } = options;
  if (typeof value === "string" || typeof value === "number") return findCardNumbers(String(value)).length > 0;
  if (typeof value !== "object" || value === null || depth > 32) return false;
  return Object.entries(value).some(([name, member]) => (!Array.isArray(value) && (CARD_FIELDS.has(name.toLowerCase()) || findCardNumbers(name).length > 0)) || findsIn({ value: member, depth: depth + 1 }));
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
