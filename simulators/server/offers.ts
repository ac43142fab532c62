import type { PaymentRequirements } from "../../spec/types.ts";
import type { PaymentFlow, SchemeServer } from "../schemes/scheme.ts";
import type { ConfiguredOffer, ProtectedRoute } from "./config.ts";

/** One way to pay for a route, with the payment method behind it. */
export interface Offer {
  readonly requirements: PaymentRequirements;
  readonly scheme: SchemeServer;
  readonly flow: PaymentFlow;
}

/** A route asks for something no payment method here can do. */
export class OfferConfigurationError extends Error {
  override readonly name = "OfferConfigurationError";

  constructor(options: { route: string; problem: string }) {
    super(`Route ${options.route} cannot be offered: ${options.problem}`);
  }
}

/**
 * Completes a route's offers with what their schemes add.
 *
 * @throws OfferConfigurationError naming the route and what was expected
 */
export function createOffers(options: { route: ProtectedRoute; schemes: readonly SchemeServer[] }): readonly Offer[] {
  return options.route.accepts.map((configured) => createOffer({ configured, route: options.route, schemes: options.schemes }));
}

function createOffer(options: { configured: ConfiguredOffer; route: ProtectedRoute; schemes: readonly SchemeServer[] }): Offer {
  const { configured, route } = options;
  const refuse = (problem: string): never => {
    throw new OfferConfigurationError({ route: route.id, problem });
  };
  const scheme = options.schemes.find((half) => half.scheme === configured.scheme && half.supports(configured.network));
  if (scheme === undefined) return refuse(`no scheme "${configured.scheme}" for network ${configured.network} is installed`);
  if (!/^[0-9]+$/.test(configured.amount)) return refuse(`amount must be atomic units in decimal, found "${configured.amount}"`);
  const requirements = scheme.offer({ requirements: configured as PaymentRequirements });
  // An offer that names no flow means the scheme's default, and must name any other: core specification §6.1 (newer text).
  const named = requirements.extra?.["paymentFlow"] ?? scheme.flows[0];
  const flow = scheme.flows.find((known) => known === named);
  if (flow === undefined) return refuse(`scheme "${scheme.scheme}" has no payment flow "${String(named)}", only ${scheme.flows.join(", ")}`);
  return { requirements, scheme, flow };
}
