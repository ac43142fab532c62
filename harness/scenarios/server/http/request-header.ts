import { encodeHeader } from "../../../../simulators/transports/http/header-codec.ts";
import { serverScenario } from "../../../seats/server-seat.ts";

/** What can stand in, or go wrong with, the header that carries a payment. */

const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");

export const scenarios = [
  serverScenario({
    id: "server/http/header-case",
    title: "Pays with the payment header's name in upper, lower and mixed case",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good", paymentHeader: "PAYMENT-SIGNATURE" });
      await seat.pay({ as: "lower-case", paymentHeader: "payment-signature" });
      await seat.pay({ as: "mixed-case", paymentHeader: "Payment-Signature" });
    },
  }),
  serverScenario({
    id: "server/http/malformed-header",
    title: "Sends payment headers that do not decode",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      const whole = encodeHeader(await seat.payment());
      const values: Readonly<Record<string, string>> = {
        "not-base64": "!!!",
        "not-json": base64("this is not JSON"),
        truncated: whole.slice(0, Math.floor(whole.length / 8) * 4),
      };
      for (const [as, value] of Object.entries(values)) await seat.request({ as: `malformed-${as}`, headers: [["PAYMENT-SIGNATURE", value]] });
      await seat.request({ as: "empty-value", headers: [["PAYMENT-SIGNATURE", ""]] });
    },
  }),
  serverScenario({
    id: "server/http/two-payments",
    title: "Sends two payment headers with a good payment each",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      const [first, second] = [await seat.payment(), await seat.payment()];
      await seat.request({ as: "two-payments", headers: [["PAYMENT-SIGNATURE", encodeHeader(first)], ["PAYMENT-SIGNATURE", encodeHeader(second)]] });
    },
  }),
  serverScenario({
    id: "server/http/both-versions",
    title: "Sends a payment of version 1 beside one of version 2, and one of version 2 in the header of version 1",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      const [payment, other] = [await seat.payment(), await seat.payment()];
      const legacy = { x402Version: 1, scheme: other.accepted["scheme"], network: "base-sepolia", payload: other.payload };
      await seat.request({ as: "both", payment, headers: [["X-PAYMENT", encodeHeader(legacy)]] });
      await seat.request({ as: "x-payment-alone", headers: [["X-PAYMENT", encodeHeader(await seat.payment())]] });
    },
  }),
  serverScenario({
    id: "server/http/oversize-header",
    title: "Sends a payment header of 64 KB that is no payment, then pays",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.request({ as: "oversize", headers: [["PAYMENT-SIGNATURE", base64(JSON.stringify({ x402Version: 2, filler: "x".repeat(48 * 1024) }))]] });
      await seat.pay({ as: "good" });
    },
  }),
];
