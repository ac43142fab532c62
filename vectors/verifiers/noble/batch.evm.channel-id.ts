import type { Verifier } from "../verifier.ts";
import { batchDomain, channelId } from "./_batch-evm.ts";
import { hexOf, objectOf } from "./_evm.ts";
import { judged } from "./_judged.ts";

/** Answers `batch.evm.channel-id`. */
export const verifier: Verifier = ({ shared, input }) =>
  judged(() => ({ channelId: hexOf(channelId(batchDomain({ domain: shared["domain"], contract: input["contract"], network: input["network"] }), objectOf(input["channelConfig"], "channelConfig"))) }));
