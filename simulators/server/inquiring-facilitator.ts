import { defineFaults, faultPoints, type FaultSet } from "../faults.ts";
import { awaited } from "./awaiting-facilitator.ts";
import { type FacilitatorClient, FacilitatorError, type FacilitatorRequest, type Settlement } from "./facilitator-client.ts";
import type { Offer } from "./offers.ts";

export const faults = defineFaults({
  "server.flow.lost-reply-unasked": { role: "server", bug: "BUG: does not ask what became of a payment when the reply to its settle was lost" },
});

/** The reply that lets the content go was given, to whoever got it. */
const TOLD = "duplicate_settlement";

/**
 * A facilitator for a payment whose settle had no answer that said anything. When it now says that it has told everything
 * already, that may be what was lost: it is asked what became of the payment, and that counts as the answer.
 *
 * Only for a payment that this server knows it has not delivered for: a status says nothing about that.
 */
export function inquiringFacilitator(options: { facilitator: FacilitatorClient; offer: Offer; faults: FaultSet }): FacilitatorClient {
  const { facilitator, offer } = options;
  const { scheme } = offer;
  const fault = faultPoints({ declared: faults, active: options.faults });
  const inquire = async (request: FacilitatorRequest): Promise<Settlement | undefined> => {
    const inquiry = scheme.inquiry?.(request);
    return inquiry === undefined || fault("server.flow.lost-reply-unasked") ? undefined : await facilitator.settle(inquiry);
  };
  return {
    ...facilitator,
    async settle(request) {
      const settled = await facilitator.settle(request);
      return settled.settlement.errorReason === TOLD ? ((await inquire(request)) ?? settled) : settled;
    },
    async verify(request) {
      const verified = await facilitator.verify(request);
      if (verified.isValid || verified.invalidReason !== TOLD) return verified;
      const told = await inquire(request);
      if (told === undefined) return verified;
      if (scheme.delivers?.({ settlement: told.settlement, requirements: request.requirements }) === true) return { isValid: true, sidechannel: undefined };
      // Still nobody knows: the payment stays one that is asked after.
      if (awaited({ offer, settlement: told.settlement })) throw new FacilitatorError({ code: "unexpected_verify_error", message: "the facilitator cannot say what became of the payment" });
      return verified;
    },
  };
}
