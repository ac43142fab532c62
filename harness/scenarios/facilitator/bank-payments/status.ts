import { type BankScenario, onBanks } from "./banks.ts";
import { ask, look, operation, pay, settle, statusOf, until } from "./drive.ts";
import { withoutEvents } from "./life.ts";

/** What a server asks, and who may: bank-payments.md, 6.7. */

const TYPES = ["refund", "capture", "void", "foo"] as const;

export const scenarios = onBanks((bank) => [
  {
    id: "status/life",
    title: "Settle a debit that comes back late, and ask for the status while it is pending, settled and returned",
    async drive(seat) {
      await seat.verify(await pay(seat, bank), "control");
      const payment = await pay(seat, bank, { as: bank.disowned.instrument });
      await settle(seat, payment);
      for (const state of ["settled", "returned"] as const) {
        await ask(seat, payment);
        await until(seat, payment, state);
      }
      await ask(seat, payment);
    },
  },
  {
    id: "status/refused",
    title: "Settle a debit that is rejected before it settles, and ask for the status before and after",
    async drive(seat) {
      await seat.verify(await pay(seat, bank), "control");
      const payment = await pay(seat, bank, { as: bank.rejected.instrument });
      await settle(seat, payment);
      await ask(seat, payment);
      await until(seat, payment, "refused", 14);
      await ask(seat, payment);
    },
  },
  {
    id: "status-fresh",
    title: "Settle a debit, let it settle while the provider sends no events, and ask for the status",
    async drive(seat) {
      await seat.verify(await pay(seat, bank), "control");
      withoutEvents(seat);
      const payment = await pay(seat, bank);
      await settle(seat, payment);
      await until(seat, payment, "settled");
      await ask(seat, payment);
    },
  },
  {
    id: "status-harmless",
    title: "Settle a debit, ask for the status ten times while it settles, and settle the payload again",
    async drive(seat) {
      await seat.verify(await pay(seat, bank), "control");
      const payment = await pay(seat, bank);
      await settle(seat, payment);
      for (let time = 0; time < 5; time += 1) await seat.settle(statusOf(payment), "status");
      await until(seat, payment, "settled");
      for (let time = 0; time < 5; time += 1) await seat.settle(statusOf(payment), "status");
      await look(seat);
      await settle(seat, payment, "settle-again");
    },
  },
  {
    id: "status-identity",
    title: "Settle a debit, and ask for its status and for that of an unknown one: its server, nobody, a stranger and another server",
    async drive(seat) {
      const [, other] = seat.servers;
      await seat.verify(await pay(seat, bank), "control");
      const payment = await pay(seat, bank);
      await settle(seat, payment);
      await ask(seat, payment, "status-own");
      const unknown = await pay(seat, bank);
      for (const [who, credential] of [["nobody", null], ["stranger", "srv-nobody-knows"], ["other", other?.credential ?? null]] as const) {
        await seat.asServer(credential).settle(statusOf(payment), `status-${who}`);
        await seat.asServer(credential).settle(statusOf(unknown), `status-${who}-unknown`);
      }
    },
  },
  {
    id: "status-unknown",
    title: "Ask for the status of a payment that there is, and of one that there is not",
    async drive(seat) {
      await seat.verify(await pay(seat, bank), "control");
      const payment = await pay(seat, bank);
      await settle(seat, payment);
      await ask(seat, payment);
      await seat.settle(statusOf(await pay(seat, bank)), "status-unknown");
    },
  },
  ...TYPES.map((type): BankScenario => ({
    id: `types/${type}`,
    title: `Settle a debit, and send a payload of the type ${type} when it has settled`,
    async drive(seat) {
      await seat.verify(await pay(seat, bank), "control");
      const payment = await pay(seat, bank);
      await settle(seat, payment);
      await until(seat, payment, "settled");
      await look(seat);
      const { paymentId } = payment.paymentPayload.payload;
      await seat.settle(operation(payment, { type, paymentId, amount: "10000" }), "operation");
      await look(seat);
    },
  })),
]);
