import type { PaymentRequirements, SettleResponse } from "../../spec/types.ts";
import { encodeHeader, HEADERS } from "../../simulators/transports/http/header-codec.ts";
import type { Script } from "../world/script.ts";

/** What a scripted server says to a client under test: payment-required signals, receipts, refusals. */

export interface PaymentRequiredOptions {
  readonly accepts: readonly unknown[];
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
  readonly resource?: unknown;
  readonly error?: string;
  /** Members to add to the message, or to replace: a malformed signal is an edit of a good one. */
  readonly edit?: ((message: Record<string, unknown>) => unknown) | undefined;
  /** Default base64 of the message's JSON. Several values are several header lines; `undefined` is no header. */
  readonly encode?: ((message: unknown) => string | readonly string[] | undefined) | undefined;
  /** Spelling of the header's name. */
  readonly name?: string;
  /** Default `{}`, as the text's example has it. */
  readonly body?: string | Uint8Array;
  readonly contentType?: string;
}

/** A 402 with a payment-required signal. */
export function paymentRequired(options: PaymentRequiredOptions): Script {
  const message: Record<string, unknown> = {
    x402Version: 2,
    error: options.error ?? "PAYMENT-SIGNATURE header is required",
    resource: options.resource,
    accepts: options.accepts,
    ...(options.extensions === undefined ? {} : { extensions: options.extensions }),
  };
  const edited = options.edit === undefined ? message : options.edit(message);
  const encoded = (options.encode ?? encodeHeader)(edited);
  const values = encoded === undefined ? [] : typeof encoded === "string" ? [encoded] : encoded;
  return {
    status: 402,
    headers: [["Content-Type", options.contentType ?? "application/json"], ...values.map((value): [string, string] => [options.name ?? HEADERS.paymentRequired, value])],
    body: options.body ?? "{}",
  };
}

/** The content, and what became of the payment. */
export function paidResponse(options: { settlement: unknown; content: unknown; encode?: (message: unknown) => string }): Script {
  return { status: 200, headers: [["Content-Type", "application/json"], [HEADERS.paymentResponse, (options.encode ?? encodeHeader)(options.settlement)]], body: JSON.stringify(options.content) };
}

/** A 402 that says the payment could not be settled, without a new offer: the text's own failure example. */
export function settlementFailed(options: { settlement: SettleResponse }): Script {
  return { status: 402, headers: [["Content-Type", "application/json"], [HEADERS.paymentResponse, encodeHeader(options.settlement)]], body: "{}" };
}

/** A standard offer: below one dollar, in an asset every client knows, for some refuse anything else. */
export function standardOffer(options: { scheme: string; network: string; asset: string; extra: Readonly<Record<string, unknown>>; payTo: string; edit?: Partial<PaymentRequirements> }): PaymentRequirements {
  return {
    scheme: options.scheme,
    network: options.network as PaymentRequirements["network"],
    amount: "10000",
    asset: options.asset,
    payTo: options.payTo,
    maxTimeoutSeconds: 120,
    extra: { ...options.extra },
    ...options.edit,
  };
}
