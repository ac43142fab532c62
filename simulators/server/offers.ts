import type { PaymentRequirements, SupportedKind } from "../../spec/types.ts";
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
 * Completes a route's offers with what their schemes add. Offers that take something from the facilitator's
 * kind are completed when they are first asked for, and asked for again where that failed.
 *
 * @param options.kindOf what the facilitator in use announces for a scheme and network, `undefined` when it does not; rejects when it cannot be asked
 * @throws OfferConfigurationError naming the route and what was expected
 */
export function createOffers(options: { route: ProtectedRoute; schemes: readonly SchemeServer[]; kindOf: (offer: ConfiguredOffer) => Promise<SupportedKind | undefined> }): () => Promise<readonly Offer[]> {
  const { route, schemes, kindOf } = options;
  const halves = route.accepts.map((configured) => ({ configured, scheme: schemeOf({ configured, route, schemes }) }));
  if (halves.every(({ scheme }) => scheme.needsKind !== true)) {
    const offers = Promise.resolve(halves.map(({ configured, scheme }) => createOffer({ configured, route, scheme })));
    return () => offers;
  }
  let completed: Promise<readonly Offer[]> | undefined;
  const complete = async (): Promise<readonly Offer[]> =>
    await Promise.all(
      halves.map(async ({ configured, scheme }) => {
        const kind = scheme.needsKind === true ? await kindOf(configured) : undefined;
        return createOffer({ configured, route, scheme, ...(kind === undefined ? {} : { kind }) });
      }),
    );
  return async () => {
    completed ??= complete();
    try {
      return await completed;
    } catch (error) {
      completed = undefined;
      throw error;
    }
  };
}

/** Offers as they are shown: with what their schemes add afresh each time. */
export async function withHints(offers: readonly Offer[]): Promise<readonly Offer[]> {
  return await Promise.all(
    offers.map(async (offer) => {
      const { requirements, scheme } = offer;
      const hints = await scheme.hints?.({ requirements });
      return hints === undefined ? offer : { ...offer, requirements: { ...requirements, extra: { ...requirements.extra, ...hints } } };
    }),
  );
}

function schemeOf(options: { configured: ConfiguredOffer; route: ProtectedRoute; schemes: readonly SchemeServer[] }): SchemeServer {
  const { configured, route } = options;
  const scheme = options.schemes.find((half) => half.scheme === configured.scheme && half.supports(configured.network));
  if (scheme === undefined) throw new OfferConfigurationError({ route: route.id, problem: `no scheme "${configured.scheme}" for network ${configured.network} is installed` });
  return scheme;
}

function createOffer(options: { configured: ConfiguredOffer; route: ProtectedRoute; scheme: SchemeServer; kind?: SupportedKind }): Offer {
  const { configured, route, scheme, kind } = options;
  const refuse = (problem: string): never => {
    throw new OfferConfigurationError({ route: route.id, problem });
  };
  if (!/^[0-9]+$/.test(configured.amount)) return refuse(`amount must be atomic units in decimal, found "${configured.amount}"`);
  const requirements = scheme.offer({ requirements: configured as PaymentRequirements, ...(kind === undefined ? {} : { kind }) });
  // An offer that names no flow means the scheme's default, and must name any other: core specification §6.1 (newer text).
  const named = configured.extra?.["paymentFlow"] ?? requirements.extra?.["paymentFlow"] ?? scheme.flows[0];
  const flow = scheme.flows.find((known) => known === named);
  if (flow === undefined) return refuse(`scheme "${scheme.scheme}" has no payment flow "${String(named)}", only ${scheme.flows.join(", ")}`);
  return { requirements, scheme, flow };
}
