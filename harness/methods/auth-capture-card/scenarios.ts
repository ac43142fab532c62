import type { RailChain } from "../../../simulators/rails/index.ts";
import { clientScenarioOn } from "../../seats/client-seat.ts";
import { type Envelope, type FacilitatorSeat, facilitatorScenarioOn } from "../../seats/facilitator-seat.ts";
import { serverScenarioOn } from "../../seats/server-seat.ts";
import type { RailBend, RailPayload } from "../rail-payment.ts";
import { method } from "./method.ts";

/** Scenarios that are about `auth-capture` on cards, with the rail and the bends of that method in hand. */

export type CardEnvelope = Envelope<RailPayload>;
export type CardFacilitatorSeat = FacilitatorSeat<RailChain, RailBend, RailPayload>;

export const cardClientScenario = clientScenarioOn(method);
export const cardServerScenario = serverScenarioOn(method);
export const cardFacilitatorScenario = facilitatorScenarioOn<RailPayload, RailChain, RailBend>(method);
