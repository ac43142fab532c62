import type { SettleResponse } from "../../spec/types.ts";
import { type FacilitatorClient, FacilitatorError } from "./facilitator-client.ts";
import type { Offer } from "./offers.ts";

/** Whether the payment may be presented again for this outcome. */
export function awaited({ offer, settlement }: { offer: Offer; settlement: SettleResponse }): boolean {
  return offer.scheme.awaits?.({ settlement, requirements: offer.requirements }) === true;
}

/**
 * A facilitator for a payment that may be presented again when nobody knows what became of it: a settle whose answer is lost
 * is then told to the client as what it is, so that it does not pay anew.
 */
export function awaitingFacilitator({ facilitator, offer }: { facilitator: FacilitatorClient; offer: Offer }): FacilitatorClient {
  return {
    ...facilitator,
    async settle(request) {
      try {
        return await facilitator.settle(request);
      } catch (error) {
        const settlement: SettleResponse = { success: false, errorReason: "unexpected_settle_error", transaction: "", network: offer.requirements.network };
        if (error instanceof FacilitatorError && awaited({ offer, settlement })) return { settlement, sidechannel: undefined };
        throw error;
      }
    },
  };
}
