import { createPspClient, type PspClient } from "../psp-client/psp-client.ts";
import type { FacilitatorChain, Provider } from "../schemes/scheme.ts";
import type { HttpFetch } from "../transports/http/http-fetch.ts";

/** The PSPs a facilitator has an account with. */
export interface Providers {
  /** In the order in which they were configured. */
  readonly names: readonly string[];
  client(name: string): PspClient | undefined;
  /** What its webhooks are signed with; `undefined` where it sends none. */
  webhookSecret(name: string): string | undefined;
}

/** Of a facilitator that was told of one PSP and not how it is called. */
const ONLY = "simpay";

export function createProviders(options: { chain: FacilitatorChain; fetch: HttpFetch; timeoutMilliseconds: number }): Providers {
  const { chain, fetch, timeoutMilliseconds } = options;
  const providers = new Map<string, Provider>(Object.entries(chain.providers ?? { [ONLY]: { url: chain.rpcUrl, key: chain.signerPrivateKey } }));
  const clients = new Map([...providers].map(([name, { url, key }]) => [name, createPspClient({ url, key, fetch, timeoutMilliseconds })]));
  return { names: [...providers.keys()], client: (name) => clients.get(name), webhookSecret: (name) => providers.get(name)?.webhookSecret };
}
