import type { SvmChain } from "../../../simulators/chains/svm/index.ts";
import { clientScenarioOn } from "../../seats/client-seat.ts";
import { type Envelope, type FacilitatorSeat, facilitatorScenarioOn, type PaymentOptions } from "../../seats/facilitator-seat.ts";
import { serverScenarioOn } from "../../seats/server-seat.ts";
import type { SvmBend } from "./create-payload.ts";
import { method } from "./method.ts";

/** Scenarios that are about `exact` on Solana, with the chain and the bends of that method in hand. */

/** A type alias, so that it has an index signature. */
export type SvmPayload = { transaction: string };
export type SvmEnvelope = Envelope<SvmPayload>;
export type SvmFacilitatorSeat = FacilitatorSeat<SvmChain, SvmBend, SvmPayload>;
export type SvmPaymentOptions = PaymentOptions<SvmBend>;

export const svmClientScenario = clientScenarioOn(method);
export const svmServerScenario = serverScenarioOn(method);
export const svmFacilitatorScenario = facilitatorScenarioOn<SvmPayload, SvmChain, SvmBend>(method);
