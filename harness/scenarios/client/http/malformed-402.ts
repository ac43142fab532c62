import { encodeHeader } from "../../../../simulators/transports/http/header-codec.ts";
import type { PaymentRequiredOptions } from "../../../seats/client-offers.ts";
import { clientScenario } from "../../../seats/client-seat.ts";

/**
 * Signals that cannot be read. Only what no reading makes whole: url-safe or unpadded base64, a version
 * in quotes or an amount as a number can be understood, and nobody is blamed for understanding them.
 */
type Variant = Pick<PaymentRequiredOptions, "edit" | "encode">;

const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");
const firstOffer = (message: Record<string, unknown>): Record<string, unknown> => (message["accepts"] as readonly Record<string, unknown>[])[0] ?? {};
const editOffer =
  (edit: (offer: Record<string, unknown>) => Record<string, unknown>) =>
  (message: Record<string, unknown>): unknown => ({ ...message, accepts: [edit({ ...firstOffer(message) })] });
const omit = (name: string, from: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(from).filter(([member]) => member !== name));
const without = (name: string): Variant => ({ edit: editOffer((offer) => omit(name, offer)) });
const amount = (value: string): Variant => ({ edit: editOffer((offer) => ({ ...offer, amount: value })) });

const VARIANTS: Readonly<Record<string, Variant>> = {
  "encoding-not-base64": { encode: () => "{this is not base64}" },
  "encoding-not-json": { encode: () => base64("this is not JSON") },
  "encoding-truncated-after-offer": { encode: (message) => base64(JSON.stringify(message).slice(0, -2)) },
  "encoding-truncated-in-half": { encode: (message) => encodeHeader(message).slice(0, 120) },
  "encoding-empty": { encode: () => "" },
  "shape-array": { edit: ({ accepts }) => accepts },
  "shape-text": { edit: () => "exact" },
  "shape-null": { edit: () => null },
  "shape-without-accepts": { edit: (message) => omit("accepts", message) },
  "shape-accepts-null": { edit: (message) => ({ ...message, accepts: null }) },
  "shape-accepts-object": { edit: (message) => ({ ...message, accepts: firstOffer(message) }) },
  "shape-accepts-empty": { edit: (message) => ({ ...message, accepts: [] }) },
  "shape-offer-null": { edit: (message) => ({ ...message, accepts: [null] }) },
  "shape-without-amount": without("amount"),
  "shape-without-pay-to": without("payTo"),
  "shape-without-asset": without("asset"),
  "shape-without-network": without("network"),
  "shape-without-scheme": without("scheme"),
  "shape-amount-negative": amount("-10000"),
  "shape-amount-decimal": amount("0.01"),
  "shape-amount-word": amount("ten thousand"),
  "version-3": { edit: (message) => ({ ...message, x402Version: 3 }) },
  "version-1": { edit: (message) => ({ ...message, x402Version: 1 }) },
  "version-1-object": {
    edit: (message) => ({ x402Version: 1, error: "Payment required", accepts: [{ ...firstOffer(message), network: "base-sepolia", maxAmountRequired: firstOffer(message)["amount"], amount: undefined }] }),
  },
  "version-missing": { edit: (message) => omit("x402Version", message) },
};

export const scenarios = [
  clientScenario({
    id: "client/http/malformed-402",
    title: "Answers 402 with a PAYMENT-REQUIRED that cannot be read",
    async drive(seat) {
      await seat.fetch({ as: "good" });
      for (const [as, signal402] of Object.entries(VARIANTS)) await seat.fetch({ as, signal402 });
    },
  }),
];
