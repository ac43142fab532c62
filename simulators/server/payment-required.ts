import { X402_VERSION, type PaymentRequired } from "../../spec/types.ts";
import type { FaultSet } from "../faults.ts";
import type { ProtectedRoute } from "./config.ts";
import type { Offer } from "./offers.ts";
import { bendPaymentRequired } from "./payment-required-faults.ts";

/** The payment-required signal of a route: x402-specification-v2.md §5.1. */
export function createPaymentRequired(options: { faults: FaultSet }): (request: { route: ProtectedRoute; offers: readonly Offer[]; url: string; error: string }) => PaymentRequired {
  return ({ route, offers, url, error }) =>
    bendPaymentRequired({
      faults: options.faults,
      required: {
        x402Version: X402_VERSION,
        error,
        resource: {
          url,
          ...(route.description === undefined ? {} : { description: route.description }),
          ...(route.mimeType === undefined ? {} : { mimeType: route.mimeType }),
        },
        accepts: offers.map(({ requirements }) => requirements),
        ...(route.extensions === undefined ? {} : { extensions: route.extensions as NonNullable<PaymentRequired["extensions"]> }),
      },
    });
}
