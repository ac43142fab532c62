import { edited, facilitatorScenario } from "../../../seats/facilitator-seat.ts";

/** Members nobody named and text beyond ASCII. */
export const scenarios = [
  facilitatorScenario({
    id: "facilitator/core-types/unknown-members",
    title: "Verify and settle a payment with vendor members everywhere",
    async drive(seat) {
      await seat.controls();
      await seat.settleGood("settle-control");
      const open = edited(await seat.payment(), (copy) => {
        for (const place of [copy as unknown as Record<string, unknown>, copy.paymentPayload, copy.paymentPayload.accepted, copy.paymentRequirements, copy.paymentPayload.payload]) place["x-vendor-note"] = { kept: true };
        copy.paymentPayload.extensions = { "conformance-vendor": { info: { marker: 1 }, schema: { type: "object" } } };
      });
      await seat.verify(open, "open-verify");
      await seat.settle(open, "settle", { attempts: 3 });
      await seat.collect();
      await seat.observe();
    },
  }),
  facilitatorScenario({
    id: "facilitator/core-types/utf8",
    title: "Verify and settle a payment whose resource is described in many scripts",
    async drive(seat) {
      await seat.controls();
      await seat.settleGood("settle-control");
      const described = edited(await seat.payment(), (copy) => {
        copy.paymentPayload.resource = { url: "https://conformance.example/x402/unicode", description: "Zażółć gęślą jaźń — 支払い 💸 \u2028", mimeType: "application/json" };
      });
      await seat.verify(described, "open-verify");
      await seat.settle(described, "settle", { attempts: 3 });
      await seat.collect();
      await seat.observe();
    },
  }),
];
