import type { IncomingMessage, ServerResponse } from "node:http";
import type { RouteAccept, RouteConfig, ServerConfig } from "../../../targets/protocol.ts";
import { isObject, type JsonObject, parsed } from "../json.ts";
import { httpRole } from "../../http-role.ts";
import { bodyOf } from "../body-of.ts";

/**
 * A server that judges no payment itself. It finds its own terms by scheme and network and leaves the
 * rest to its facilitator; rewrites every address in lower case; describes the resource under a public
 * address that is not the one asked; repeats neither resource nor extensions to its facilitator; writes
 * HTML, indented JSON, chunked bodies, headers and members of its own; answers 400 to what it cannot read, 503 when its
 * facilitator fails, and 402 without a new offer when settlement does.
 */
export const createInprocRole = () =>
  httpRole<ServerConfig>({
    name: "delegates-to-facilitator",
    role: "server",
    features: ["upstream", "facilitator", "instances", "routes", "flow-upfront"],
    open(config) {
      const routes = config.routes.filter(({ accepts }) => accepts.every(({ scheme, network }) => scheme === "exact" && network === "eip155:84532"));
      return {
        listener: (request, response) => void handle({ request, response, config, routes }).catch(() => response.destroy()),
        unsupportedRoutes: config.routes.filter((route) => !routes.includes(route)).map(({ id }) => id),
      };
    },
  });

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly config: ServerConfig;
  readonly routes: readonly RouteConfig[];
}

async function handle(exchange: Exchange): Promise<void> {
  const { request, response, config } = exchange;
  const target = request.url ?? "/";
  const path = target.split("?")[0] ?? "/";
  const route = exchange.routes.find((candidate) => candidate.method === request.method && candidate.path === path);
  if (route === undefined) return void response.writeHead(404, { "x-extra": "1" }).end("no");

  const send = (status: number, headers: Record<string, string>, body: string): void => {
    response.writeHead(status, { "x-extra": ["a", "b"], vary: "*", "transfer-encoding": "chunked", ...headers });
    response.write(body.slice(0, 3));
    response.end(body.slice(3));
  };
  const offers = lowerCased(route.accepts) as readonly RouteAccept[];
  const offer = (error: string): void => {
    const required = {
      x402Version: 2,
      error,
      resource: { url: `https://public.example/api${path}`, description: route.description },
      accepts: offers.map((terms) => ({ ...terms, "x-vendor": 1 })),
      extensions: route.extensions ?? {},
      "x-vendor": true,
    };
    send(402, { "payment-required": encode(required) }, "<html>pay</html>");
  };

  const header = request.headers["payment-signature"];
  if (header === undefined || header === "") return offer("pay");
  const payment = parsed(Buffer.from(String(header), "base64").toString());
  if (!isObject(payment) || payment["x402Version"] !== 2 || !isObject(payment["accepted"]) || !isObject(payment["payload"])) return send(400, {}, "bad payment");
  const { accepted, payload } = payment as { accepted: JsonObject; payload: JsonObject };
  const candidates = offers.filter(({ scheme, network }) => scheme === accepted["scheme"] && network === accepted["network"]);
  const terms = candidates.find(({ amount }) => amount === accepted["amount"]) ?? candidates[0];
  if (terms === undefined) return offer("unknown terms");

  const { network } = terms;
  const paymentPayload = lowerCased({ x402Version: 2, accepted, payload });
  const ask = async (endpoint: "verify" | "settle"): Promise<JsonObject> => await askFacilitator({ url: `${config.facilitators[0]}/${endpoint}`, body: { x402Version: 2, paymentPayload, paymentRequirements: terms } });
  const unsettled = ({ errorReason }: JsonObject): void => {
    const reason = typeof errorReason === "string" && errorReason !== "settlement_pending" ? errorReason : "unexpected_settle_error";
    send(402, { "payment-response": encode({ success: false, errorReason: reason, transaction: "", network }) }, "");
  };
  const settledFirst = terms.extra["paymentFlow"] === "upfront";
  try {
    let settlement: JsonObject | undefined;
    if (settledFirst) {
      settlement = await ask("settle");
      if (settlement["success"] !== true) return unsettled(settlement);
    } else {
      const verification = await ask("verify");
      if (verification["isValid"] !== true) return offer(String(verification["invalidReason"] ?? "no"));
    }
    const content = await handled({ request, url: `${config.upstream}${target}` });
    if (!settledFirst && content.status >= 400) return send(content.status, {}, content.text);
    settlement ??= await ask("settle");
    if (settlement["success"] !== true) return unsettled(settlement);
    const told = { success: true, transaction: settlement["transaction"], network: settlement["network"], payer: lowerCased(settlement["payer"]), extensions: {}, "x-vendor": 1 };
    send(content.status, { "payment-response": encode(told) }, content.text);
  } catch {
    send(503, {}, "facilitator");
  }
}

/** @throws Error when the facilitator fails, or answers anything but a JSON object */
async function askFacilitator(options: { url: string; body: unknown }): Promise<JsonObject> {
  const response = await fetch(options.url, { method: "POST", redirect: "manual", headers: { "content-type": "application/json" }, body: JSON.stringify(options.body) });
  const reply = JSON.parse(Buffer.from(await response.arrayBuffer()).subarray(0, 1_000_000).toString()) as unknown;
  if (response.status >= 500 || !isObject(reply)) throw new Error(`${options.url} answered ${response.status}`);
  return reply;
}

async function handled(options: { request: IncomingMessage; url: string }): Promise<{ status: number; text: string }> {
  const body = await bodyOf(options.request);
  const response = await fetch(options.url, { method: options.request.method ?? "GET", ...(body.length === 0 ? {} : { body }) });
  return { status: response.status, text: await response.text() };
}

/** Every hex string within in lower case, which is the same address, nonce or signature. */
function lowerCased(value: unknown): unknown {
  if (typeof value === "string") return value.startsWith("0x") ? value.toLowerCase() : value;
  if (Array.isArray(value)) return value.map(lowerCased);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, lowerCased(member)])) : value;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value, undefined, 2)).toString("base64");
}
