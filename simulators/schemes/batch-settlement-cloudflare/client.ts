import { HTTP_MESSAGE_SIGNATURES } from "../../extensions/http-message-signatures/declaration.ts";
import { agentKeyOf } from "../../extensions/http-message-signatures/agent-key.ts";
import type { CreateSchemeClient } from "../scheme.ts";
import { createClientBends } from "./client-bends.ts";
import { isAmount, isCurrencyCode, NETWORK, PAY_TO, SCHEME } from "./terms.ts";

/**
 * Client half of `batch-settlement` on `cloudflare:402`: PAYMENT-SIGNATURE Header Payload. The commitment becomes one by the
 * message signature of the request that carries it, which is the matter of the extension `http-message-signatures`.
 */
export const createClient: CreateSchemeClient = ({ faults }) => {
  const bends = createClientBends({ faults });
  return {
    scheme: SCHEME,
    supports: (network) => network === NETWORK,
    offerSchema: "batch-settlement-cloudflare-requirements",
    flows: ["authorization"],
    // Without a price there is nothing to commit to yet.
    canPay: ({ requirements: { network, amount, asset, payTo, maxTimeoutSeconds }, wallets }) => network === NETWORK && isAmount(amount) && isCurrencyCode(asset) && payTo === PAY_TO && agentKeyOf(wallets) !== undefined && !bends.refusesTimeless(maxTimeoutSeconds),
    async createPayload({ requirements: { amount, asset }, wallets, extensions = {} }) {
      // What is not signed commits nobody, and would be refused.
      if (!(HTTP_MESSAGE_SIGNATURES in extensions)) throw new Error(`${NETWORK} is offered without ${HTTP_MESSAGE_SIGNATURES} in extensions, by which a payment is signed`);
      return await Promise.resolve(bends.payload({ payload: { amount, asset }, agent: agentKeyOf(wallets)?.agent ?? "" }));
    },
  };
};
