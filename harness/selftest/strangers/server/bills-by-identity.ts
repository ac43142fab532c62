import { createPublicKey, type JsonWebKey, verify } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { RouteAccept, ServerConfig } from "../../../targets/protocol.ts";
import { httpRole } from "../../http-role.ts";
import { isObject, type JsonObject, parsed } from "../json.ts";

/**
 * A server on cloudflare:402 that keeps nothing: what is signed well is served, again too. It tells its price to agents alone that the network
 * knows, and gives nobody a time; goes by what accepted says, as the text's example does; sells by channels on a chain as well;
 * fetches keys from where Signature-Agent says, once the network has confirmed it; refuses by the codes of the text's example; answers with HTML, and with receipts as the newer text has
 * them: an empty transaction, the agent's bare host, the time in extra.
 */
export const createInprocRole = () =>
  httpRole<ServerConfig>({
    name: "bills-by-identity",
    role: "server",
    schemes: ["batch-settlement"],
    networks: ["cloudflare:402"],
    features: ["upstream", "instances", "routes", "preauthorized"],
    open: (config) => ({ listener: (request, response) => void handle({ request, response, config }).catch(() => response.destroy()) }),
  });

/** Of the same scheme, on another network. */
const CHANNEL = { scheme: "batch-settlement", network: "eip155:8453", amount: "1000", asset: `0x${"a5".repeat(20)}`, payTo: `0x${"b6".repeat(20)}`, maxTimeoutSeconds: 60, extra: {} };

async function handle(options: { request: IncomingMessage; response: ServerResponse; config: ServerConfig }): Promise<void> {
  const { request, response, config } = options;
  const target = request.url ?? "/";
  const route = config.routes.find(({ method, path }) => method === request.method && path === target.split("?")[0]);
  const [terms] = route?.accepts ?? [];
  const send = (status: number, headers: Record<string, string>, body: string): void => void response.writeHead(status, { "content-type": "text/html", ...headers }).end(body);
  if (terms === undefined) return send(404, {}, "<p>nothing here</p>");

  const agent = await agentOf({ request, network: config.chains["cloudflare:402"]?.rpcUrl ?? "" });
  const refuse = (error: string): void => {
    const { scheme, network, asset, payTo, amount } = terms;
    const required = {
      x402Version: 2,
      error,
      resource: { url: `https://site.example${target}`, mimeType: "text/html" },
      accepts: [...(route?.accepts ?? []).map((one) => ({ scheme, network, ...(agent.host === undefined ? {} : { amount: one.amount ?? amount }), asset, payTo, extra: { version: "1.0.0-beta.1" } })), CHANNEL],
      extensions: { "http-message-signatures": { info: { registrationUrl: "https://network.example/register", signatureSchemes: ["ed25519", "rsa-pss-sha512"], tags: ["web-bot-auth", "agent-browser-auth"] } } },
    };
    send(402, { "PAYMENT-REQUIRED": encode(required) }, "<html>This content requires payment.</html>");
  };
  const header = request.headers["payment-signature"];
  if (header === undefined) return refuse("blocked");
  if (agent.host === undefined || !agent.coversPayment) return refuse(agent.reason);
  const payment = parsed(Buffer.from(String(header), "base64").toString());
  const paid = isObject(payment) ? pays({ payment, accepts: route?.accepts ?? [] }) : undefined;
  if (paid === undefined) return refuse("invalid_payment");
  const content = await fetch(`${config.upstream}${target}`, { method: request.method ?? "GET" });
  const report = { success: true, transaction: "", network: "cloudflare:402", payer: agent.host, amount: paid.amount, asset: paid.asset, extra: { timestamp: Math.floor(Date.now() / 1000) } };
  send(content.status, { "PAYMENT-RESPONSE": encode(report) }, await content.text());
}

/** The terms that accepted names. Of the payload it asks no more than that it is one. */
function pays(options: { payment: JsonObject; accepts: readonly RouteAccept[] }): RouteAccept | undefined {
  const { accepted, payload, x402Version } = options.payment;
  if (x402Version !== 2 || !isObject(accepted) || !isObject(payload)) return undefined;
  const terms = options.accepts.find((one) => (["scheme", "network", "amount", "asset", "payTo"] as const).every((member) => accepted[member] === one[member]));
  return typeof payload["amount"] === "string" && /^[0-9]{1,15}$/.test(payload["amount"]) && typeof payload["asset"] === "string" ? terms : undefined;
}

type Agent = { readonly host: string; readonly coversPayment: boolean; readonly reason: string } | { readonly host: undefined; readonly reason: string };

/** Who signed a request. Knows the form of the one signature it is used to. */
async function agentOf(options: { request: IncomingMessage; network: string }): Promise<Agent> {
  const { headers } = options.request;
  const nobody = (reason: string): Agent => ({ host: undefined, reason });
  const origin = /^"?(https?:\/\/[^"\s/]+)\/?"?$/.exec(String(headers["signature-agent"]))?.[1];
  const [, label, list, names, parameters = ""] = /^([a-z0-9]+)=(\(([^)]*)\)(.*))$/.exec(String(headers["signature-input"])) ?? [];
  const signature = new RegExp(`^${label}=:([^:]*):$`).exec(String(headers["signature"]))?.[1];
  if (origin === undefined || list === undefined || signature === undefined) return nobody("invalid_payment");
  const parameter = (name: string): string | undefined => new RegExp(`;${name}="?([^";]*)`).exec(parameters)?.[1];
  const keyid = parameter("keyid") ?? "";
  const said = (await (await fetch(`${options.network}/agents?${new URLSearchParams({ agent: origin, keyid }).toString()}`)).json()) as JsonObject;
  if (said["recognized"] !== true || said["billingIdentifier"] === undefined) return nobody("signature_agent_unknown");
  const { keys } = (await (await fetch(`${origin}/.well-known/http-message-signatures-directory`)).json()) as { keys: (JsonWebKey & { kid?: string })[] };
  const key = keys.find(({ kid }) => kid === keyid);
  const covered = [...(names ?? "").matchAll(/"([^"]+)"/g)].map(([, name]) => name ?? "");
  const base = [...covered.map((name) => `"${name}": ${name === "@authority" ? headers.host : String(headers[name])}`), `"@signature-params": ${list}`].join("\n");
  const good = key !== undefined && verify(null, Buffer.from(base), createPublicKey({ key, format: "jwk" }), Buffer.from(signature, "base64"));
  const fresh = Number(parameter("expires") ?? Number.POSITIVE_INFINITY) > Date.now() / 1000;
  if (!good || !fresh || parameter("tag") !== "web-bot-auth") return nobody("invalid_payment");
  return { host: new URL(origin).host, coversPayment: ["@authority", "signature-agent", "payment-signature"].every((name) => covered.includes(name)), reason: "invalid_payment" };
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64");
}
