import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

type Offer = { readonly scheme?: unknown; readonly network?: unknown; readonly amount?: unknown; readonly asset?: unknown; readonly extra?: { readonly paymentFlow?: unknown } };
type Client = { readonly can: readonly { readonly scheme: string; readonly network: string }[]; readonly flows: readonly string[]; readonly cap?: Readonly<Record<string, string>> };

/** Whether one number in decimal is at most another; both without leading zeros. */
const atMost = (amount: string, limit: string): boolean => amount.length < limit.length || (amount.length === limit.length && amount <= limit);

/** Answers `offer.select` with the first offer that passes every test, and among those one under the default flow. */
export const verifier: Verifier = ({ shared, input }) => {
  const client = shared as Client;
  const payable = (input["accepts"] as readonly Offer[]).flatMap((offer, index) => {
    const { scheme, network, amount, asset, extra } = offer;
    if (!client.can.some((pair) => pair.scheme === scheme && pair.network === network)) return [];
    if (typeof amount !== "string" || typeof asset !== "string") return [];
    const flow = extra?.paymentFlow ?? "authorization";
    if (typeof flow !== "string" || !client.flows.includes(flow)) return [];
    const limit = client.cap?.[asset];
    if (limit !== undefined && !atMost(amount, limit)) return [];
    return [{ index, flow }];
  });
  const chosen = payable.find(({ flow }) => flow === "authorization") ?? payable[0];
  return chosen === undefined ? refused("no offer can be paid") : accepted({ index: chosen.index });
};
