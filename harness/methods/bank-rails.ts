import type { RailChain } from "../../simulators/rails/index.ts";
import { clientScenarioOn } from "../seats/client-seat.ts";
import { serverScenarioOn } from "../seats/server-seat.ts";
import { BANK_NETWORKS, type BankNetwork } from "./bank-networks.ts";
import { method as ach } from "./exact-ach/method.ts";
import { method as sepa } from "./exact-sepa/method.ts";
import type { RailBend } from "./rail-payment.ts";

/** The networks of bank payments, with what declares scenarios about each. */

export interface BankRail extends BankNetwork {
  readonly clientScenario: ReturnType<typeof clientScenarioOn<RailChain, RailBend>>;
  readonly serverScenario: ReturnType<typeof serverScenarioOn<RailChain, RailBend>>;
}

const methods = { "exact-ach": ach, "exact-sepa": sepa };

export const BANK_RAILS: readonly BankRail[] = BANK_NETWORKS.map((network) => ({ ...network, clientScenario: clientScenarioOn(methods[network.method]), serverScenario: serverScenarioOn(methods[network.method]) }));
