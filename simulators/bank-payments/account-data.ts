import { findCardNumbers } from "../rails/card-data.ts";
import { isObject, type JsonObject } from "../json.ts";

/** Numbers of bank accounts and cards, which no message may carry (experimental/bank-payments.md, 9). None is kept or shown. */

/** Every text in a JSON value, names of members left out. Bounded in depth: strangers send them. */
export function textsIn(value: unknown, depth = 0): readonly string[] {
  if (typeof value === "string") return [value];
  if (depth > 8) return [];
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, depth + 1));
  return isObject(value) ? Object.values(value).flatMap((member) => textsIn(member, depth + 1)) : [];
}

export function holdsCardNumber(payload: JsonObject): boolean {
  return textsIn(payload).some((text) => findCardNumbers(text).length > 0);
}

/** A text of digits only, with blanks or hyphens or without: a routing number with an account's behind it (experimental/ach.md, 7). */
export function isDigitsOnly(text: string): boolean {
  return /^[\d -]*\d[\d -]*$/.test(text);
}

/** ISO 13616, blanks left out: the first four moved to the end, letters read as numbers, it leaves the rest 1 when divided by 97. */
export function isIban(text: string): boolean {
  const compact = text.replaceAll(/\s/g, "");
  return /^[A-Z]{2}\d{2}[A-Z0-9]{1,30}$/.test(compact) && restOf97(`${compact.slice(4)}${compact.slice(0, 4)}`) === 1;
}

/** @param text digits and capital letters, A standing for 10 */
export function restOf97(text: string): number {
  let rest = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}
