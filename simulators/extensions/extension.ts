import type { FaultSet } from "../faults.ts";
import type { CarryingRequest, ClientWallet, Effects } from "../schemes/scheme.ts";
import type { HeaderFields, HttpResponse } from "../transports/http/http-fetch.ts";

/** A protocol extension: each folder beside this file exports its halves; the roles compose them and know none by name. */

export interface ExtensionClient {
  /**
   * Header fields with which a request that was answered by 402 is repeated before anything is paid for it.
   *
   * @param options.advertised the extension's member of PaymentRequired.extensions, as it came
   * @param options.accepts offers of the same 402 that can be read
   * @param options.url that was asked for, after redirects
   * @returns `undefined` where the extension has nothing to answer. Never throws.
   */
  answer?(options: { advertised: unknown; accepts: readonly unknown[]; url: string; wallets: readonly ClientWallet[] }): HeaderFields | undefined;
  /**
   * Header fields to send with a payment, such as a signature over the request that carries it.
   *
   * @param options.request complete but for these fields
   * @returns `undefined` where there are none
   */
  attach?(options: { advertised: unknown; request: CarryingRequest; wallets: readonly ClientWallet[] }): HeaderFields | undefined;
}

export interface ExtensionServer {
  /** Answers requests for what the extension has beside the routes, such as a directory at a well-known path. Never throws. */
  serve?(request: { readonly method: string; /** Without query. */ readonly path: string }): HttpResponse | undefined;
  /**
   * Header fields to add to an answer of a route that advertises the extension. Never throws.
   *
   * @param options.advertised the extension's member of the route's extensions
   */
  attach?(options: { advertised: unknown; request: CarryingRequest; response: Pick<HttpResponse, "status" | "headers"> }): HeaderFields | undefined;
}

export type CreateExtensionClient = (options: { effects: Effects; faults: FaultSet }) => ExtensionClient;
export type CreateExtensionServer = (options: { effects: Effects; faults: FaultSet }) => ExtensionServer;
