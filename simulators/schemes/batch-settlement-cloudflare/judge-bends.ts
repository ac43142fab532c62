import type { SettleResponse } from "../../../spec/types.ts";
import { defineFaults, type FaultSet, faultPoints } from "../../faults.ts";

/** The faults of verification and settlement. */

export const faults = defineFaults({
  "server.batch-settlement-cloudflare.unsigned-served": { role: "server", bug: "BUG: serves payments without a message signature" },
  "server.batch-settlement-cloudflare.signature-unverified": { role: "server", bug: "BUG: takes any message signature for a good one" },
  "server.batch-settlement-cloudflare.components-unread": { role: "server", bug: "BUG: does not look at what a message signature covers" },
  "server.batch-settlement-cloudflare.expiry-ignored": { role: "server", bug: "BUG: takes message signatures that are over" },
  "server.batch-settlement-cloudflare.agent-unasked": { role: "server", bug: "BUG: serves agents that the network does not know" },
  "server.batch-settlement-cloudflare.payload-unread": { role: "server", bug: "BUG: looks at accepted alone, and not at what the payload says" },
  "server.batch-settlement-cloudflare.reason-of-own": { role: "server", bug: "BUG: refuses by codes that the text does not list" },
  "server.batch-settlement-cloudflare.response-without-amount": { role: "server", bug: "BUG: leaves the amount out of PAYMENT-RESPONSE" },
  "server.batch-settlement-cloudflare.response-without-asset": { role: "server", bug: "BUG: leaves the currency out of PAYMENT-RESPONSE" },
  "server.batch-settlement-cloudflare.timestamp-missing": { role: "server", bug: "BUG: does not say in PAYMENT-RESPONSE when it was paid" },
  "server.batch-settlement-cloudflare.timestamp-text-at-top": { role: "server", bug: "BUG: writes the timestamp at the top of PAYMENT-RESPONSE as a date" },
  "server.batch-settlement-cloudflare.timestamp-text-in-extra": { role: "server", bug: "BUG: writes the timestamp in extra of PAYMENT-RESPONSE as a date" },
  "server.batch-settlement-cloudflare.payer-merchant": { role: "server", bug: "BUG: names the merchant as payer" },
});

/** Each asked where its answer decides. */
export interface JudgeBends {
  takesUnsigned(): boolean;
  takesWrongSignature(): boolean;
  takesUncovered(): boolean;
  takesStale(): boolean;
  takesUnknown(): boolean;
  takesOtherPayload(): boolean;
  reason(reason: string): string;
  response(response: SettleResponse): SettleResponse;
}

export function createJudgeBends(options: { faults: FaultSet }): JudgeBends {
  const fault = faultPoints({ declared: faults, active: options.faults });
  return {
    takesUnsigned: () => fault("server.batch-settlement-cloudflare.unsigned-served"),
    takesWrongSignature: () => fault("server.batch-settlement-cloudflare.signature-unverified"),
    takesUncovered: () => fault("server.batch-settlement-cloudflare.components-unread"),
    takesStale: () => fault("server.batch-settlement-cloudflare.expiry-ignored"),
    takesUnknown: () => fault("server.batch-settlement-cloudflare.agent-unasked"),
    takesOtherPayload: () => fault("server.batch-settlement-cloudflare.payload-unread"),
    reason: (reason) => (fault("server.batch-settlement-cloudflare.reason-of-own") ? `cf_${reason}` : reason),
    response(response) {
      const { amount, extra, ...rest } = response;
      const { asset, timestamp, ...core } = rest as typeof rest & { asset: unknown; timestamp: unknown };
      return {
        ...core,
        ...(fault("server.batch-settlement-cloudflare.response-without-amount") ? {} : { amount }),
        ...(fault("server.batch-settlement-cloudflare.response-without-asset") ? {} : { asset }),
        ...(fault("server.batch-settlement-cloudflare.timestamp-missing")
          ? {}
          : {
              timestamp: fault("server.batch-settlement-cloudflare.timestamp-text-at-top") ? asDate(timestamp) : timestamp,
              extra: fault("server.batch-settlement-cloudflare.timestamp-text-in-extra") ? { timestamp: asDate(timestamp) } : extra,
            }),
        ...(fault("server.batch-settlement-cloudflare.payer-merchant") ? { payer: "merchant" } : {}),
      } as SettleResponse;
    },
  };
}

function asDate(seconds: unknown): string {
  return new Date(Number(seconds) * 1000).toISOString();
}
