import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

const between = (unit: number, first: string, last: string): boolean => unit >= first.charCodeAt(0) && unit <= last.charCodeAt(0);
const allowed = (unit: number): boolean => between(unit, "a", "z") || between(unit, "A", "Z") || between(unit, "0", "9") || between(unit, "-", "-") || between(unit, "_", "_");

/** Answers `payment-identifier.validate` character by character. */
export const verifier: Verifier = ({ input }) => {
  const { id } = input;
  if (typeof id !== "string") return refused("not a string");
  if (id.length < 16 || id.length > 128) return refused(`${id.length} characters`);
  for (let at = 0; at < id.length; at += 1) if (!allowed(id.charCodeAt(at))) return refused(`character ${at}`);
  return accepted();
};
