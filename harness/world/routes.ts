import type { RouteAccept, RouteConfig } from "../targets/protocol.ts";

/** The standard routes a server target is asked to serve. All prices are below one dollar of a six-digit token: some clients cap what they pay. */

export interface RoutesOptions {
  /** CAIP-2. */
  readonly network: string;
  readonly asset: string;
  readonly scheme: string;
  /** Of every offer, as an operator configures it. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** Whether the target can protect all that is below a path. */
  readonly below: boolean;
  /** Of an offer that is settled before it is served; `undefined`: there is none. */
  readonly upfront: Readonly<Record<string, unknown>> | undefined;
  /** Routes of the payment method's own. */
  readonly more: (accept: Accept) => readonly RouteConfig[];
  /** A recipient by route and index; each is an address of its own, so that a transfer tells its route. */
  readonly payTo: (path: string) => string;
}

/** One way to pay for a route, to a recipient of its own. Amounts in atomic units. */
export type Accept = (path: string, amount: string, extra?: Record<string, unknown>) => RouteAccept;

export function standardRoutes(options: RoutesOptions): readonly RouteConfig[] {
  const accept: Accept = (path, amount, extra = {}) => ({
    scheme: options.scheme,
    network: options.network,
    amount,
    asset: options.asset,
    payTo: options.payTo(path),
    maxTimeoutSeconds: 120,
    extra: { ...options.extra, ...extra },
  });
  return [
    { id: "basic", method: "GET", path: "/x402/basic", description: "A protected resource", mimeType: "application/json", accepts: [accept("basic", "10000")] },
    { id: "dear", method: "GET", path: "/x402/dear", description: "A dearer resource", mimeType: "application/json", accepts: [accept("dear", "250000")] },
    { id: "write", method: "POST", path: "/x402/write", description: "A protected write", mimeType: "application/json", accepts: [accept("write", "10000")] },
    { id: "multi", method: "GET", path: "/x402/multi", description: "Two ways to pay", mimeType: "application/json", accepts: [accept("multi/0", "20000"), accept("multi/1", "30000")] },
    { id: "nested", method: "GET", path: "/x402/nested/item", description: "A resource below another path", mimeType: "text/plain", accepts: [accept("nested", "10000")] },
    { id: "unicode", method: "GET", path: "/x402/unicode", description: "Zażółć gęślą jaźń — 支払い 💸", mimeType: "application/json", accepts: [accept("unicode", "10000")] },
    {
      id: "extended",
      method: "GET",
      path: "/x402/extended",
      description: "Advertises an extension of the suite's own",
      mimeType: "application/json",
      accepts: [accept("extended", "10000")],
      extensions: {
        "conformance-echo": {
          info: { marker: "echo-me-7f3a", nested: { kept: true } },
          schema: { $schema: "https://json-schema.org/draft/2020-12/schema", type: "object", properties: { marker: { type: "string" }, nested: { type: "object" } }, required: ["marker"] },
        },
      },
    },
    ...(options.upfront === undefined ? [] : [{ id: "upfront", method: "GET", path: "/x402/upfront", description: "Settled before it is served", mimeType: "application/json", accepts: [accept("upfront", "10000", { ...options.upfront })] }]),
    ...(options.below ? [{ id: "tree", method: "GET", path: "/x402/tree/leaf", below: "/x402/tree", description: "Everything below a path", mimeType: "application/json", accepts: [accept("tree", "10000")] }] : []),
    ...options.more(accept),
  ];
}
