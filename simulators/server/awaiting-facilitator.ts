import type { PaymentPayload, SettleResponse } from "../../spec/types.ts";
import { defineFaults, faultPoints, type FaultSet } from "../faults.ts";
import { type FacilitatorClient, FacilitatorError, type Settlement } from "./facilitator-client.ts";
import type { Offer } from "./offers.ts";

/** Finding out what became of a payment when the facilitator's answer was lost. */

export const faults = defineFaults({
  "server.flow.lost-not-inquired": { role: "server", bug: "BUG: does not ask what became of a payment whose settlement got no answer" },
});

interface Outcome {
  readonly offer: Offer;
  readonly settlement: SettleResponse;
}

/** Whether this outcome lets the content go: the scheme's to say, and else success. */
export function letsContentGo({ offer, settlement }: Outcome): boolean {
  return offer.scheme.delivers?.({ settlement, requirements: offer.requirements }) ?? settlement.success;
}

/** Whether the payment may be presented again for this outcome. */
export function awaited({ offer, settlement }: Outcome): boolean {
  return offer.scheme.awaits?.({ settlement, requirements: offer.requirements }) === true;
}

export const UNKNOWN_OUTCOME = "unexpected_settle_error";

/**
 * The facilitator as a payment's flow sees it. Where the answer to a settle is lost, it asks what became of the payment, as
 * far as the scheme has a way to; where that stays unknown and the payment may come again, it says so instead of failing, so
 * that the client does not pay anew. A payment whose answer was lost before may have been settled, and told so, to nobody:
 * a refusal is not believed then until it was asked about.
 *
 * @param options.lost whether an answer about this payment was lost before
 */
export function awaitingFacilitator(options: { facilitator: FacilitatorClient; offer: Offer; payment: PaymentPayload; lost: boolean; faults: FaultSet }): FacilitatorClient {
  const { facilitator, offer, payment, lost } = options;
  const { scheme, requirements } = offer;
  const fault = faultPoints({ declared: faults, active: options.faults });

  /** @returns `undefined` where nobody says anything of a payment that exists */
  const inquire = async (): Promise<Settlement | undefined> => {
    const inquiry = scheme.inquiry?.({ payment, requirements });
    if (inquiry === undefined || fault("server.flow.lost-not-inquired")) return undefined;
    try {
      const told = await facilitator.settle(inquiry);
      const { settlement } = told;
      // A payment that exists has a transaction. Of one that does not, the settle may still be on its way.
      return letsContentGo({ offer, settlement }) || awaited({ offer, settlement }) || settlement.transaction !== "" ? told : undefined;
    } catch (error) {
      if (error instanceof FacilitatorError) return undefined;
      throw error;
    }
  };

  return {
    ...facilitator,
    async verify(request) {
      const verification = await facilitator.verify(request);
      if (verification.isValid || !lost) return verification;
      const told = await inquire();
      return told !== undefined && letsContentGo({ offer, settlement: told.settlement }) ? { isValid: true, sidechannel: undefined } : verification;
    },
    async settle(request) {
      try {
        const settled = await facilitator.settle(request);
        const { settlement } = settled;
        return !lost || letsContentGo({ offer, settlement }) || awaited({ offer, settlement }) ? settled : ((await inquire()) ?? settled);
      } catch (error) {
        if (!(error instanceof FacilitatorError)) throw error;
        const told = await inquire();
        if (told !== undefined) return told;
        const settlement: SettleResponse = { success: false, errorReason: UNKNOWN_OUTCOME, transaction: "", network: requirements.network };
        if (awaited({ offer, settlement })) return { settlement, sidechannel: undefined };
        throw error;
      }
    },
  };
}
