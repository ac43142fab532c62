import { edited, type Envelope, facilitatorScenario, type FacilitatorSeat } from "../../../seats/facilitator-seat.ts";

/** Members nobody named and text beyond ASCII. */

/** Verifies and settles payments that are good and open, between others that are plain. */
async function driveOpen(seat: FacilitatorSeat, open: (copy: Envelope) => void): Promise<void> {
  await seat.controls();
  await seat.settleGood("settle-control");
  await seat.verify(edited(await seat.payment(), open), "open-verify");
  await seat.settleGood("settle", open);
  // Whether payments are still let in at all, where their number is limited and nothing tells that before they are settled.
  if (seat.method.refusedAt === "settle") await seat.settleGood("settle-after");
  await seat.collect();
  await seat.observe();
}

export const scenarios = [
  facilitatorScenario({
    id: "facilitator/core-types/unknown-members",
    title: "Verify and settle payments with vendor members wherever there may be some",
    async drive(seat) {
      await driveOpen(seat, (copy) => {
        const { paymentPayload, paymentRequirements } = copy;
        const places: readonly object[] = [copy, paymentPayload, paymentPayload.accepted, paymentRequirements, ...(seat.method.closedPayload === true ? [] : [paymentPayload.payload])];
        for (const place of places) Object.assign(place, { "x-vendor-note": { kept: true } });
        paymentPayload.extensions = { "conformance-vendor": { info: { marker: 1 }, schema: { type: "object" } } };
      });
    },
  }),
  facilitatorScenario({
    id: "facilitator/core-types/utf8",
    title: "Verify and settle payments whose resource is described in many scripts",
    async drive(seat) {
      await driveOpen(seat, (copy) => {
        copy.paymentPayload.resource = { url: "https://conformance.example/x402/unicode", description: "Zażółć gęślą jaźń — 支払い 💸 \u2028", mimeType: "application/json" };
      });
    },
  }),
];
