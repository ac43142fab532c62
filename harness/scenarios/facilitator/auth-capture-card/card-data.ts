import { createHash } from "node:crypto";
import { passesLuhn } from "../../../../simulators/rails/card-data.ts";
import { cardFacilitatorScenario } from "../../../methods/auth-capture-card/scenarios.ts";
import { edited, type Envelope } from "../../../seats/facilitator-seat.ts";
import { cardCase } from "./card-case.ts";

/** Card numbers in payloads: scheme_auth_capture_card.md 8.1. */

/** In the form of a card's, of digits that only its case has; made when it is needed, so that none is written down. */
function madeUpNumber(seed: string): string {
  const digits = [...createHash("sha256").update(seed).digest().subarray(0, 14)].map((byte) => byte % 10).join("");
  const body = `4${digits}`;
  return `${body}${[..."0123456789"].find((digit) => passesLuhn(`${body}${digit}`)) ?? ""}`;
}

const PLACES: readonly { readonly id: string; readonly title: string; readonly put: (payload: Record<string, unknown>, number: string) => void }[] = [
  { id: "token", title: "in place of the token", put: (payload, number) => void (payload["token"] = number) },
  { id: "member", title: "in a member of its own", put: (payload, number) => void (payload["cardholder"] = { reference: number }) },
];

export const scenarios = PLACES.map(({ id, title, put }) =>
  cardFacilitatorScenario({
    id: `facilitator/auth-capture-card/card-number/${id}`,
    title: `Settle a payment, and one whose payload has a card number ${title}`,
    async drive(seat) {
      const card = cardCase(seat);
      await card.hold();
      const number = madeUpNumber(seat.wallet().address);
      seat.chain.claim(number);
      await seat.settle(edited((await card.pay()) as Envelope, (copy) => put(copy.paymentPayload.payload, number)), "edited");
      card.look("after");
    },
  }),
);
