import type { Verifier } from "../verifier.ts";
import { channelId, configOf, domainOf } from "./_batch-evm.ts";
import { answer } from "./_read.ts";

/** Answers `batch.evm.channel-id`. */
export const verifier: Verifier = ({ shared, input }) =>
  answer(() => ({ channelId: channelId(domainOf({ domain: shared["domain"], contract: input["contract"], network: input["network"] }), configOf(input["channelConfig"])) }));
