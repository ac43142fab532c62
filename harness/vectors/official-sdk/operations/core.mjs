import { x402Client } from "@x402/core/client";
import { HTTPFacilitatorClient } from "@x402/core/http";
import { NetworkSchemaV2 } from "@x402/core/schemas";
import { PAYMENT_FLOWS, x402ResourceServer } from "@x402/core/server";
import { convertToTokenAmount } from "@x402/core/utils";
import { ExactEvmScheme } from "@x402/evm/exact/server";
import { assertSIWxChallengeBoundToOrigin } from "@x402/extensions/sign-in-with-x";
import { isValidPaymentId } from "@x402/extensions/payment-identifier";
import { withHttp } from "../world/http.mjs";
import { demand, Unsupported } from "./unsupported.mjs";

export const core = {
  "amount.scale": async ({ shared, input }) => {
    // A seller with a token of his own registers a parser; the SDK reads the price and converts it.
    const scheme = new ExactEvmScheme().registerMoneyParser(async (amount) => ({ amount: convertToTokenAmount(amount, shared.decimals), asset: "token" }));
    const { amount } = await scheme.parsePrice(input.price, "eip155:8453");
    return { amount };
  },

  "caip2.parse": ({ input }) => {
    const network = NetworkSchemaV2.parse(input.network);
    // The SDK has no parser; everywhere it splits at the colon.
    const [namespace, ...rest] = network.split(":");
    return { namespace, reference: rest.join(":") };
  },

  "requirements.match": ({ shared, input }) => {
    const { offered, accepted } = { ...shared, ...input };
    const match = new x402ResourceServer().findMatchingRequirements(offered, { x402Version: 2, accepted });
    demand(match !== undefined, "No matching payment requirements");
    return { index: offered.indexOf(match) };
  },

  "supported.match": async ({ shared, input }) => {
    const { supported, requirements } = { ...shared, ...input };
    const server = new x402ResourceServer(new HTTPFacilitatorClient({ url: "https://facilitator.test" }));
    await withHttp(() => supported, () => server.initialize());
    demand(server.getSupportedKind(2, requirements.network, requirements.scheme) !== undefined, "no such kind");
  },

  "offer.select": async ({ shared, input }) => {
    const { can, flows, cap = {}, accepts } = { ...shared, ...input };
    const client = new x402Client();
    for (const { scheme, network } of can) client.register(network, { scheme, createPaymentPayload: async (x402Version) => ({ x402Version, payload: {} }) });
    // The question's caller sets caps by asset and lets everything else pass.
    const assets = accepts.map((offer) => offer?.asset).filter((asset) => typeof asset === "string");
    client.setSpendControls({ allowedAssets: [...new Set(assets)].map((asset) => ({ network: "*", asset, ...(Object.hasOwn(cap, asset) ? { maxAmountPerPayment: cap[asset] } : {}) })) });
    // Flows that the SDK knows and the question's client does not.
    const excluded = Object.keys(PAYMENT_FLOWS).filter((flow) => !flows.includes(flow));
    client.registerPolicy((_, offers) => offers.filter(({ extra }) => !excluded.includes(extra?.paymentFlow)));
    const { accepted } = await client.createPaymentPayload({ x402Version: 2, resource: { url: "https://shop.test/" }, accepts });
    return { index: accepts.indexOf(accepted) };
  },

  "extension.echo": ({ shared, input }) => {
    const { supports, offered, sent } = { ...shared, ...input };
    // The SDK's server judges what is repeated. That a client repeats what it supports is not its business.
    if (supports.some((key) => Object.hasOwn(offered, key) && !Object.hasOwn(sent ?? {}, key))) throw new Unsupported("the SDK's server does not ask for an echo");
    const { valid, invalidReason } = new x402ResourceServer().validateExtensions({ x402Version: 2, extensions: offered }, { x402Version: 2, extensions: sent });
    demand(valid, invalidReason);
  },

  "payment-identifier.validate": ({ input }) => demand(isValidPaymentId(input.id)),

  "siwx.challenge.judge": ({ shared, input }) => {
    const { info, url } = { ...shared, ...input };
    assertSIWxChallengeBoundToOrigin(info, url);
  },
};
