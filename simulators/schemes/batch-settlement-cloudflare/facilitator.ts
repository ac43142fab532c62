import type { CreateSchemeFacilitator } from "../scheme.ts";
import { createJudge } from "./judge.ts";
import { SCHEME, VERSION } from "./terms.ts";

/**
 * Verification and settlement in the form of a facilitator's half. The text has none: the resource server does both, in
 * process, for the message signature of a request is not to be seen over /verify and /settle. Of payments whose request is
 * not handed over it says that they are not signed.
 */
export const createFacilitator: CreateSchemeFacilitator = ({ effects, faults, network, chain }) => ({
  scheme: SCHEME,
  network,
  kind: () => ({ x402Version: 2, scheme: SCHEME, network: network as `${string}:${string}`, extra: { version: VERSION } }),
  signers: () => ({}),
  ...createJudge({ effects, faults, url: chain.rpcUrl }),
});
