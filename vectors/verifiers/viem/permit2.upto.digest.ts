import type { Verifier } from "../verifier.ts";
import { hashesOf, permitOf } from "./_permit2.ts";
import { answer } from "./_read.ts";

/** Answers `permit2.upto.digest`. */
export const verifier: Verifier = ({ input }) => answer(() => hashesOf(permitOf("upto", input["authorization"]), input["network"]));
