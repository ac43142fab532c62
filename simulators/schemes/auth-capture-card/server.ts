import { canonicalJson } from "../../json.ts";
import type { CreateSchemeServer } from "../scheme.ts";
import { createServerBends } from "./server-bends.ts";
import { isCardNetwork, isCurrency, isPaymentId, parseCaptureDeadline, parseMinorUnits, parsePsp } from "./terms.ts";

/** Server half of scheme `auth-capture` on cards: scheme_auth_capture_card.md 4.2, 4.3, 4.6 and 6.1. */

export const createServer: CreateSchemeServer = ({ faults }) => {
  const bends = createServerBends({ faults });
  return {
    scheme: "auth-capture",
    supports: isCardNetwork,
    flows: ["escrow"],
    needsKind: true,
    offer({ requirements, kind }) {
      const { network, asset, amount, payTo, extra = {} } = requirements;
      const listed = textsIn(kind?.extra?.["psps"]);
      // Where there is but one, it is meant; the merchant's account is at one PSP, so of several none can be guessed.
      const psp = extra["psp"] ?? (listed.length === 1 ? listed[0] : undefined);
      const expect = (holds: boolean, expected: string, found: unknown): void => {
        if (!holds) throw new Error(`auth-capture on cards needs ${expected}, found ${JSON.stringify(found)}`);
      };
      expect(isCardNetwork(network), "card:<card network> as network", network);
      expect(isCurrency(asset), "the alphabetic ISO 4217 code of a currency as asset", asset);
      expect(parseMinorUnits(amount) !== undefined, "an amount in minor units of the currency, above 0 and within a JSON integer", amount);
      expect(payTo !== "", "the merchant's account at the PSP as payTo", payTo);
      expect(parsePsp({ psp }) !== undefined, "the PSP's name in small letters in extra.psp", psp);
      expect(kind === undefined || listed.includes(String(psp)), `extra.psp to be one the facilitator can use on ${network}, which are ${listed.join(", ") || "none"}`, psp);
      expect(extra["paymentFlow"] === undefined || extra["paymentFlow"] === "escrow", "extra.paymentFlow to be escrow", extra["paymentFlow"]);
      expect(parseCaptureDeadline(extra).ok, "extra.captureDeadline to be Unix seconds", extra["captureDeadline"]);
      return bends.offer({ requirements: { ...requirements, extra: { ...extra, psp, paymentFlow: "escrow" } }, listed });
    },
    // The payment's identity, 4.4 and 4.5. The token tells nothing: another one under the same identity is no other payment.
    replayKey: ({ payload, accepted }) => (isPaymentId(payload["paymentId"]) ? `${accepted.payTo}/${payload["paymentId"]}` : canonicalJson(payload)),
    refuses({ payload }) {
      return Object.hasOwn(payload, "type") && !bends.passesOperationsOn() ? "operations of a payment's lifecycle are the server's own" : undefined;
    },
    delivers: ({ settlement }) => settlement.success || bends.deliversAnyway(settlement),
    awaits: ({ settlement }) => settlement.errorReason === "settlement_pending" || settlement.errorReason === "unexpected_settle_error",
    finalize({ payment, requirements, charge: asked }) {
      const held = parseMinorUnits(requirements.amount) ?? 0n;
      const charge = bends.charge({ held, charge: asked === undefined ? undefined : asked < held ? asked : held });
      const paymentId = payment.payload["paymentId"];
      // Nothing to take is a void: a capture is for more than nothing.
      const payload = charge === undefined || charge <= 0n ? { type: "void", paymentId } : { type: "capture", paymentId, amount: charge.toString() };
      return bends.finalization({ payment: { x402Version: payment.x402Version, accepted: payment.accepted, payload }, requirements });
    },
  };
};

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}
