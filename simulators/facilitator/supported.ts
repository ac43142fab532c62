import type { NetworkId, SupportedKind, SupportedResponse } from "../../spec/types.ts";
import { defineFaults, type FaultSet, faultPoints } from "../faults.ts";
import type { SchemeFacilitator } from "../schemes/scheme.ts";

/** GET /supported: x402-specification-v2.md §7.3. */

export const faults = defineFaults({
  "facilitator.supported.signers-missing": { role: "facilitator", bug: "BUG: leaves signers out of /supported" },
  "facilitator.supported.network-legacy": { role: "facilitator", bug: "BUG: advertises base-sepolia where a CAIP-2 network belongs" },
  "facilitator.supported.signers-list": { role: "facilitator", bug: "BUG: gives each pattern of signers one string instead of a list" },
  "facilitator.supported.signers-uncovered": { role: "facilitator", bug: "BUG: names no signer for eip155" },
  "facilitator.supported.kind-unserved": { role: "facilitator", bug: "BUG: advertises eip155:8453 and refuses it as unsupported" },
});

export function supportedReply(options: { schemes: readonly SchemeFacilitator[]; extensions: readonly string[]; faults: FaultSet }): { status: number; body: SupportedResponse } {
  const { schemes, extensions } = options;
  const fault = faultPoints({ declared: faults, active: options.faults });
  const kinds: SupportedKind[] = schemes.map((half) => half.kind());
  if (fault("facilitator.supported.network-legacy")) kinds.push({ x402Version: 2, scheme: "exact", network: "base-sepolia" as NetworkId });
  if (fault("facilitator.supported.kind-unserved")) kinds.push({ x402Version: 2, scheme: "exact", network: "eip155:8453" });
  const signers: Record<string, string[]> = {};
  if (!fault("facilitator.supported.signers-uncovered")) {
    for (const [pattern, addresses] of schemes.flatMap((half) => Object.entries(half.signers()))) signers[pattern] = [...new Set([...(signers[pattern] ?? []), ...addresses])];
  }
  const flat = Object.fromEntries(Object.entries(signers).map(([pattern, addresses]) => [pattern, addresses[0]]));
  const body = { kinds, extensions, signers: fault("facilitator.supported.signers-list") ? flat : signers };
  if (fault("facilitator.supported.signers-missing")) return { status: 200, body: { kinds, extensions } as unknown as SupportedResponse };
  return { status: 200, body: body as SupportedResponse };
}
