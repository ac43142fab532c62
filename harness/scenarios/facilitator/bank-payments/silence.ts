import { charges, sentMember } from "../../../methods/rail-access.ts";
import type { RpcScript } from "../../../world/rpc-cases.ts";
import { type BankScenario, type BankSeat, onBanks } from "./banks.ts";
import { ask, type BankEnvelope, look, pay, settle, until } from "./drive.ts";
import { withoutEvents } from "./life.ts";

/** Answers of the provider that never come, and what a facilitator knows after a restart: bank-payments.md, 6.6. */

const aboutPayments = ({ method }: { readonly method: string }): boolean => method.includes("/v1/payment_intents");

/** The provider says nothing about payments any more. What is asked of it is carried out or not. */
const SILENCES: readonly { readonly id: string; readonly title: string; readonly script: RpcScript }[] = [
  { id: "before", title: "gets lost on its way", script: { answer: (call) => (aboutPayments(call) ? "drop" : undefined) } },
  { id: "after", title: "is carried out and its answer lost", script: { answer: (call) => (aboutPayments(call) && !charges(call) ? "drop" : undefined), loses: charges } },
  { id: "error", title: "is answered with an error of the provider's", script: { answer: (call) => (aboutPayments(call) ? { error: { code: 500, message: "The provider has failed." } } : undefined) } },
];

/** The order that starts a payment is carried out and its answer lost, and nothing is told of it afterwards. What only creates one is answered. */
const UNHEARD: RpcScript = {
  answer: (call) => (aboutPayments(call) && !charges(call) ? "drop" : undefined),
  loses: (call) => charges(call) && (call.method.includes("/confirm") || sentMember({ params: call.params, member: "confirm" }) === true),
};

/** The provider answers again: the payload is presented again, and so is another one for the first time. */
async function resume(seat: BankSeat, payment: BankEnvelope, other: BankEnvelope): Promise<void> {
  seat.chain.script({});
  await settle(seat, payment, "settle-again");
  await settle(seat, other, "settle-other");
  await until(seat, payment, "settled");
  await look(seat);
}

export const scenarios = onBanks((bank) => [
  ...SILENCES.map(({ id, title, script }): BankScenario => ({
    id: `psp-silent/${id}`,
    title: `Settle a debit of which the order ${title}, ask for the status, and settle it again when the provider answers`,
    async drive(seat) {
      await seat.verify(await pay(seat, bank, { deliverOn: "accepted" }), "control");
      const payment = await pay(seat, bank, { deliverOn: "accepted" });
      const other = await pay(seat, bank, { deliverOn: "accepted" });
      // An event would be an answer as well.
      withoutEvents(seat);
      seat.chain.script(script);
      await settle(seat, payment);
      await ask(seat, payment, "status-silent");
      await resume(seat, payment, other);
    },
  })),
  {
    id: "psp-silent-verify",
    title: "Settle a debit by an authorisation for one payment, lose the answer to its order, and verify it again when the provider answers",
    async drive(seat) {
      await seat.verify(await pay(seat, bank, { deliverOn: "accepted" }), "control");
      const payment = await pay(seat, bank, { deliverOn: "accepted", agreed: ({ psp, token, requirements: { payTo } }) => void psp.control.tokens.mandate({ token, merchant: payTo, type: "single_use" }) });
      withoutEvents(seat);
      seat.chain.script(UNHEARD);
      await settle(seat, payment);
      seat.chain.script({});
      await seat.verify(payment, "verify-again");
    },
  },
  ...SILENCES.slice(0, 2).map(({ id, title, script }): BankScenario => ({
    id: `psp-silent-restart/${id}`,
    title: `Settle a debit of which the order ${title}, restart the facilitator, and settle it again when the provider answers`,
    instance: "fresh",
    features: ["restart"],
    async drive(seat) {
      await seat.verify(await pay(seat, bank, { deliverOn: "accepted" }), "control");
      const payment = await pay(seat, bank, { deliverOn: "accepted" });
      const other = await pay(seat, bank, { deliverOn: "accepted" });
      // An event would be an answer as well.
      withoutEvents(seat);
      seat.chain.script(script);
      await settle(seat, payment);
      await seat.restart();
      await resume(seat, payment, other);
    },
  })),
  ...(["accepted", "settled"] as const).map((deliverOn): BankScenario => ({
    id: `restart/${deliverOn}`,
    title: `Settle a debit to be delivered when ${deliverOn}, restart the facilitator, ask for the status, and settle the payload again`,
    instance: "fresh",
    features: ["restart"],
    async drive(seat) {
      await seat.verify(await pay(seat, bank, { deliverOn }), "control");
      const payment = await pay(seat, bank, { deliverOn });
      await settle(seat, payment);
      await seat.restart();
      await ask(seat, payment);
      await settle(seat, payment, "settle-again");
    },
  })),
]);
