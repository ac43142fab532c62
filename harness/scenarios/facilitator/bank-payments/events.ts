import type { RailWallet } from "../../../../simulators/rails/index.ts";
import { webhookSecretOf } from "../../../methods/rail-access.ts";
import { type BankScenario, type BankSeat, onBanks } from "./banks.ts";
import { ask, type BankEnvelope, pay, pspOf, settle, until } from "./drive.ts";
import { withoutEvents } from "./life.ts";

/** What a provider says unasked, and who says that it is one: bank-payments.md, 6.8. */

const FORGERIES = [
  { id: "unsigned", title: "without a signature", signature: "none" },
  { id: "other-secret", title: "signed with another secret", signature: "wrong-secret" },
] as const;

/** An endpoint at the first provider that gets nothing but what is forged for it, and leads to the facilitator. */
function forgeryEndpoint(seat: BankSeat): string {
  const { control, name } = pspOf(seat);
  const secret = (seat.chain.sponsorWallet as RailWallet).platformKeys[name]?.secret ?? "";
  return control.webhooks.open({ url: seat.webhooks[name] ?? "", secret: webhookSecretOf({ key: secret }), merchant: "acct_nobody" }).id;
}

/** The last event there was of a payment, as one that says something else. */
async function forge(seat: BankSeat, options: { readonly endpoint: string; readonly payment: BankEnvelope; readonly status: "succeeded" | "returned"; readonly signature: (typeof FORGERIES)[number]["signature"] }): Promise<void> {
  const { control } = pspOf(seat);
  const { endpoint, payment, status, signature } = options;
  const { token } = payment.paymentPayload.payload;
  for (const { id, paymentMethod } of control.intents()) {
    const event = paymentMethod === token ? control.webhooks.events({ intent: id }).at(-1) : undefined;
    if (event === undefined) continue;
    const object = { ...event.object, status, ...(status === "returned" ? { return: { type: "return", reason_code: "XX00", at: 0 } } : {}) };
    const body = { id: `${event.id}x`, object: "event", type: `payment_intent.${status}`, merchant_account: event.merchant, created: Math.floor(event.createdAt / 1_000), data: { object }, livemode: false };
    seat.mark("event", { kind: "forged", payment: id, says: status, answered: await control.webhooks.forge({ endpoint, event: body, signature }) });
  }
}

/** Sends the events of a payment that were held, in their order and then in the other one, so that the oldest comes last. */
async function deliverTwice(seat: BankSeat, payment: BankEnvelope): Promise<void> {
  const { control } = pspOf(seat);
  const { token } = payment.paymentPayload.payload;
  for (const { id, paymentMethod } of control.intents()) {
    if (paymentMethod !== token) continue;
    const deliveries = control.webhooks.events({ intent: id }).flatMap(({ id: event }) => control.webhooks.deliveries({ event }).map((delivery) => delivery.id));
    for (const delivery of await control.webhooks.deliver([...deliveries, ...deliveries.toReversed()])) {
      const event = control.webhooks.events({ intent: id }).find((one) => one.id === delivery.event);
      seat.mark("event", { kind: "genuine", payment: id, says: event?.object["status"], answered: delivery.attempts.at(-1)?.status ?? null });
    }
  }
}

export const scenarios = onBanks((bank) => [
  ...FORGERIES.map(({ id, title, signature }): BankScenario => ({
    id: `events-forged/${id}`,
    title: `Settle two debits, send events ${title} by which they have settled and come back, and ask for the status`,
    instance: "fresh",
    features: ["webhooks"],
    async drive(seat) {
      await seat.verify(await pay(seat, bank), "control");
      const endpoint = forgeryEndpoint(seat);
      for (const status of ["succeeded", "returned"] as const) {
        const payment = await pay(seat, bank);
        await settle(seat, payment);
        await forge(seat, { endpoint, payment, status, signature });
        await ask(seat, payment);
        await until(seat, payment, "settled");
      }
    },
  })),
  ...(["settled", "returned"] as const).map((state): BankScenario => ({
    id: `events-order/${state}`,
    title: `Settle a debit, let it be ${state} while no events are sent, then send them twice, the oldest last, and ask for the status`,
    instance: "fresh",
    features: ["webhooks"],
    async drive(seat) {
      await seat.verify(await pay(seat, bank), "control");
      withoutEvents(seat);
      const payment = await pay(seat, bank, state === "settled" ? {} : { as: bank.penniless.instrument });
      await settle(seat, payment);
      await until(seat, payment, state);
      await deliverTwice(seat, payment);
      await ask(seat, payment);
    },
  })),
]);
