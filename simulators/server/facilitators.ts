import type { SupportedKind } from "../../spec/types.ts";
import { defineFaults, faultPoints, type FaultSet } from "../faults.ts";
import type { FacilitatorClient } from "./facilitator-client.ts";
import type { Offer } from "./offers.ts";

/** Choosing among facilitators, in the operator's order of preference. */

export const faults = defineFaults({
  "server.facilitator.unreadable-supported-opens": { role: "server", bug: "BUG: protects nothing while the facilitator's /supported cannot be read" },
});

export interface Facilitators {
  /** The first that lists the offer's kind. With one facilitator nothing is asked. */
  forOffer(offer: Offer): Promise<FacilitatorClient | undefined>;
  /**
   * What the first facilitator that lists a kind announces for it.
   *
   * @throws FacilitatorError when a list cannot be read
   */
  kindOf(kind: { scheme: string; network: string }): Promise<SupportedKind | undefined>;
  /** A fault's: whether the server has given up protecting its routes. */
  protectionLost(offer: Offer): Promise<boolean>;
}

export function createFacilitators(options: { clients: readonly FacilitatorClient[]; faults: FaultSet }): Facilitators {
  const { clients } = options;
  const fault = faultPoints({ declared: faults, active: options.faults });
  const kindOf = ({ requirements }: Offer): { scheme: string; network: string } => ({ scheme: requirements.scheme, network: requirements.network });
  return {
    async forOffer(offer) {
      if (clients.length === 1) return clients[0];
      for (const client of clients) if ((await client.supports(kindOf(offer))) === true) return client;
      return undefined;
    },
    async kindOf(kind) {
      for (const client of clients) {
        const announced = await client.kind(kind);
        if (announced !== undefined) return announced;
      }
      return undefined;
    },
    async protectionLost(offer) {
      return fault("server.facilitator.unreadable-supported-opens") && (await clients[0]?.supports(kindOf(offer))) === undefined;
    },
  };
}
