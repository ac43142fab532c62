import { edited, type Envelope, facilitatorScenario } from "../../../seats/facilitator-seat.ts";
import { needsVerified } from "../../unsupported-case.ts";
import type { ErrorClass } from "../../../../spec/registry.ts";

/** Versions, schemes and networks that no facilitator has, and an accepted that is not what is required. */

const offers = (copy: Envelope): Record<string, unknown>[] => [copy.paymentPayload.accepted, copy.paymentRequirements];

/** A scheme is supported on a network: where nobody has the network, the scheme is not supported on it either. */
const EDITS: readonly { readonly id: string; readonly title: string; readonly classes: readonly ErrorClass[]; readonly edit: (copy: Envelope) => void }[] = [
  { id: "unsupported/version-of-both", title: "x402Version 99", classes: ["version"], edit: (copy) => void (copy.x402Version = copy.paymentPayload.x402Version = 99) },
  { id: "unsupported/scheme", title: "a scheme nobody has", classes: ["scheme"], edit: (copy) => offers(copy).forEach((offer) => (offer["scheme"] = "conformance-invented")) },
  { id: "unsupported/network", title: "a network nobody has", classes: ["network", "scheme"], edit: (copy) => offers(copy).forEach((offer) => (offer["network"] = "eip155:999999999")) },

  { id: "accepted/scheme", title: "another scheme in accepted than is required", classes: ["scheme", "requirements"], edit: (copy) => void (copy.paymentPayload.accepted["scheme"] = "conformance-invented") },
  { id: "accepted/network", title: "another network in accepted than is required", classes: ["network", "requirements"], edit: (copy) => void (copy.paymentPayload.accepted["network"] = "eip155:8453") },
  { id: "accepted/asset", title: "another asset in accepted than is required", classes: ["requirements"], edit: (copy) => void (copy.paymentPayload.accepted["asset"] = "0x1111111111111111111111111111111111111111") },
];

export const scenarios = [
  ...EDITS.map(({ id, title, classes, edit }) =>
    facilitatorScenario({
      id: `facilitator/facilitator-api/${id}`,
      title: `Verify a payment, then the same with ${title}`,
      async drive(seat) {
        const control = await seat.payment();
        await seat.verify(control, "control");
        seat.mark("failure", { classes });
        await seat.verify(edited(control, edit), "edited");
      },
    }),
  ),
  facilitatorScenario({
    id: "facilitator/facilitator-api/requirements-authoritative/amount",
    title: "Verify a payment of 1 for an accepted of 1, where 10000 is required",
    async drive(seat) {
      needsVerified({ method: seat.method, about: "amount" });
      await seat.verify(await seat.payment(), "control");
      const cheap = await seat.payment({ requirements: seat.requirements({ amount: "1" }) });
      await seat.verify(edited(cheap, (copy) => void (copy.paymentRequirements["amount"] = "10000")), "edited");
    },
  }),
  facilitatorScenario({
    id: "facilitator/facilitator-api/requirements-authoritative/pay-to",
    title: "Verify a payment to the payTo of accepted, where another is required",
    async drive(seat) {
      needsVerified({ method: seat.method, about: "recipient" });
      const control = await seat.payment();
      await seat.verify(control, "control");
      const astray = await seat.payment({ requirements: seat.requirements({ payTo: seat.wallet("stranger").address }) });
      await seat.verify(edited(astray, (copy) => void (copy.paymentRequirements["payTo"] = control.paymentRequirements["payTo"])), "edited");
    },
  }),
];
