import type { FoundNumber } from "./card-numbers.ts";

/**
 * IBANs of the countries of the Single Euro Payments Area, by the length and form that each country has (ISO 13616)
 * and their check digits. In capitals or small letters, in one run or in groups.
 */

/** Behind country and check digits: `n` digits, `a` letters, `c` either. */
const FORMS: Readonly<Record<string, string>> = {
  AD: "8n12c", AL: "8n16c", AT: "16n", BE: "12n", BG: "4a6n8c", CH: "5n12c", CY: "8n16c", CZ: "20n", DE: "18n", DK: "14n", EE: "16n", ES: "20n", FI: "14n", FR: "10n11c2n", GB: "4a14n", GI: "4a15c", GR: "7n16c", HR: "17n", HU: "24n", IE: "4a14n", IS: "22n", IT: "1a10n12c", LI: "5n12c", LT: "16n", LU: "3n13c", LV: "4a13c", MC: "10n11c2n", MD: "2c18c", ME: "18n", MK: "3n10c2n", MT: "4a5n18c", NL: "4a10n", NO: "11n", PL: "24n", PT: "21n", RO: "4a16c", RS: "18n", SE: "20n", SI: "15n", SK: "20n", SM: "1a10n12c", VA: "18n",
};

const CLASSES: Readonly<Record<string, string>> = { n: String.raw`\d`, a: "[A-Z]", c: "[A-Z0-9]" };

const PATTERNS: ReadonlyMap<string, { readonly length: number; readonly pattern: RegExp }> = new Map(
  Object.entries(FORMS).map(([country, form]) => {
    const parts = [...form.matchAll(/(\d+)([nac])/g)].map(([, count = "", kind = ""]) => ({ count: Number(count), kind }));
    const source = parts.map(({ count, kind }) => `${CLASSES[kind] ?? ""}{${count}}`).join("");
    return [country, { length: 4 + parts.reduce((sum, { count }) => sum + count, 0), pattern: new RegExp(`^[A-Z]{2}\\d{2}${source}$`) }];
  }),
);

const START = /(?<![A-Za-z0-9])(?:[A-Z]{2}|[a-z]{2})\d\d(?=(?: |-|%20)?[A-Za-z0-9])/g;
/** The longest, in groups of two with an escaped blank between. */
const REACH = 80;

export function findIbans(text: string): readonly FoundNumber[] {
  const found: FoundNumber[] = [];
  for (const { index } of text.matchAll(START)) {
    const country = text.slice(index, index + 2).toUpperCase();
    const known = PATTERNS.get(country);
    if (known === undefined) continue;
    const taken = take({ text: text.slice(index, index + REACH), count: known.length });
    if (taken === undefined) continue;
    const { digits, length } = taken;
    // A name in small and capital letters that looks like one is none.
    if (digits !== digits.toUpperCase() && digits !== digits.toLowerCase()) continue;
    if (!known.pattern.test(digits.toUpperCase()) || restOf97(digits.toUpperCase()) !== 1) continue;
    found.push({ kind: "iban", index, length, shown: `${country}${"*".repeat(digits.length - 6)}${digits.slice(-4)}`, digits });
  }
  return found;
}

/** So many letters and digits, single blanks and hyphens left out; `undefined` where there are fewer, or another follows at once. */
function take(options: { text: string; count: number }): { digits: string; length: number } | undefined {
  const { text, count } = options;
  let digits = "";
  let at = 0;
  while (digits.length < count) {
    const [piece = ""] = /^(?:(?: |-|%20)?[A-Za-z0-9])/.exec(text.slice(at)) ?? [];
    if (piece === "") return undefined;
    digits += piece.slice(-1);
    at += piece.length;
  }
  return /[A-Za-z0-9]/.test(text[at] ?? "") ? undefined : { digits, length: at };
}

/** ISO/IEC 7064, MOD 97-10: the first four moved to the end, A standing for 10. */
function restOf97(iban: string): number {
  let rest = 0;
  for (const character of `${iban.slice(4)}${iban.slice(0, 4)}`) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}
