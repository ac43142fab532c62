import type { RailChain } from "../../../simulators/rails/index.ts";
import { clientScenarioOn } from "../../seats/client-seat.ts";
import { type Envelope, type FacilitatorSeat, facilitatorScenarioOn } from "../../seats/facilitator-seat.ts";
import { serverScenarioOn } from "../../seats/server-seat.ts";
import type { RailBend, RailPayload } from "../rail-payment.ts";
import { method } from "./method.ts";

/** Scenarios that are about `exact` on sepa:eu, with the rail and the bends of that method in hand. */

export type SepaEnvelope = Envelope<RailPayload>;
export type SepaFacilitatorSeat = FacilitatorSeat<RailChain, RailBend, RailPayload>;

export const sepaClientScenario = clientScenarioOn(method);
export const sepaServerScenario = serverScenarioOn(method);
export const sepaFacilitatorScenario = facilitatorScenarioOn<RailPayload, RailChain, RailBend>(method);
