import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import type { RouteConfig, ServerConfig } from "../../../targets/protocol.ts";
import { httpRole } from "../../http-role.ts";
import { bodyOf } from "../body-of.ts";
import { isObject, type JsonObject, parsed } from "../json.ts";

/**
 * A server that takes cards, and captures some time after it has answered: one hold after the other, from a file in which
 * everything stands that is still to be done, also after a restart. It never reads /supported; it refuses what is no token
 * with 400, a payment it knows with 409, and a declined one with 402 without a new offer; its captures say more than they have to.
 */
export const createInprocRole = () =>
  httpRole<ServerConfig>({
    name: "captures-later",
    role: "server",
    schemes: [SCHEME],
    networks: ["card:visa"],
    features: ["upstream", "facilitator", "instances", "routes", "metered", "restart"],
    open(config) {
      const routes = config.routes.filter(({ accepts }) => accepts.every(({ scheme, network, extra }) => scheme === SCHEME && network.startsWith("card:") && extra["paymentFlow"] === "escrow"));
      const ledger = createLedger(config);
      const seen = new Set<string>();
      return {
        listener: (request, response) => void handle({ request, response, config, routes, ledger, seen }).catch(() => response.destroy()),
        unsupportedRoutes: config.routes.filter((route) => !routes.includes(route)).map(({ id }) => id),
        close: ledger.close,
      };
    },
  });

const SCHEME = "auth-capture";
/** Milliseconds. */
const BETWEEN = 60;
/** Milliseconds an answer to a capture or void is waited for. */
const PATIENCE = 300;

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly config: ServerConfig;
  readonly routes: readonly RouteConfig[];
  readonly ledger: Ledger;
  readonly seen: Set<string>;
}

async function handle({ request, response, config, routes, ledger, seen }: Exchange): Promise<void> {
  const target = request.url ?? "/";
  const route = routes.find(({ method, path }) => method === request.method && path === target.split("?")[0]);
  if (route === undefined) return void response.writeHead(404).end();
  const header = request.headers["payment-signature"];
  if (header === undefined) {
    const required = { x402Version: 2, resource: { url: `http://${request.headers.host}${target}` }, accepts: route.accepts, ...(route.extensions === undefined ? {} : { extensions: route.extensions }) };
    return void response.writeHead(402, { "payment-required": encode(required) }).end();
  }
  const payment = parsed(Buffer.from(String(header), "base64").toString());
  const { accepted, payload } = isObject(payment) ? payment : {};
  const terms = route.accepts.find((offered) => isObject(accepted) && Object.entries(offered).every(([name, value]) => JSON.stringify(sorted(accepted[name])) === JSON.stringify(sorted(value))));
  if (!isObject(payload) || typeof payload["token"] !== "string" || typeof payload["paymentId"] !== "string" || payload["type"] !== undefined) return void response.writeHead(400).end("no payment");
  if (terms === undefined) return void response.writeHead(402).end("other terms");
  const key = `${terms.payTo} ${payload["paymentId"]}`;
  if (seen.has(key)) return void response.writeHead(409).end("known");
  seen.add(key);

  const url = `${config.facilitators[0]}/settle`;
  const hold = await ask({ url, config, body: { x402Version: 2, paymentPayload: payment, paymentRequirements: terms } });
  if (hold?.["success"] !== true) {
    seen.delete(key);
    return hold === undefined ? void response.writeHead(502).end() : void response.writeHead(402, { "payment-response": encode(hold) }).end();
  }
  const body = await bodyOf(request);
  const content = await fetch(`${config.upstream}${target}`, { method: request.method ?? "GET", ...(body.length === 0 ? {} : { body }) });
  const text = await content.text();
  const asked = BigInt(content.headers.get("x402-charge") ?? terms.amount);
  const amount = asked < BigInt(terms.amount) ? asked : BigInt(terms.amount);
  const operation = content.status >= 400 ? { type: "void", reason: `the handler answered ${content.status}` } : { type: "capture", amount: String(amount), invoice: `inv-${seen.size}` };
  ledger.add({ x402Version: 2, paymentPayload: { x402Version: 2, accepted: terms, payload: { ...operation, paymentId: payload["paymentId"] } }, paymentRequirements: { ...terms, amount: String(amount) } });
  response.writeHead(content.status, content.status >= 400 ? {} : { "payment-response": encode(hold) }).end(text);
}

interface Ledger {
  add(settle: JsonObject): void;
  /** Leaves what is still to be sent to whoever opens the folder next. */
  close(): void;
}

/** What is still to be sent, and the loop that sends it until it is answered. */
function createLedger(config: ServerConfig): Ledger {
  const { stateFolder } = config;
  const file = stateFolder === undefined ? undefined : join(stateFolder, "later.json");
  if (stateFolder !== undefined) mkdirSync(stateFolder, { recursive: true });
  let open = file !== undefined && existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as readonly unknown[]) : [];
  let closed = false;
  const write = (left: readonly unknown[]): void => {
    if (closed) return;
    open = left;
    if (file !== undefined) writeFileSync(file, JSON.stringify(open));
  };
  const turn = async (): Promise<void> => {
    const [next] = open;
    if (closed) return;
    // What gets no answer waits behind the others.
    const answered = next !== undefined && (await ask({ url: `${config.facilitators[0]}/settle`, config, body: next, signal: AbortSignal.timeout(PATIENCE) })) !== undefined;
    if (next !== undefined) write([...open.slice(1), ...(answered ? [] : [next])]);
    setTimeout(() => void turn(), BETWEEN).unref();
  };
  setTimeout(() => void turn(), BETWEEN).unref();
  return { add: (settle) => write([...open, settle]), close: () => void (closed = true) };
}

/** @returns `undefined` where no answer says what became of it */
async function ask({ url, config, body, signal = null }: { url: string; config: ServerConfig; body: unknown; signal?: AbortSignal | null }): Promise<JsonObject | undefined> {
  try {
    const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json", ...(config.credential === undefined ? {} : { authorization: `Bearer ${config.credential}` }) }, body: JSON.stringify(body), signal });
    const reply = parsed(await response.text());
    return isObject(reply) && typeof reply["success"] === "boolean" ? reply : undefined;
  } catch {
    return undefined;
  }
}

function sorted(value: unknown): unknown {
  return isObject(value) ? Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)) : value;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64");
}
