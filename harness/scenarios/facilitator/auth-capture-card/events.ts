import { renderEvent } from "../../../../simulators/rails/psp/operations/events.ts";
import type { PspEventType } from "../../../../simulators/rails/psp/types.ts";
import type { JsonObject } from "../../../../simulators/json.ts";
import { cardFacilitatorScenario, type CardEnvelope, type CardFacilitatorSeat } from "../../../methods/auth-capture-card/scenarios.ts";
import type { Envelope } from "../../../seats/facilitator-seat.ts";
import { capture, cardCase, release } from "./card-case.ts";

/**
 * Events of the provider, which scheme_auth_capture_card.md 6.2 leaves to the facilitator: forged, and genuine ones late, twice
 * and backwards. What they did is read in what the facilitator says of the payment afterwards, and in the books.
 */

const SIGNATURES = ["wrong-secret", "none", "tampered"] as const;

const FORGED: readonly { readonly id: string; readonly title: string; readonly type: PspEventType; readonly object: JsonObject; readonly end: (payment: CardEnvelope) => Envelope }[] = [
  { id: "canceled", title: "say that it was canceled, and capture it", type: "payment_intent.canceled", object: { status: "canceled", amount_capturable: 0 }, end: (payment) => capture(payment, "7300") },
  { id: "succeeded", title: "say that it was captured, and void it", type: "payment_intent.succeeded", object: { status: "succeeded", amount_capturable: 0, amount_received: 10_000 }, end: release },
];

/** Sends events about an intent that the provider never had, with signatures it never made. */
async function forge(seat: CardFacilitatorSeat, options: { readonly intent: string; readonly type: PspEventType; readonly object: JsonObject }): Promise<void> {
  const { webhooks } = seat.node.psp.control;
  const [event] = webhooks.events({ intent: options.intent });
  const endpoints = new Set(event === undefined ? [] : webhooks.deliveries({ event: event.id }).map(({ endpoint }) => endpoint));
  for (const endpoint of endpoints) {
    for (const [index, signature] of SIGNATURES.entries()) {
      if (event === undefined) continue;
      const body = renderEvent({ ...event, id: `${event.id.slice(0, -1)}${index}`, type: options.type, object: { ...event.object, ...options.object } });
      const status = await webhooks.forge({ endpoint, event: body, signature });
      seat.mark("forged", { signature, type: options.type, status });
    }
  }
}

export const scenarios = [
  ...FORGED.map(({ id, title, type, object, end }) =>
    cardFacilitatorScenario({
      id: `facilitator/auth-capture-card/events/forged/${id}`,
      title: `Hold, send events that the provider did not sign, which ${title}`,
      needs: { features: ["webhooks"] },
      async drive(seat) {
        const card = cardCase(seat);
        const payment = await card.pay();
        await seat.settle(payment, "hold", { attempts: 2 });
        await seat.node.psp.control.webhooks.idle();
        card.look("held");
        const intent = card.intentOf(payment);
        if (intent !== undefined) await forge(seat, { intent, type, object });
        card.look("forged");
        await seat.settle(end(payment), "finalize");
        card.look("after");
      },
    }),
  ),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/events/disordered",
    title: "Hold and capture a part without the provider's events arriving, deliver them, and once more backwards, and send another capture and the same one again",
    needs: { features: ["webhooks"] },
    async drive(seat) {
      const card = cardCase(seat);
      const { webhooks } = seat.node.psp.control;
      const letGo = webhooks.hold({ payer: seat.wallet().address });
      const payment = await card.hold();
      await seat.settle(capture(payment, "7300"), "first");
      card.look("first");
      const intent = card.intentOf(payment);
      const late = intent === undefined ? [] : webhooks.events({ intent }).flatMap(({ id }) => webhooks.deliveries({ event: id }).map((delivery) => delivery.id));
      const delivered = await webhooks.deliver([...late, ...late.toReversed()]);
      seat.mark("delivered", { deliveries: delivered.map(({ event, attempts }) => ({ event, statuses: attempts.map(({ status }) => status) })) });
      letGo();
      await seat.settle(capture(payment, "1000"), "other");
      await seat.settle(capture(payment, "7300"), "again");
      card.look("after");
    },
  }),
];
