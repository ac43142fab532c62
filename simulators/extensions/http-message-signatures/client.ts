import { signMessage } from "../../http-signatures/index.ts";
import { isObject } from "../../json.ts";
import type { HeaderFields } from "../../transports/http/http-fetch.ts";
import { HEADERS } from "../../transports/http/header-codec.ts";
import type { CreateExtensionClient } from "../extension.ts";
import { agentKeyOf, type AgentKey } from "./agent-key.ts";
import { createClientBends } from "./client-bends.ts";
import { readDeclaration } from "./declaration.ts";

/** Client half of `http-message-signatures`: extensions/http-message-signatures.md, Usage. Signs with Ed25519. */

const TAG = "web-bot-auth";
/** Seconds. Networks take signatures that are about half a minute old. */
const LIFETIME = 30;

export const createClient: CreateExtensionClient = ({ effects, faults }) => {
  const bends = createClientBends({ faults });

  /** Of an agent, a request's signature over what the text names, as far as the request has it. */
  const sign = (request: { agent: AgentKey; tag: string; url: string; headers: HeaderFields }): HeaderFields => {
    const { agent, tag, url } = request;
    const named = bends.agent(agent.agent, url);
    const headers: HeaderFields = [...request.headers, ...named];
    const has = (name: string): boolean => headers.some(([field]) => field.toLowerCase() === name);
    const now = Math.floor(effects.now() / 1000);
    const nonce = Buffer.from(effects.randomBytes(32)).toString("base64url");
    const components = bends.components(["@authority", ...["signature-agent", HEADERS.paymentSignature.toLowerCase()].filter(has)]);
    const parameters = bends.parameters({ created: now, expires: now + LIFETIME, nonce, keyid: agent.key.thumbprint, alg: "ed25519", tag });
    return [...named, ...bends.signature(signMessage({ message: { url, headers }, components, parameters, key: agent.key }))];
  };
  const signerFor = (options: { advertised: unknown; wallets: Parameters<typeof agentKeyOf>[0] }): { agent: AgentKey; tag: string } | undefined => {
    const declared = readDeclaration(options.advertised);
    const agent = agentKeyOf(options.wallets);
    if (declared === undefined || agent === undefined || !declared.signatureSchemes.includes("ed25519")) return undefined;
    // Without a list every tag is as good as this one.
    const tag = declared.tags.includes(TAG) ? TAG : (declared.tags[0] ?? TAG);
    return { agent, tag };
  };

  return {
    answer({ advertised, accepts, url, wallets }) {
      const unpriced = accepts.some((offer) => isObject(offer) && offer["amount"] === undefined);
      const signer = unpriced ? signerFor({ advertised, wallets }) : undefined;
      return signer === undefined || bends.neverAsks() ? undefined : sign({ ...signer, url, headers: [] });
    },
    attach({ advertised, request: { url, headers }, wallets }) {
      const signer = signerFor({ advertised, wallets });
      if (signer === undefined) return undefined;
      bends.needsSchema(readDeclaration(advertised)?.hasSchema === true);
      return bends.unsigned() ? undefined : sign({ ...signer, url, headers });
    },
  };
};
