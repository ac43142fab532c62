import { facilitatorScenario, type FacilitatorSeat, type PaymentOptions } from "../../../seats/facilitator-seat.ts";

/** What /settle does with payments that were never verified, and with many at once. */

const INVALID: readonly { readonly id: string; readonly title: string; readonly bend: (seat: FacilitatorSeat) => PaymentOptions}[] = [
  { id: "forged", title: "a forged payment", bend: () => ({ signedBy: "stranger" }) },
  { id: "expired", title: "an expired payment", bend: () => ({ expired: true }) },
  { id: "underpaid", title: "a payment of less than is required", bend: () => ({ amount: 9_999n }) },
  { id: "astray", title: "a payment to somebody else", bend: (seat) => ({ recipient: seat.wallet("stranger").address }) },
  { id: "unfunded", title: "a payment the payer cannot fund", bend: () => ({ payer: "stranger" }) },
];

const PAYERS = Array.from({ length: 20 }, (_, index) => `payer-${index}`);

export const scenarios = [
  ...INVALID.map(({ id, title, bend }) =>
    facilitatorScenario({
      id: `facilitator/facilitator-api/settle-unverified/${id}`,
      title: `Verify ${title}, send another straight to /settle, then settle a good one`,
      async drive(seat) {
        await seat.verify(await seat.payment(), "control");
        await seat.verify(await seat.payment(bend(seat)), "edited");
        await seat.settle(await seat.payment(bend(seat)), "settle-invalid");
        await seat.settleGood("settle");
        await seat.observe();
      },
    }),
  ),
  facilitatorScenario({
    id: "facilitator/facilitator-api/settle-distinct",
    title: "Settle twenty payments of twenty payers at once",
    instance: "fresh",
    wallets: { payer: { balance: 1_000_000n }, ...Object.fromEntries(PAYERS.map((name) => [name, { balance: 1_000_000n }])) },
    async drive(seat) {
      await seat.verify(await seat.payment(), "control");
      await seat.verify(await seat.payment({ signedBy: "stranger" }), "forged");
      const payments = await Promise.all(PAYERS.map(async (payer) => await seat.payment({ payer })));
      await Promise.all(payments.map(async (payment) => await seat.settle(payment, "settle")));
      await seat.observe();
    },
  }),
];
