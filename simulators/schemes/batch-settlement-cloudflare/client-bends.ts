import { defineFaults, type FaultSet, faultPoints } from "../../faults.ts";

/** The faults of the client half. */

export const faults = defineFaults({
  "client.batch-settlement-cloudflare.amount-missing": { role: "client", bug: "BUG: commits to no amount" },
  "client.batch-settlement-cloudflare.amount-number": { role: "client", bug: "BUG: writes the amount of its commitment as a JSON number" },
  "client.batch-settlement-cloudflare.amount-less": { role: "client", bug: "BUG: commits to one cent less than it accepts" },
  "client.batch-settlement-cloudflare.asset-small": { role: "client", bug: "BUG: writes the currency of its commitment in small letters" },
  "client.batch-settlement-cloudflare.signature-embedded": { role: "client", bug: "BUG: puts signature and agent into the payload" },
  "client.batch-settlement-cloudflare.timeout-needed": { role: "client", bug: "BUG: does not pay an offer on cloudflare:402 that gives it no time" },
});

export interface ClientBends {
  payload(options: { payload: { readonly amount: string; readonly asset: string }; agent: string }): Record<string, unknown>;
  refusesTimeless(maxTimeoutSeconds: number | undefined): boolean;
}

export function createClientBends(options: { faults: FaultSet }): ClientBends {
  const fault = faultPoints({ declared: faults, active: options.faults });
  return {
    payload({ payload, agent }) {
      const { amount, asset } = payload;
      return {
        ...(fault("client.batch-settlement-cloudflare.amount-missing")
          ? {}
          : { amount: fault("client.batch-settlement-cloudflare.amount-number") ? Number(amount) : fault("client.batch-settlement-cloudflare.amount-less") ? String(BigInt(amount) - 1n) : amount }),
        asset: fault("client.batch-settlement-cloudflare.asset-small") ? asset.toLowerCase() : asset,
        ...(fault("client.batch-settlement-cloudflare.signature-embedded") ? { signatureAgent: agent, signature: "c2lnbmVkIGFib3Zl" } : {}),
      };
    },
    refusesTimeless: (maxTimeoutSeconds) => !((maxTimeoutSeconds ?? 0) > 0) && fault("client.batch-settlement-cloudflare.timeout-needed"),
  };
}
