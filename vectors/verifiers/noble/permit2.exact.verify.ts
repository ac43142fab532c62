import type { Verifier } from "../verifier.ts";
import { must } from "./_evm.ts";
import { judged } from "./_judged.ts";
import { mustBePayable } from "./_permit2.ts";

/** Answers `permit2.exact.verify`; takes no permit above the amount, all of which the proxy would move. */
export const verifier: Verifier = ({ input }) =>
  judged(() => {
    mustBePayable("exact", input, (permitted, required) => {
      must(permitted === required, "the permitted amount is not the required one");
      return permitted;
    });
    return undefined;
  });
