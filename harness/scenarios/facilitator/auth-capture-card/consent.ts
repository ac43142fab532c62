import { cardFacilitatorScenario, type CardEnvelope, type CardFacilitatorSeat } from "../../../methods/auth-capture-card/scenarios.ts";
import type { Envelope } from "../../../seats/facilitator-seat.ts";
import { capture, cardCase, release, withTerms } from "./card-case.ts";

/** Whose word ends a payment: scheme_auth_capture_card.md 4.6 and 6.2. */

const OPERATIONS: readonly { readonly id: string; readonly of: (payment: CardEnvelope) => Envelope }[] = [
  { id: "capture", of: (payment) => capture(payment, "10000") },
  { id: "void", of: release },
];

const ASKING: readonly {
  readonly id: string;
  readonly title: string;
  readonly credential: (seat: CardFacilitatorSeat) => string | null;
  /** What they say of the payment. */
  readonly terms: (seat: CardFacilitatorSeat) => Readonly<Record<string, unknown>>;
}[] = [
  { id: "nobody", title: "without a credential", credential: () => null, terms: () => ({}) },
  { id: "unknown", title: "with a credential that was never given out", credential: (seat) => `${seat.servers[0]?.credential ?? ""}-made-up`, terms: () => ({}) },
  { id: "another-server", title: "with another server's credential", credential: (seat) => seat.servers[1]?.credential ?? null, terms: () => ({}) },
  { id: "another-account", title: "as another server, for that one's own account", credential: (seat) => seat.servers[1]?.credential ?? null, terms: (seat) => ({ payTo: seat.servers[1]?.account ?? "" }) },
];

export const scenarios = ASKING.flatMap(({ id, title, credential, terms }) =>
  OPERATIONS.map((operation) =>
    cardFacilitatorScenario({
      id: `facilitator/auth-capture-card/consent/${id}/${operation.id}`,
      title: `Send a ${operation.id} of a hold ${title}, then capture it as the payment's own server`,
      async drive(seat) {
        const card = cardCase(seat);
        const payment = await card.hold();
        await seat.asServer(credential(seat)).settle(operation.of(withTerms(payment, terms(seat))), "edited");
        card.look("asked");
        await seat.settle(capture(payment, "10000"), "capture");
        card.look("after");
      },
    }),
  ),
);
