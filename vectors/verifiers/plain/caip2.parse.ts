import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
const NAMESPACE = new Set(`${LETTERS}${DIGITS}-`);
// Beyond CAIP-2 itself: base64's own characters, for names that are a base64 digest.
const REFERENCE = new Set(`${LETTERS}${LETTERS.toUpperCase()}${DIGITS}-_+/=`);

const isOf = (text: string, alphabet: ReadonlySet<string>, shortest: number, longest: number): boolean =>
  text.length >= shortest && text.length <= longest && Array.from(text).every((character) => alphabet.has(character));

/** Answers `caip2.parse` part by part. */
export const verifier: Verifier = ({ input }) => {
  const { network } = input;
  if (typeof network !== "string") return refused("not a string");
  const parts = network.split(":");
  const [namespace = "", reference = ""] = parts;
  if (parts.length !== 2) return refused(`${parts.length} parts`);
  if (!isOf(namespace, NAMESPACE, 3, 32)) return refused("namespace");
  return isOf(reference, REFERENCE, 1, 64) ? accepted({ namespace, reference }) : refused("reference");
};
