import type { RailChain } from "../../../simulators/rails/index.ts";
import { clientScenarioOn } from "../../seats/client-seat.ts";
import { type Envelope, type FacilitatorSeat, facilitatorScenarioOn } from "../../seats/facilitator-seat.ts";
import { serverScenarioOn } from "../../seats/server-seat.ts";
import type { RailBend, RailPayload } from "../rail-payment.ts";
import { method } from "./method.ts";

/** Scenarios that are about `exact` on ach:us, with the rail and the bends of that method in hand. */

export type AchEnvelope = Envelope<RailPayload>;
export type AchFacilitatorSeat = FacilitatorSeat<RailChain, RailBend, RailPayload>;

export const achClientScenario = clientScenarioOn(method);
export const achServerScenario = serverScenarioOn(method);
export const achFacilitatorScenario = facilitatorScenarioOn<RailPayload, RailChain, RailBend>(method);
