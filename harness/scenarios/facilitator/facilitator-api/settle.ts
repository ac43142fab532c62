import type { PaymentMethod } from "../../../methods/method.ts";
import { type Envelope, facilitatorScenario, type FacilitatorSeat } from "../../../seats/facilitator-seat.ts";
import { needsVerified, UnsupportedCase } from "../../unsupported-case.ts";

/** What /settle does with payments that were never verified, and with many at once. */

const INVALID: readonly { readonly id: string; readonly title: string; readonly about?: PaymentMethod["verified"][number]; readonly make: (seat: FacilitatorSeat) => Promise<Envelope> }[] = [
  { id: "forged", title: "a forged payment", make: async (seat) => await seat.forgery() },
  { id: "expired", title: "an expired payment", about: "expired", make: async (seat) => await seat.payment({ expired: true }) },
  { id: "underpaid", title: "a payment of less than is required", about: "amount", make: async (seat) => await seat.payment({ amount: 9_999n }) },
  { id: "astray", title: "a payment to somebody else", about: "recipient", make: async (seat) => await seat.payment({ recipient: seat.wallet("stranger").address }) },
  { id: "unfunded", title: "a payment the payer cannot fund", about: "funds", make: async (seat) => await seat.payment({ payer: "stranger" }) },
];

const PAYERS = Array.from({ length: 20 }, (_, index) => `payer-${index}`);

export const scenarios = [
  ...INVALID.map(({ id, title, about, make }) =>
    facilitatorScenario({
      id: `facilitator/facilitator-api/settle-unverified/${id}`,
      title: `Verify ${title}, send another straight to /settle, then settle a good one`,
      async drive(seat) {
        needsVerified({ method: seat.method, about });
        await seat.verify(await seat.payment(), "control");
        await seat.verify(await make(seat), "edited");
        await seat.settle(await make(seat), "settle-invalid");
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
      if (seat.method.refusedAt === "settle") throw new UnsupportedCase(`A facilitator may settle no more than so many payments by ${seat.method.id} at a time: nothing stands before that`);
      await seat.controls();
      const payments = await Promise.all(PAYERS.map(async (payer) => await seat.payment({ payer })));
      await seat.ripen(...payments);
      await Promise.all(payments.map(async (payment) => await seat.settle(payment, "settle")));
      await seat.observe();
    },
  }),
];
