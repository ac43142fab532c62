import type { PaymentRequirements, SettleResponse } from "../../spec/types.ts";
import { defineFaults, type FaultSet, faultPoints } from "../faults.ts";
import { canonicalJson } from "../json.ts";
import type { CreateSchemeServer } from "../schemes/scheme.ts";
import { holdsCardNumber } from "./account-data.ts";
import type { BankNetwork } from "./network.ts";
import { createOfferBends } from "./offer-bends.ts";
import { FLOW_OF, type Oddity, readTerms } from "./terms.ts";

/** Server half of `exact` on networks of banks: experimental/bank-payments.md, 4 and 7. */

export const faults = defineFaults({
  "server.bank-payments.type-passed": { role: "server", bug: "BUG: passes on a payment over banks whose payload has a type" },
  "server.bank-payments.delivers-pending": { role: "server", bug: "BUG: delivers for a pending payment although the offer says settled" },
  "server.bank-payments.accepted-withheld": { role: "server", bug: "BUG: withholds the content of a pending payment although the offer says accepted" },
  "server.bank-payments.delivers-refused": { role: "server", bug: "BUG: delivers for payments that were refused or have come back" },
  "server.bank-payments.delivers-unknown": { role: "server", bug: "BUG: delivers for a settlement of which nobody knows whether it was accepted" },
  "server.bank-payments.delivers-duplicates": { role: "server", bug: "BUG: delivers again when the facilitator says that it was told to deliver already" },
  "server.bank-payments.pending-given-up": { role: "server", bug: "BUG: takes a pending payment for one that failed" },
  "server.bank-payments.unknown-given-up": { role: "server", bug: "BUG: takes a payment that nobody knows the outcome of for one that failed" },
  "server.bank-payments.replay-unguarded": { role: "server", bug: "BUG: takes every presentation of a payment over banks for another payment" },
  "server.bank-payments.inquiry-with-token": { role: "server", bug: "BUG: sends the client's token along when it asks for a status" },
  "server.bank-payments.inquiry-other-payto": { role: "server", bug: "BUG: asks for the status of a payment under another payTo" },
});

/** What a network's own faults make of an offer. */
export type OfferBend = (requirements: PaymentRequirements) => PaymentRequirements;

const EXPECTED: Readonly<Record<Oddity, string>> = {
  currency: "the network's currency as asset",
  amount: "a whole number of minor units above zero as amount",
  psp: "the PSP's name in small letters as extra.psp",
  rail: "one of the network's rails as extra.rail",
  "deliver-on": "accepted or settled as extra.deliverOn, which is the operator's to decide",
  pair: "the paymentFlow that belongs to extra.deliverOn",
  "rail-deliver-on": "a deliverOn that the rail has",
};

/** @param options.accountNumber of the network: whether a text is one */
export function createBankServer(options: { network: BankNetwork; isAccountNumber: (text: string) => boolean; bend?: (faults: FaultSet) => OfferBend }): CreateSchemeServer {
  const { network, isAccountNumber } = options;
  return ({ faults: active }) => {
    const fault = faultPoints({ declared: faults, active });
    const bend = createOfferBends({ faults: active, further: options.bend?.(active) });
    let presented = 0;
    return {
      scheme: "exact",
      supports: (name) => name === network.network,
      flows: ["authorization", "upfront"],
      needsKind: true,
      offer({ requirements, kind }) {
        const deliverOn = requirements.extra?.["deliverOn"];
        // What follows from the operator's decision is filled in.
        const flow = deliverOn === "accepted" || deliverOn === "settled" ? { paymentFlow: FLOW_OF[deliverOn] } : {};
        const offered: PaymentRequirements = { ...requirements, extra: { ...flow, ...requirements.extra } };
        const { terms, oddities } = readTerms({ network, requirements: offered });
        const expect = (holds: boolean, expected: string): void => {
          if (!holds) throw new Error(`exact on ${network.network} needs ${expected}, found ${JSON.stringify(offered)}`);
        };
        // First, and not shown: what is refused below is.
        if (isAccountNumber(terms.payTo) || holdsCardNumber({ payTo: terms.payTo })) throw new Error(`exact on ${network.network} needs the merchant's account at the PSP as payTo, found the number of an account`);
        for (const oddity of oddities) expect(false, EXPECTED[oddity]);
        const psps = network.announced({ extra: kind?.extra ?? {}, rail: terms.rail });
        expect(Array.isArray(psps) && psps.includes(terms.psp), `a PSP that the facilitator lists for ${terms.rail.name}, of ${JSON.stringify(psps)}`);
        return bend(offered);
      },
      refuses: ({ payload }) => (payload["type"] !== undefined && !fault("server.bank-payments.type-passed") ? "invalid_payload" : undefined),
      delivers: ({ settlement, requirements }) => settlement.success || deliversUnsettled({ settlement, requirements }),
      awaits({ settlement: { errorReason } }) {
        if (errorReason === "settlement_pending") return !fault("server.bank-payments.pending-given-up");
        return errorReason === "unexpected_settle_error" && !fault("server.bank-payments.unknown-given-up");
      },
      replayKey({ payload, accepted }) {
        presented += 1;
        const { paymentId } = payload;
        const key = typeof paymentId === "string" ? JSON.stringify([network.network, accepted.payTo, paymentId]) : canonicalJson(payload);
        return fault("server.bank-payments.replay-unguarded") ? `${key}${presented}` : key;
      },
      inquiry({ payment, requirements }) {
        const { token, paymentId } = payment.payload;
        const terms = fault("server.bank-payments.inquiry-other-payto") ? { ...requirements, payTo: `${requirements.payTo}x` } : requirements;
        const asked = { type: "status", paymentId, ...(fault("server.bank-payments.inquiry-with-token") ? { token } : {}) };
        return { payment: { ...payment, accepted: terms, payload: asked }, requirements: terms };
      },
    };

    function deliversUnsettled({ settlement: { errorReason }, requirements }: { settlement: SettleResponse; requirements: PaymentRequirements }): boolean {
      const { codes } = network;
      if (errorReason === "settlement_pending") {
        if (requirements.extra?.["deliverOn"] === "accepted") return !fault("server.bank-payments.accepted-withheld");
        return fault("server.bank-payments.delivers-pending");
      }
      return (
        ((errorReason === codes.refused || errorReason === codes.returned) && fault("server.bank-payments.delivers-refused")) ||
        (errorReason === "unexpected_settle_error" && fault("server.bank-payments.delivers-unknown")) ||
        (errorReason === "duplicate_settlement" && fault("server.bank-payments.delivers-duplicates"))
      );
    }
  };
}
