import { randomUUID } from "node:crypto";
import type { ClientConfig, FetchOutcome, FetchRequest, HelloReply } from "../../../targets/protocol.ts";
import { isAccount } from "../account-data.ts";
import { BANK_NETWORKS, railOf } from "../bank-networks.ts";
import { isObject, type JsonObject, parsed } from "../json.ts";

/**
 * A client that pays with cards and bank accounts, once for each time it is called: it repeats nothing by itself, waits for nothing,
 * and gives whatever comes to its caller. A payment that may be moving money is presented again when the caller wants the same thing
 * again, at once and without asking what it costs by now. Of the offers it can pay it takes the first, but rather one that settles after
 * the resource than one of the same network that settles before. It names no resource, identifies payments by UUIDs, and has headers of its own.
 */
export const createInprocRole = (): AskingClient => {
  const started = new Map<string, Map<string, string>>();
  return {
    hello: async () => ({ name: "asks-when-asked", version: "0", role: "client", capabilities: { schemes: ["auth-capture", "exact"], networks: ["card:visa", ...Object.keys(BANK_NETWORKS)], extensions: [], transports: ["http"], features: ["request", "payment-result", "instances"] } }),
    async start({ instance }) {
      started.set(instance, new Map());
      return {};
    },
    async fetch({ instance, request, wallets }) {
      const open = started.get(instance);
      if (open === undefined) throw new Error(`no client "${instance}" was started`);
      return await paidFetch({ request, wallets, open }).catch((error: unknown): FetchOutcome => ({ outcome: "error", message: String(error) }));
    },
    async reset(options) {
      for (const [instance, open] of started) if (options?.instance === undefined || options.instance === instance) open.clear();
    },
    async stop(options) {
      if (options?.instance === undefined) started.clear();
      else started.delete(options.instance);
    },
  };
};

interface AskingClient {
  hello(): Promise<HelloReply>;
  start(options: { instance: string; config: ClientConfig }): Promise<Record<string, never>>;
  fetch(options: { instance: string; request: FetchRequest; wallets: Wallets }): Promise<FetchOutcome>;
  reset(options?: { instance?: string }): Promise<void>;
  stop(options?: { instance?: string }): Promise<void>;
}

type Wallets = Readonly<Record<string, string>>;

/** @param options.open payments that may be moving money, as they were presented, by what they are for */
async function paidFetch({ request, wallets, open }: { request: FetchRequest; wallets: Wallets; open: Map<string, string> }): Promise<FetchOutcome> {
  const purchase = JSON.stringify([request.method, request.url, request.body, wallets]);
  const ask = async (payment?: string): Promise<Response> => {
    const headers = new Headers(request.headers.map(([name, value]): [string, string] => [name, value]));
    headers.set("x-agent", "asks-when-asked");
    if (payment !== undefined) headers.set("payment-signature", payment);
    return await fetch(request.url, { method: request.method, headers, redirect: "manual", ...(request.body === undefined ? {} : { body: Buffer.from(request.body, "base64") }) });
  };
  const pay = async (payment: string): Promise<FetchOutcome> => {
    open.set(purchase, payment);
    const response = await ask(payment);
    const told = decoded(response.headers.get("payment-response"));
    // A server that fails may have been told to settle before it did.
    const undecided = response.status >= 500 || (!response.ok && ["settlement_pending", "unexpected_settle_error"].includes(String(told?.["errorReason"])));
    if (!undecided) open.delete(purchase);
    return await outcomeOf(response);
  };
  const presented = open.get(purchase);
  if (presented !== undefined) return await pay(presented);
  const first = await ask();
  const payment = first.status === 402 ? paymentFor(decoded(first.headers.get("payment-required")), wallets) : undefined;
  if (payment === undefined) return await outcomeOf(first);
  await first.body?.cancel();
  return await pay(Buffer.from(JSON.stringify(payment, undefined, 1)).toString("base64"));
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

/** @returns `undefined` where nothing offered can be paid */
function paymentFor(required: JsonObject | undefined, wallets: Wallets): JsonObject | undefined {
  const { accepts, extensions, resource, x402Version } = required ?? {};
  if (x402Version !== 2 || !Array.isArray(accepts) || !isObject(resource)) return undefined;
  const payable = accepts.filter(isObject).flatMap((offer) => {
    const token = tokenFor(offer, wallets);
    return token === undefined ? [] : [{ offer, token, after: isObject(offer["extra"]) && offer["extra"]["paymentFlow"] === "authorization" }];
  });
  const [first] = payable;
  const chosen = payable.find(({ offer, after }) => after && offer["network"] === first?.offer["network"]) ?? first;
  if (chosen === undefined) return undefined;
  return { ...(isObject(extensions) ? { extensions } : {}), payload: { paymentId: randomUUID(), token: chosen.token }, accepted: chosen.offer, agent: { name: "asks-when-asked" }, x402Version: 2 };
}

/** What pays for an offer; `undefined` where nothing does, or where the offer is not understood. */
function tokenFor(offer: JsonObject, wallets: Wallets): string | undefined {
  const { scheme, network, amount, asset, payTo, maxTimeoutSeconds, extra } = offer;
  if (typeof network !== "string" || typeof asset !== "string" || typeof payTo !== "string" || payTo === "" || !isObject(extra) || typeof extra["psp"] !== "string") return undefined;
  if (typeof amount !== "string" || !/^[1-9]\d{0,11}$/.test(amount) || typeof maxTimeoutSeconds !== "number" || !(maxTimeoutSeconds > 0)) return undefined;
  const { psp, rail, paymentFlow } = extra;
  const [namespace = "", reference = ""] = network.split(":");
  if (scheme === "auth-capture") {
    if (namespace !== "card" || !/^[a-z]+$/.test(reference) || paymentFlow !== "escrow" || !Intl.supportedValuesOf("currency").includes(asset)) return undefined;
  } else if (scheme !== "exact" || railOf(offer) === undefined) return undefined;
  const held = (wallets[namespace] ?? "").split(" ").map((entry) => entry.split("/"));
  const token = held.find(([minter, ...rest]) => minter === psp && (rest.length < 2 || rest[0] === rail))?.at(-1);
  return token === undefined || token === "" || isAccount(token) ? undefined : token;
}
