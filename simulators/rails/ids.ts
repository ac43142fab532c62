import { createHash } from "node:crypto";

const LETTERS = "abcdefghijkmnpqrstuvwxyz";
const MIXED = `${LETTERS}23456789`;

/**
 * An id for a seed and parts, the same on every machine: prefix, underscore and 24 characters.
 * Every other character is a letter, so that no id holds a run of digits that could be taken for a card number.
 *
 * @example idOf({ prefix: "pi", parts: ["seed", "1"] }) // "pi_…"
 */
export function idOf(options: { prefix: string; parts: readonly string[] }): string {
  const digest = createHash("sha256").update(JSON.stringify(options.parts)).digest();
  const text = [...digest.subarray(0, 24)].map((byte, index) => (index % 2 === 0 ? LETTERS[byte % LETTERS.length] : MIXED[byte % MIXED.length])).join("");
  return `${options.prefix}_${text}`;
}
