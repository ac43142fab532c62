import type { Verifier } from "../verifier.ts";
import { digestOf, domainOf } from "./_batch-evm.ts";
import { answer, members } from "./_read.ts";

/** Answers `batch.evm.digest`. */
export const verifier: Verifier = ({ shared, input }) =>
  answer(() => ({ digest: digestOf(domainOf({ domain: shared["domain"], contract: shared["contract"], network: shared["network"] }), input["primaryType"], members(input["message"])) }));
