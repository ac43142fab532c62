import type { FaultSet } from "../faults.ts";
import type { ClientWallet, Effects } from "../schemes/scheme.ts";
import type { HeaderFields } from "../transports/http/http-fetch.ts";

/** A protocol extension: each folder beside this file exports its halves; the roles compose them and know none by name. */

export interface ExtensionClient {
  /**
   * Header fields with which a request that was answered by 402 is repeated before anything is paid for it.
   *
   * @param options.advertised the extension's member of PaymentRequired.extensions, as it came
   * @param options.url that was asked for, after redirects
   * @returns `undefined` where the extension has nothing to answer. Never throws.
   */
  answer(options: { advertised: unknown; url: string; wallets: readonly ClientWallet[] }): HeaderFields | undefined;
}

export type CreateExtensionClient = (options: { effects: Effects; faults: FaultSet }) => ExtensionClient;
