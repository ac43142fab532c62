import type { CreditChain } from "../../../simulators/rails/index.ts";
import { type ClientSeat, clientScenarioOn } from "../../seats/client-seat.ts";
import { type ServerSeat, serverScenarioOn } from "../../seats/server-seat.ts";
import { method } from "./method.ts";

/** Scenarios that are about `batch-settlement` on `cloudflare:402`, with its network in hand. No facilitator has a part in it. */

export type CloudflareClientSeat = ClientSeat<CreditChain>;
export type CloudflareServerSeat = ServerSeat<CreditChain>;

export const cloudflareClientScenario = clientScenarioOn(method);
export const cloudflareServerScenario = serverScenarioOn(method);
