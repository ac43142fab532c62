import { edited } from "../../../seats/facilitator-seat.ts";
import { type Bank, type BankScenario, type BankSeat, onBanks, SCT_INST } from "./banks.ts";
import { ask, type BankEnvelope, type BankPayment, look, pass, pay, settle, terms, until } from "./drive.ts";

/** One payment presented again and again: bank-payments.md, 6.4 and 6.5. */

const TIMES = 20;

async function atOnce(seat: BankSeat, payment: BankEnvelope, as = "settle"): Promise<void> {
  await Promise.all(Array.from({ length: TIMES }, async () => await seat.settle(payment, as)));
  await look(seat);
}

/** What a payment is presented with that is not its own. */
const CONFLICTS: readonly { readonly id: string; readonly title: string; readonly only?: Bank["area"]; readonly make: (seat: BankSeat, bank: Bank, first: BankEnvelope) => Promise<BankEnvelope> }[] = [
  { id: "token", title: "another token", make: async (seat, bank, first) => await pay(seat, bank, { paymentId: first.paymentPayload.payload.paymentId }) },
  { id: "amount", title: "another amount", make: async (_seat, _bank, first) => await Promise.resolve(reworded(first, { amount: "10001" })) },
  { id: "psp", title: "another PSP", make: async (seat, bank, first) => await Promise.resolve(reworded(first, { extra: terms(seat, { rail: bank.debit, psp: "otherpay" }).extra })) },
  { id: "rail", title: "the other rail", only: "exact-sepa", make: async (seat, bank, first) => await pay(seat, bank, { rail: SCT_INST, paymentId: first.paymentPayload.payload.paymentId }) },
];

function reworded(first: BankEnvelope, change: Readonly<Record<string, unknown>>): BankEnvelope {
  return edited(first, (copy) => {
    copy.paymentRequirements = { ...copy.paymentRequirements, ...change };
    copy.paymentPayload.accepted = { ...copy.paymentRequirements };
  });
}

const again = (bank: Bank, options: { readonly id: string; readonly title: string; readonly payment: BankPayment; readonly over: "refused" | "returned" }): BankScenario => ({
  id: `no-resubmit/${options.id}`,
  title: `Settle ${options.title}, and its payload again, at once and days later`,
  async drive(seat) {
    await seat.verify(await pay(seat, bank, options.payment.rail === undefined ? {} : { rail: options.payment.rail }), "control");
    const payment = await pay(seat, bank, options.payment);
    await settle(seat, payment);
    await until(seat, payment, options.over);
    await look(seat);
    seat.mark("over", { token: payment.paymentPayload.payload.token, state: options.over });
    await settle(seat, payment, "settle-again");
    await pass(seat, { days: 3 });
    await settle(seat, payment, "settle-again");
  },
});

export const scenarios = onBanks((bank) => [
  {
    id: "once-settled/sequence",
    title: "Settle a debit's payload twice before it has settled, and three times after, to be delivered when settled",
    async drive(seat) {
      await seat.verify(await pay(seat, bank), "control");
      const payment = await pay(seat, bank);
      await settle(seat, payment);
      await settle(seat, payment);
      await until(seat, payment, "settled");
      for (let time = 0; time < 3; time += 1) await settle(seat, payment);
    },
  },
  {
    id: "once-settled/at-once",
    title: `Settle a debit, and its payload ${TIMES} times at once when it has settled, to be delivered then`,
    async drive(seat) {
      await seat.verify(await pay(seat, bank), "control");
      const payment = await pay(seat, bank);
      await settle(seat, payment);
      await until(seat, payment, "settled");
      await look(seat);
      await atOnce(seat, payment);
    },
  },
  ...(bank.other === undefined
    ? []
    : [
        {
          id: "once-settled/instant-at-once",
          title: `Settle an instant transfer ${TIMES} times at once`,
          async drive(seat: BankSeat) {
            await seat.verify(await pay(seat, bank, { rail: SCT_INST }), "control");
            await atOnce(seat, await pay(seat, bank, { rail: SCT_INST }));
          },
        },
      ]),
  {
    id: "once-accepted/sequence",
    title: "Settle a debit's payload twice before it has settled, and twice after, to be delivered when accepted",
    async drive(seat) {
      await seat.verify(await pay(seat, bank, { deliverOn: "accepted" }), "control");
      const payment = await pay(seat, bank, { deliverOn: "accepted" });
      for (let time = 0; time < 2; time += 1) await settle(seat, payment);
      await until(seat, payment, "settled");
      for (let time = 0; time < 2; time += 1) await settle(seat, payment);
    },
  },
  {
    id: "once-accepted/at-once",
    title: `Settle a debit's payload ${TIMES} times at once, and again when it has settled, to be delivered when accepted`,
    async drive(seat) {
      await seat.verify(await pay(seat, bank, { deliverOn: "accepted" }), "control");
      const payment = await pay(seat, bank, { deliverOn: "accepted" });
      await atOnce(seat, payment);
      await until(seat, payment, "settled");
      await settle(seat, payment);
    },
  },
  {
    id: "verify-started",
    title: "Verify a payment to be delivered when accepted, settle it, and verify it again",
    async drive(seat) {
      const payment = await pay(seat, bank, { deliverOn: "accepted" });
      await seat.verify(payment, "control");
      await settle(seat, payment);
      await seat.verify(payment, "verify-again");
    },
  },
  ...CONFLICTS.filter(({ only }) => only === undefined || only === bank.area).map(({ id, title, make }): BankScenario => ({
    id: `dedup-conflict/${id}`,
    title: `Settle a debit, then its paymentId with ${title}, and ask for the status of the first`,
    async drive(seat) {
      await seat.verify(await pay(seat, bank), "control");
      const first = await pay(seat, bank);
      await settle(seat, first);
      await settle(seat, await make(seat, bank, first), "settle-edited");
      await ask(seat, first);
    },
  })),
  {
    id: "dedup-scope",
    title: "Settle a debit, and one to another merchant under the same paymentId",
    async drive(seat) {
      const [, other] = seat.servers;
      await seat.verify(await pay(seat, bank), "control");
      const first = await pay(seat, bank);
      const { paymentId } = first.paymentPayload.payload;
      await settle(seat, first);
      const second = await pay(seat, bank, { paymentId, terms: (offer) => ({ ...offer, payTo: other?.account ?? "" }) });
      await seat.asServer(other?.credential ?? null).settle(second, "settle-other");
      await look(seat);
    },
  },
  again(bank, { id: "refused", title: "a debit that the provider turns down", payment: { as: bank.turnedDown }, over: "refused" }),
  again(bank, { id: "returned", title: `a debit that comes back as ${bank.penniless.code}`, payment: { as: bank.penniless.instrument }, over: "returned" }),
  again(bank, { id: "returned-accepted", title: `a debit to be delivered when accepted that comes back as ${bank.penniless.code}`, payment: { as: bank.penniless.instrument, deliverOn: "accepted" }, over: "returned" }),
  ...(bank.other === undefined ? [] : [again(bank, { id: "refused-instant", title: "an instant transfer that is rejected", payment: { rail: SCT_INST, as: "sepa_instant_reject_ac04" }, over: "refused" })]),
]);

