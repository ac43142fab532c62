import type { Verifier } from "../verifier.ts";
import { hashesOf, permitOf } from "./_permit2.ts";
import { answer } from "./_read.ts";

/** Answers `permit2.exact.digest`. */
export const verifier: Verifier = ({ input }) => answer(() => hashesOf(permitOf("exact", input["authorization"]), input["network"]));
