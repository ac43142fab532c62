import { HTTP_MESSAGE_SIGNATURES } from "../../extensions/http-message-signatures/declaration.ts";
import type { CreateSchemeServer, Effects } from "../scheme.ts";
import { createJudge } from "./judge.ts";
import { paymentSignatureOf } from "./message-proof.ts";
import { createServerBends } from "./server-bends.ts";
import { isCurrencyCode, NETWORK, PAY_TO, SCHEME, VERSION } from "./terms.ts";
import { canonicalJson } from "../../json.ts";

/** Server half of `batch-settlement` on `cloudflare:402`: PaymentRequired for batch-settlement, and Verification. */

/** The text's own, meant for people: Network-Specific Implementation. */
const REGISTRATION_URL = "https://developers.cloudflare.com/ai-crawl-control/features/pay-per-crawl/use-pay-per-crawl-as-ai-owner/verify-ai-crawler/";

const AT_ONCE: Pick<Effects, "now"> = { now: () => Date.now() };

/** @param options.chains `cloudflare:402` with the URL of the network's API, which is asked for every payment */
export const createServer: CreateSchemeServer = ({ effects = AT_ONCE, faults, chains = {} }) => {
  const bends = createServerBends({ faults });
  const url = chains[NETWORK]?.rpcUrl;
  const judge = url === undefined ? NOBODY : createJudge({ effects, faults, url });
  const declared = bends.declared({ [HTTP_MESSAGE_SIGNATURES]: { info: { registrationUrl: REGISTRATION_URL, signatureSchemes: ["ed25519"], tags: ["web-bot-auth"] } } });
  return {
    scheme: SCHEME,
    supports: (network) => network === NETWORK,
    flows: ["authorization"],
    ...(declared === undefined ? {} : { extensions: declared }),
    judge,
    offer({ requirements }) {
      const { asset, payTo } = requirements;
      if (!isCurrencyCode(asset)) throw new Error(`${NETWORK} needs a currency by ISO 4217 as asset, found ${JSON.stringify(asset)}`);
      if (payTo !== PAY_TO) throw new Error(`${NETWORK} needs "${PAY_TO}" as payTo, found ${JSON.stringify(payTo)}`);
      return bends.offer({ ...requirements, extra: { version: VERSION, ...requirements.extra } });
    },
    // A commitment is one by its signature; the payload of the next one is the same.
    replayKey({ payload, request }) {
      const signature = request === undefined ? undefined : paymentSignatureOf(request)?.signature;
      return signature === undefined ? canonicalJson(payload) : `${NETWORK} ${Buffer.from(signature).toString("base64url")}`;
    },
  };
};

/** A server that was not told where the network is can offer, and take no payment. */
const NOBODY: NonNullable<ReturnType<CreateSchemeServer>["judge"]> = {
  verify: async () => await Promise.reject(new Error(`no URL of ${NETWORK} is known`)),
  settle: async () => await Promise.reject(new Error(`no URL of ${NETWORK} is known`)),
};
