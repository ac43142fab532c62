import { ed25519Key, type Item, SIGNATURE_AGENT, serializeString, signMessage } from "../../../simulators/http-signatures/index.ts";
import type { CreditWallet } from "../../../simulators/rails/index.ts";
import type { CarryingRequest, Effects } from "../../../simulators/schemes/scheme.ts";
import type { HeaderFields } from "../../trace/events.ts";

/** How a signature differs from the one an honest agent makes. */
export interface SignatureBend {
  /** Default: the text's three, as far as the request has them. */
  readonly components?: readonly (string | Item)[];
  /** Added to the honest parameters; `undefined` leaves one out. */
  readonly parameters?: Readonly<Record<string, string | number | undefined>>;
  /** Authority that is signed for, instead of the one that is asked. */
  readonly authority?: string;
  /** The header fields once they are made. */
  readonly fields?: (fields: HeaderFields) => HeaderFields;
}

const LIFETIME = 60;

/** Signs a request as the agent behind a wallet: scheme_batch_settlement_cloudflare.md, Security Considerations. */
export function signRequest(options: { wallet: Pick<CreditWallet, "privateKey" | "agent">; request: CarryingRequest; effects: Effects; bend?: SignatureBend }): HeaderFields {
  const { wallet, request, effects, bend = {} } = options;
  const key = ed25519Key(Buffer.from(wallet.privateKey.split(" ")[1] ?? "", "base64url"));
  const agent: HeaderFields = [[SIGNATURE_AGENT, serializeString(wallet.agent)]];
  const headers = [...request.headers, ...agent];
  const now = Math.floor(effects.now() / 1000);
  const honest = { created: now, expires: now + LIFETIME, nonce: Buffer.from(effects.randomBytes(32)).toString("base64url"), keyid: key.thumbprint, alg: "ed25519", tag: "web-bot-auth", ...bend.parameters };
  const parameters = Object.fromEntries(Object.entries(honest).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const url = bend.authority === undefined ? request.url : request.url.replace(/^(https?:\/\/)[^/]+/, `$1${bend.authority}`);
  const components = bend.components ?? ["@authority", ...["signature-agent", "payment-signature"].filter((name) => headers.some(([field]) => field.toLowerCase() === name))];
  const fields: HeaderFields = [...agent, ...signMessage({ message: { ...request, url, headers }, components, parameters, key })];
  return bend.fields === undefined ? fields : bend.fields(fields);
}
