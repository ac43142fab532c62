import type { EvmChain } from "../../../simulators/chains/evm/index.ts";
import { clientScenarioOn } from "../../seats/client-seat.ts";
import { type Envelope, type FacilitatorSeat, facilitatorScenarioOn, type PaymentOptions } from "../../seats/facilitator-seat.ts";
import { serverScenarioOn } from "../../seats/server-seat.ts";
import { type EvmBend, method } from "./method.ts";

/** Scenarios that are about `exact` on EVM, with the chain and the bends of that method in hand. */

/** A type alias, so that it has an index signature. */
export type EvmPayload = { signature: string; authorization: Record<string, unknown> };
export type EvmEnvelope = Envelope<EvmPayload>;
export type EvmFacilitatorSeat = FacilitatorSeat<EvmChain, EvmBend, EvmPayload>;
export type EvmPaymentOptions = PaymentOptions<EvmBend>;

export const evmClientScenario = clientScenarioOn(method);
export const evmServerScenario = serverScenarioOn(method);
export const evmFacilitatorScenario = facilitatorScenarioOn<EvmPayload, EvmChain, EvmBend>(method);
