import { DIRECTORY_PATH, DIRECTORY_TYPE, type Ed25519Jwk, agentOrigin } from "../../http-signatures/index.ts";
import { isObject } from "../../json.ts";
import { type Listener, listen } from "../psp/listener.ts";
import type { CreditNetwork } from "./credit-network.ts";

/**
 * The network's API, and the hosts of its agents. The text says that a server has the network confirm an agent, and not how:
 * the two calls are this simulator's own.
 */
export interface ServedCredit {
  /** Base URL of the API: `GET /agents?agent=&keyid=` and `POST /commitments`. */
  readonly url: string;
  /** Origin of an agent that the network knows. */
  readonly known: AgentHost;
  /** The same of one that nobody registered. */
  readonly unknown: AgentHost;
  close(): Promise<void>;
}

/** Publishes the keys of a signature agent at its well-known path. */
export interface AgentHost {
  readonly origin: string;
  publish(key: Ed25519Jwk): void;
}

/** Safe integers only: the API's amounts are JSON strings, and yet nobody needs more. */
const AMOUNT = /^[1-9][0-9]{0,14}$/;

export async function serveCredit(options: { network: CreditNetwork }): Promise<ServedCredit> {
  const { network } = options;
  const opened: Listener[] = [];
  const close = async (): Promise<void> => void (await Promise.allSettled(opened.map((one) => one.close())));
  const open = async (reply: (request: Request) => Promise<Response>): Promise<string> => {
    const listener = await listen({ answer: reply });
    opened.push(listener);
    return listener.url;
  };
  const host = async (): Promise<AgentHost> => {
    const keys = new Map<string, Ed25519Jwk>();
    const origin = await open(async (request) => {
      const { pathname } = new URL(request.url);
      return await Promise.resolve(pathname === DIRECTORY_PATH ? json({ keys: [...keys.values()] }, 200, DIRECTORY_TYPE) : json({ error: "not found" }, 404));
    });
    return { origin, publish: (key) => void keys.set(key.x, key) };
  };
  try {
    const known = await host();
    const unknown = await host();
    const url = await open(async (request) => await answer({ request, network, agent: known.origin }));
    return { url, known, unknown, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function answer(options: { request: Request; network: CreditNetwork; agent: string }): Promise<Response> {
  const { request, network, agent } = options;
  const { pathname, searchParams } = new URL(request.url);
  if (request.method === "GET" && pathname === "/agents") {
    // Who names a bare host means this one all the same.
    if (hostOf(agentOrigin(searchParams.get("agent") ?? "")) !== hostOf(agent)) return json({ recognized: false });
    const billingIdentifier = network.identityOf(searchParams.get("keyid") ?? "");
    return json({ recognized: true, directory: `${agent}${DIRECTORY_PATH}`, ...(billingIdentifier === undefined ? {} : { billingIdentifier }) });
  }
  if (request.method === "POST" && pathname === "/commitments") return commit({ body: await bodyOf(request), network });
  return json({ error: "not found" }, 404);
}

function hostOf(origin: string | undefined): string | undefined {
  return origin === undefined ? undefined : new URL(origin).host;
}

function commit(options: { body: unknown; network: CreditNetwork }): Response {
  const { keyid, amount, asset, reference } = isObject(options.body) ? options.body : {};
  if (typeof keyid !== "string" || typeof amount !== "string" || !AMOUNT.test(amount) || typeof asset !== "string" || !/^[A-Z]{3}$/.test(asset) || typeof reference !== "string" || reference === "") {
    return json({ error: "malformed", message: "A commitment has keyid, amount in minor units as a string, asset by ISO 4217 and reference." }, 400);
  }
  const result = options.network.commit({ keyid, amount: BigInt(amount), currency: asset, reference });
  if (result.kind === "accepted") return json({ id: result.id }, 201);
  return json({ error: result.kind }, { "unknown-key": 404, "credit-exhausted": 402, "reference-reused": 409 }[result.kind]);
}

async function bodyOf(request: Request): Promise<unknown> {
  try {
    return (await request.json()) as unknown;
  } catch {
    return undefined;
  }
}

function json(body: unknown, status = 200, type = "application/json"): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": type } });
}
