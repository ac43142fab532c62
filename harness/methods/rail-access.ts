import type { RailChain, RailWallet } from "../../simulators/rails/index.ts";
import { startApiProxy } from "../world/api-proxy.ts";
import type { NetworkAccess, RpcDialect } from "./method.ts";

/** What payment methods over fiat rails have in common: a facilitator reaches them through providers' HTTP APIs. */

/** Calls that move money, or hold it. */
const MOVES = new Set(["POST /v1/payment_intents", "POST /v1/payment_intents/:id/confirm", "POST /v1/payment_intents/:id/capture", "POST /v1/payment_intents/:id/cancel", "POST /v1/refunds"]);

/** Those that take money from a payer, or set it aside. */
const CHARGES = new Set(["POST /v1/payment_intents", "POST /v1/payment_intents/:id/confirm"]);

export const railDialect: RpcDialect = { broadcasts: MOVES, absent: () => undefined };

export const railAccess: NetworkAccess<RailChain> = {
  startProxy: ({ chain, peer, name }) => startApiProxy({ peer, name, providers: new Map([...chain.world.psps].map(([provider, { url }]) => [provider, url])), tokensOf: chain.tokensOf, broadcasts: MOVES }),
  config({ chain, url, sponsor }) {
    const { platformKeys } = sponsor as RailWallet;
    const first = chain.psp.name;
    const providers = Object.fromEntries(Object.entries(platformKeys).map(([name, key]) => [name, { url: `${url}/${name}`, key: key.secret, webhookSecret: webhookSecretOf({ key: key.secret }) }]));
    return { rpcUrl: `${url}/${first}`, signerPrivateKey: platformKeys[first]?.secret ?? "", providers };
  },
  onStarted({ chain, sponsor, webhooks }) {
    for (const [name, url] of Object.entries(webhooks)) {
      const key = (sponsor as RailWallet).platformKeys[name];
      if (key !== undefined) chain.world.psps.get(name)?.control.webhooks.open({ url, secret: webhookSecretOf({ key: key.secret }), key: key.id });
    }
  },
};

/** What the events for a facilitator are signed with: the harness chooses it, as the facilitator is told it when it starts. */
export function webhookSecretOf(options: { readonly key: string }): string {
  return `whsec_${options.key.replace(/^sk_test_/, "")}`;
}

/** Whether a call charges: what sends a payment. */
export function charges(call: { readonly method: string }): boolean {
  return CHARGES.has(call.method);
}

/** A member of the body of a call to a provider. Of calls by strangers. */
export function sentMember(options: { readonly params: unknown; readonly member: string }): unknown {
  const { body } = (typeof options.params === "object" && options.params !== null ? options.params : {}) as { readonly body?: unknown };
  return typeof body === "object" && body !== null ? (body as Readonly<Record<string, unknown>>)[options.member] : undefined;
}
