import { addDays, type Day, weekday } from "../../../../simulators/rails/calendar/time-zone.ts";
import { type Bank, type BankReturn, type BankScenario, type BankSeat, onBanks, SCT_INST } from "./banks.ts";
import { ask, type BankPayment, type DeliverOn, look, pass, pay, pspOf, settle, timelineOf, until } from "./drive.ts";

/** What becomes of a payment, and how it is told: bank-payments.md, 6.3. */

const BOTH: readonly DeliverOn[] = ["accepted", "settled"];

/** From now on the providers send no events about the payer's payments. */
export function withoutEvents(seat: BankSeat): void {
  for (const { control } of seat.node.world.psps.values()) control.webhooks.hold({ payer: timelineOf(seat) });
}

const returned = (bank: Bank, { instrument, code }: BankReturn): BankScenario => ({
  id: `returned/${code.toLowerCase()}`,
  title: `Settle a debit that comes back as ${code}, and ask for the status when it has`,
  async drive(seat) {
    await seat.verify(await pay(seat, bank), "control");
    const payment = await pay(seat, bank, { as: instrument });
    await settle(seat, payment);
    await until(seat, payment, "returned");
    await ask(seat, payment);
  },
});

const late = (bank: Bank, { instrument, code }: BankReturn): BankScenario => ({
  id: `returned-late/${code.toLowerCase()}`,
  title: `Settle a debit, ask for the status when it has settled, and again weeks later when it came back as ${code}; no events are sent`,
  async drive(seat) {
    await seat.verify(await pay(seat, bank), "control");
    withoutEvents(seat);
    const payment = await pay(seat, bank, { as: instrument });
    await settle(seat, payment);
    await until(seat, payment, "settled");
    await ask(seat, payment, "status-settled");
    await until(seat, payment, "returned");
    await ask(seat, payment, "status-returned");
  },
});

const refused = (bank: Bank, options: { readonly id: string; readonly title: string; readonly payment: BankPayment }): BankScenario => ({
  id: `refused/${options.id}`,
  title: `Settle ${options.title}, and ask for the status`,
  async drive(seat) {
    const { rail, deliverOn } = options.payment;
    await seat.verify(await pay(seat, bank, { ...(rail === undefined ? {} : { rail }), ...(deliverOn === undefined ? {} : { deliverOn }) }), "control");
    const payment = await pay(seat, bank, options.payment);
    await settle(seat, payment);
    await until(seat, payment, "refused", 14);
    await ask(seat, payment);
  },
});

/** Days that are like no other to a rail: what is ordered then settles on a business day all the same. */
const MOMENTS: readonly { readonly id: string; readonly title: string; readonly time: "12:00" | "20:00"; readonly fits: (bank: Bank, day: Day) => boolean }[] = [
  { id: "friday", title: "on a Friday after the cut-off", time: "20:00", fits: ({ calendar }, day) => weekday(day) === 5 && calendar.isBusinessDay(day) },
  { id: "saturday", title: "on a Saturday", time: "12:00", fits: (_, day) => weekday(day) === 6 },
  { id: "holiday", title: "after the cut-off of the day before a holiday", time: "20:00", fits: ({ calendar }, day) => calendar.isBusinessDay(day) && weekday(day) < 5 && !calendar.isBusinessDay(addDays(day, 1)) },
];

async function goTo(seat: BankSeat, bank: Bank, { time, fits }: (typeof MOMENTS)[number]): Promise<void> {
  const { clock } = seat.node.world;
  const timeline = timelineOf(seat);
  let day = addDays(bank.calendar.dayAt(clock.now(timeline)), 1);
  while (!fits(bank, day)) day = addDays(day, 1);
  await clock.advanceTo({ timeline, time: bank.calendar.instant(day, time) });
}

export const scenarios = onBanks((bank) => [
  ...BOTH.map((deliverOn): BankScenario => ({
    id: `pending/${deliverOn}`,
    title: `Settle a debit to be delivered when ${deliverOn}, let no day pass, and ask for the status`,
    async drive(seat) {
      await seat.verify(await pay(seat, bank, { deliverOn }), "control");
      const payment = await pay(seat, bank, { deliverOn });
      await settle(seat, payment);
      await ask(seat, payment);
    },
  })),
  ...BOTH.map((deliverOn): BankScenario => ({
    id: `settled/${deliverOn}`,
    title: `Settle a debit to be delivered when ${deliverOn}, and ask for the status when it has settled`,
    async drive(seat) {
      await seat.verify(await pay(seat, bank, { deliverOn }), "control");
      const payment = await pay(seat, bank, { deliverOn });
      await settle(seat, payment);
      await until(seat, payment, "settled");
      await ask(seat, payment);
    },
  })),
  ...bank.returns.map((one) => returned(bank, one)),
  ...bank.late.map((one) => late(bank, one)),
  ...BOTH.flatMap((deliverOn) => [
    refused(bank, { id: `turned-down/${deliverOn}`, title: `a debit that the provider turns down, to be delivered when ${deliverOn}`, payment: { as: bank.turnedDown, deliverOn } }),
    refused(bank, { id: `rejected/${deliverOn}`, title: `a debit that is rejected as ${bank.rejected.code} before it settles, to be delivered when ${deliverOn}`, payment: { as: bank.rejected.instrument, deliverOn } }),
  ]),
  refused(bank, { id: `turned-down-with-code`, title: `a debit that the provider turns down as ${bank.turnedDownWith.code}`, payment: { as: bank.turnedDownWith.instrument } }),
  ...(bank.other === undefined ? [] : [refused(bank, { id: "instant", title: "an instant transfer that the payer's bank has no money for", payment: { rail: SCT_INST, as: "sepa_instant_reject_am04" } })]),
  ...MOMENTS.map((moment): BankScenario => ({
    id: `settlement-date/${moment.id}`,
    title: `Settle a debit ${moment.title}, and ask for the status`,
    async drive(seat) {
      await goTo(seat, bank, moment);
      await seat.verify(await pay(seat, bank), "control");
      const payment = await pay(seat, bank);
      await settle(seat, payment);
      await ask(seat, payment);
    },
  })),
  ...(["part", "whole"] as const).map((how): BankScenario => ({
    id: `refunded/${how}`,
    title: `Settle a debit, let the merchant refund it in ${how} at the provider when it has settled, and ask for the status`,
    async drive(seat) {
      await seat.verify(await pay(seat, bank), "control");
      const payment = await pay(seat, bank);
      await settle(seat, payment);
      await until(seat, payment, "settled");
      await pass(seat, { days: 10 });
      await refund(seat, { payment, amount: how === "part" ? 4_000 : 10_000 });
      await ask(seat, payment);
    },
  })),
]);

/** By the merchant, with a key of its own. */
async function refund(seat: BankSeat, options: { readonly payment: Awaited<ReturnType<typeof pay>>; readonly amount: number }): Promise<void> {
  const { control, url } = pspOf(seat);
  await look(seat);
  const { secret } = control.issueKey({ merchant: String(options.payment.paymentRequirements["payTo"]) });
  for (const { id, paymentMethod } of control.intents()) {
    if (paymentMethod !== options.payment.paymentPayload.payload.token) continue;
    const answer = await fetch(`${url}/v1/refunds`, { method: "POST", headers: { Authorization: `Bearer ${secret}`, "Content-Type": "application/json" }, body: JSON.stringify({ payment_intent: id, amount: options.amount }) });
    seat.mark("refund", { status: answer.status, amount: options.amount });
  }
}
