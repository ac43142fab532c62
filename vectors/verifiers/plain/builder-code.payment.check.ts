import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

/** Answers `builder-code.payment.check`. */
export const verifier: Verifier = ({ input }) => {
  const declared = input["declared"] as { a?: unknown } | undefined;
  const codes = (input["extensions"] as Record<string, { a?: unknown; s?: unknown } | undefined> | undefined)?.["builder-code"];
  if (codes === undefined) return accepted();
  if (codes.a !== undefined && codes.a !== declared?.a) return refused("a is not the declared one");
  if (Array.isArray(codes.s) && codes.s.length > 10) return refused(`${codes.s.length} service codes`);
  return accepted();
};
