import type { Verifier } from "../verifier.ts";
import { identity } from "./_auth-capture.ts";
import { answer } from "./_read.ts";

/** Answers `auth-capture.evm.identity`. */
export const verifier: Verifier = ({ input }) => answer(() => identity({ network: input["network"], escrow: input["escrow"], info: input["paymentInfo"] }));
