import type { PaymentJson } from "../../../seats/server-payment.ts";
import { serverScenario } from "../../../seats/server-seat.ts";

type Edit = (payment: PaymentJson) => void;

const drop =
  (name: string): Edit =>
  (payment) =>
    void Reflect.deleteProperty(payment, name);
const dropTerm =
  (name: string): Edit =>
  (payment) =>
    void Reflect.deleteProperty(payment.accepted, name);
const set =
  (name: string, value: unknown): Edit =>
  (payment) =>
    void Reflect.set(payment, name, value);
const setTerm =
  (name: string, value: unknown): Edit =>
  (payment) =>
    void (payment.accepted[name] = value);

/** Required members only: what a server makes of a wrong optional one is its own affair. */
const EDITS: Readonly<Record<string, Edit>> = {
  "without-version": drop("x402Version"),
  "without-accepted": drop("accepted"),
  "without-payload": drop("payload"),
  "without-scheme": dropTerm("scheme"),
  "without-network": dropTerm("network"),
  "without-amount": dropTerm("amount"),
  "without-asset": dropTerm("asset"),
  "without-pay-to": dropTerm("payTo"),
  "without-max-timeout": dropTerm("maxTimeoutSeconds"),
  "accepted-null": set("accepted", null),
  "accepted-array": set("accepted", []),
  "accepted-string": set("accepted", "exact"),
  "payload-null": set("payload", null),
  "payload-string": set("payload", "0x00"),
  "payload-array": set("payload", []),
  "scheme-number": setTerm("scheme", 1),
  "network-number": setTerm("network", 84532),
  "amount-number": (payment) => void (payment.accepted["amount"] = Number(payment.accepted["amount"])),
  "asset-null": setTerm("asset", null),
  "pay-to-null": setTerm("payTo", null),
};

export const scenarios = [
  serverScenario({
    id: "server/http/malformed-payload",
    title: "Sends payments that lack a required member or have one of another type",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      const notObjects: Readonly<Record<string, unknown>> = { "json-string": "a string", "json-array": [], "json-null": null };
      for (const [name, payment] of Object.entries(notObjects)) await seat.request({ as: `malformed-${name}`, payment });
      for (const [name, edit] of Object.entries(EDITS)) await seat.pay({ as: `malformed-${name}`, edit });
    },
  }),
];
