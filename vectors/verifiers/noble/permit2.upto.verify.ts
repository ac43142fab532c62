import type { Verifier } from "../verifier.ts";
import { addressOf, must, sameBytes } from "./_evm.ts";
import { judged } from "./_judged.ts";
import { mustBePayable } from "./_permit2.ts";

/** Answers `permit2.upto.verify`: the maximum at verification, at most the maximum at settlement. */
export const verifier: Verifier = ({ shared, input }) =>
  judged(() => {
    const permit = mustBePayable("upto", input, (permitted, required) => {
      must(shared["phase"] === "settle" ? required <= permitted : required === permitted, "the required amount does not fit the permitted one");
      return required;
    });
    must(permit.facilitator !== undefined && sameBytes(permit.facilitator, addressOf(shared["facilitator"], "facilitator")), "the witness names another facilitator");
    return undefined;
  });
