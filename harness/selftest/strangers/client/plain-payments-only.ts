import { bytesToHex, isAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { ClientConfig, FetchOutcome, FetchRequest, HelloReply } from "../../../targets/protocol.ts";
import { isObject, type JsonObject, parsed } from "../json.ts";
import { TRANSFER_TYPES } from "../transfer-types.ts";

/**
 * A client that knows one token on one network and pays for it by EIP-3009, after the handler and in no
 * other way. Of the offers it can pay it takes the cheapest; what it cannot pay or read it hands to its
 * caller as the 402 it got, without an error. Its authorizations are good since the beginning of time
 * and for a minute at most, and its own address is in lower case. It leaves the resource out of its payments and puts members of its
 * own in, writes indented JSON and header names in lower case, follows no redirect and repeats nothing.
 */
export const createInprocRole = (): PlainClient => {
  const started = new Set<string>();
  return {
    hello: async () => ({ name: "plain-payments-only", version: "0", role: "client", capabilities: { schemes: ["exact"], networks: [TOKEN.network], extensions: [], transports: ["http"], features: ["request", "payment-result", "instances"] } }),
    async start({ instance }) {
      started.add(instance);
      return {};
    },
    async fetch({ instance, request, wallets }) {
      if (!started.has(instance)) throw new Error(`no client "${instance}" was started`);
      return await paidFetch({ request, privateKey: wallets["eip155"] }).catch((error: unknown): FetchOutcome => ({ outcome: "error", message: String(error) }));
    },
    reset: async () => undefined,
    async stop(request) {
      if (request?.instance === undefined) started.clear();
      else started.delete(request.instance);
    },
  };
};

interface PlainClient {
  hello(): Promise<HelloReply>;
  start(options: { instance: string; config: ClientConfig }): Promise<Record<string, never>>;
  fetch(options: { instance: string; request: FetchRequest; wallets: Readonly<Record<string, string>> }): Promise<FetchOutcome>;
  reset(): Promise<void>;
  stop(request?: { instance?: string }): Promise<void>;
}

const TOKEN = { network: "eip155:84532", chainId: 84_532, address: "0x036CbD53842c5426634e7929541eC2318f3dCF7e", name: "USDC", version: "2" } as const;
const ONE_DAY = 86_400;
/** Shorter than most offers allow: long enough for one request. */
const VALID_SECONDS = 60;

async function paidFetch(options: { request: FetchRequest; privateKey: string | undefined }): Promise<FetchOutcome> {
  const { request, privateKey } = options;
  const headers = new Headers(request.headers.map(([name, value]): [string, string] => [name, value]));
  const ask = async (): Promise<Response> => await fetch(request.url, { method: request.method, headers, redirect: "manual", ...(request.body === undefined ? {} : { body: Buffer.from(request.body, "base64") }) });
  const first = await ask();
  const required = first.status === 402 ? decoded(first.headers.get("payment-required")) : undefined;
  const payment = privateKey === undefined || required === undefined ? undefined : await paymentFor({ required, privateKey: privateKey as `0x${string}` });
  if (payment === undefined) return await outcomeOf(first);
  await first.body?.cancel();
  headers.set("payment-signature", Buffer.from(JSON.stringify(payment, undefined, 2)).toString("base64"));
  return await outcomeOf(await ask());
}

async function outcomeOf(response: Response): Promise<FetchOutcome> {
  const payment = decoded(response.headers.get("payment-response"));
  const body = Buffer.from(await response.arrayBuffer()).subarray(0, 65_536).toString("base64");
  return { outcome: "response", status: response.status, headers: [...response.headers], body, ...(payment === undefined ? {} : { payment }) };
}

function decoded(header: string | null): JsonObject | undefined {
  const value = header === null ? undefined : parsed(Buffer.from(header, "base64").toString());
  return isObject(value) ? value : undefined;
}

interface PlainOffer extends JsonObject {
  readonly amount: string;
  readonly payTo: `0x${string}`;
  readonly maxTimeoutSeconds: number;
}

/** `undefined` where nothing offered can be paid. */
async function paymentFor(options: { required: JsonObject; privateKey: `0x${string}` }): Promise<JsonObject | undefined> {
  const { accepts, extensions, resource, x402Version } = options.required;
  if (x402Version !== 2 || !Array.isArray(accepts) || !isObject(resource)) return undefined;
  const [accepted] = accepts.filter(isPlain).toSorted((left, right) => (BigInt(left.amount) < BigInt(right.amount) ? -1 : 1));
  if (accepted === undefined) return undefined;
  const account = privateKeyToAccount(options.privateKey);
  const authorization = {
    from: account.address.toLowerCase() as `0x${string}`,
    to: accepted.payTo,
    value: accepted.amount,
    validAfter: "0",
    validBefore: String(Math.floor(Date.now() / 1000) + Math.min(Math.floor(accepted.maxTimeoutSeconds), VALID_SECONDS)),
    nonce: bytesToHex(crypto.getRandomValues(new Uint8Array(32))),
  };
  const { name, version, chainId, address: verifyingContract } = TOKEN;
  const message = { ...authorization, to: authorization.to.toLowerCase() as `0x${string}`, value: BigInt(authorization.value), validAfter: 0n, validBefore: BigInt(authorization.validBefore) };
  const signature = await account.signTypedData({ domain: { name, version, chainId, verifyingContract }, types: TRANSFER_TYPES, primaryType: "TransferWithAuthorization", message });
  return { agent: "plain", payload: { authorization, signature, memo: "x" }, accepted, ...(isObject(extensions) ? { extensions } : {}), x402Version: 2 };
}

function isPlain(offer: unknown): offer is PlainOffer {
  if (!isObject(offer)) return false;
  const { amount, asset, extra, maxTimeoutSeconds, network, payTo, scheme } = offer;
  if (scheme !== "exact" || network !== TOKEN.network || String(asset).toLowerCase() !== TOKEN.address.toLowerCase()) return false;
  if (!isObject(extra) || extra["name"] !== TOKEN.name || extra["version"] !== TOKEN.version) return false;
  if (extra["assetTransferMethod"] !== undefined && extra["assetTransferMethod"] !== "eip3009") return false;
  if (extra["paymentFlow"] !== undefined && extra["paymentFlow"] !== "authorization") return false;
  const payable = typeof amount === "string" && /^[0-9]{1,30}$/.test(amount) && typeof payTo === "string" && isAddress(payTo, { strict: false });
  return payable && typeof maxTimeoutSeconds === "number" && maxTimeoutSeconds >= 1 && maxTimeoutSeconds <= ONE_DAY;
}
