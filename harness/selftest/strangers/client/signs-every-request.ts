import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import type { ClientConfig, FetchOutcome, FetchRequest, HelloReply } from "../../../targets/protocol.ts";
import { isObject, type JsonObject, parsed } from "../json.ts";

/**
 * A crawler that buys on cloudflare:402 and nothing else. It signs every request it makes, the first one too; names itself by its
 * bare host as the text's example does; covers more than it has to, in an order of its own, under a label of its own; and its signatures
 * have neither end nor nonce nor algorithm. Its accepted has a timeout of its own and no extra, as the text's example has it, and it repeats no extensions.
 */
export const createInprocRole = (): Crawler => {
  const started = new Set<string>();
  return {
    hello: async () => ({ name: "signs-every-request", version: "0", role: "client", capabilities: { schemes: ["batch-settlement"], networks: ["cloudflare:402"], extensions: ["http-message-signatures"], transports: ["http"], features: ["request", "instances"] } }),
    async start({ instance }) {
      started.add(instance);
      return {};
    },
    async fetch({ instance, request, wallets }) {
      if (!started.has(instance)) throw new Error(`no client "${instance}" was started`);
      return await crawl({ request, wallet: wallets["cloudflare"] ?? "" }).catch((error: unknown): FetchOutcome => ({ outcome: "error", message: String(error) }));
    },
    reset: async () => undefined,
    async stop(request) {
      if (request?.instance === undefined) started.clear();
      else started.delete(request.instance);
    },
  };
};

interface Crawler {
  hello(): Promise<HelloReply>;
  start(options: { instance: string; config: ClientConfig }): Promise<Record<string, never>>;
  fetch(options: { instance: string; request: FetchRequest; wallets: Readonly<Record<string, string>> }): Promise<FetchOutcome>;
  reset(): Promise<void>;
  stop(request?: { instance?: string }): Promise<void>;
}

interface Identity {
  readonly host: string;
  readonly key: KeyObject;
  readonly thumbprint: string;
}

async function crawl(options: { request: FetchRequest; wallet: string }): Promise<FetchOutcome> {
  const { request } = options;
  const identity = identityOf(options.wallet);
  const ask = async (payment?: string): Promise<Response> => {
    const headers = new Headers(request.headers.map(([name, value]): [string, string] => [name, value]));
    for (const [name, value] of signed({ identity, request, payment })) headers.set(name, value);
    return await fetch(request.url, { method: request.method, headers, redirect: "manual", ...(request.body === undefined ? {} : { body: Buffer.from(request.body, "base64") }) });
  };
  const first = await ask();
  const required = first.status === 402 ? parsed(Buffer.from(first.headers.get("payment-required") ?? "", "base64").toString()) : undefined;
  const accepts = isObject(required) && required["x402Version"] === 2 && Array.isArray(required["accepts"]) ? (required["accepts"] as unknown[]) : [];
  const offer = accepts.find(isPriced);
  if (offer === undefined) return await outcomeOf(first);
  await first.body?.cancel();
  const { scheme, network, amount, asset, payTo } = offer;
  const payment = { x402Version: 2, payload: { amount, asset }, accepted: { scheme, network, amount, asset, payTo, maxTimeoutSeconds: offer["maxTimeoutSeconds"] ?? 30 } };
  return await outcomeOf(await ask(Buffer.from(JSON.stringify(payment)).toString("base64")));
}

function isPriced(offer: unknown): offer is JsonObject {
  if (!isObject(offer)) return false;
  const { scheme, network, amount, asset, payTo, extra } = offer;
  if (!isObject(extra) || (extra["paymentFlow"] !== undefined && extra["paymentFlow"] !== "authorization")) return false;
  return scheme === "batch-settlement" && network === "cloudflare:402" && payTo === "merchant" && typeof asset === "string" && typeof amount === "string" && /^[0-9]{1,12}$/.test(amount);
}

async function outcomeOf(response: Response): Promise<FetchOutcome> {
  const body = Buffer.from(await response.arrayBuffer()).subarray(0, 65_536).toString("base64");
  return { outcome: "response", status: response.status, headers: [...response.headers], body };
}

function identityOf(wallet: string): Identity {
  const [origin = "", secret = ""] = wallet.split(" ");
  const key = createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.from(secret, "base64url")]), format: "der", type: "pkcs8" });
  const { x } = createPublicKey(key).export({ format: "jwk" });
  return { host: new URL(origin).host, key, thumbprint: createHash("sha256").update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest("base64url") };
}

/** Its own few lines of RFC 9421. */
function signed(options: { identity: Identity; request: FetchRequest; payment: string | undefined }): readonly (readonly [string, string])[] {
  const { identity, request, payment } = options;
  const { host, pathname } = new URL(request.url);
  const covered: readonly (readonly [string, string])[] = [...(payment === undefined ? [] : [["payment-signature", payment] as const]), ["@method", request.method], ["@path", pathname], ["signature-agent", identity.host], ["@authority", host]];
  const parameters = `(${covered.map(([name]) => `"${name}"`).join(" ")});tag="web-bot-auth";keyid="${identity.thumbprint}";created=${Math.floor(Date.now() / 1000)}`;
  const base = [...covered.map(([name, value]) => `"${name}": ${value}`), `"@signature-params": ${parameters}`].join("\n");
  return [
    ["signature-agent", identity.host],
    ["signature-input", `crawl1=${parameters}`],
    ["signature", `crawl1=:${sign(null, Buffer.from(base), identity.key).toString("base64")}:`],
    ...(payment === undefined ? [] : [["payment-signature", payment] as const]),
  ];
}
