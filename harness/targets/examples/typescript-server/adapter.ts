/**
 * An adapter for a resource server, with nothing but Node. It shows the driver protocol
 * (../../PROTOCOL.md); the server it adapts is a sketch: where `handle` is, mount your own middleware.
 *
 * Run: node adapter.ts (Node 22.18 or newer)
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { isDeepStrictEqual } from "node:util";

type Json = Record<string, unknown>;
type Route = { id: string; method: string; path: string; description?: string; mimeType?: string; accepts: Json[]; extensions?: Json };
type Config = { role: string; facilitators: string[]; upstream: string; routes: Route[] };
type Request = { id: number; op: string; instance: string; config: Config };

const servers = new Map<string, Server>();
const capabilities = { schemes: ["exact"], networks: ["eip155:84532"], extensions: [], transports: ["http"], features: ["upstream", "facilitator", "instances", "routes"] };

const ops: Record<string, (request: Request) => unknown> = {
  hello: () => ({ name: "typescript-server", version: "1.0.0", role: "server", capabilities }),
  async start({ instance, config }) {
    if (config.role !== "server") throw new Unsupported("this is a server");
    const routes = config.routes.filter(({ accepts }) => accepts.every(({ scheme, network }) => scheme === "exact" && network === "eip155:84532"));
    const server = createServer((request, response) => void handle({ request, response, config, routes }));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    servers.set(instance, server);
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, unsupportedRoutes: config.routes.filter((route) => !routes.includes(route)).map(({ id }) => id) };
  },
  reset: () => ({}),
  stop({ instance }) {
    for (const [name, server] of servers) {
      if (instance !== undefined && instance !== name) continue;
      server.close();
      server.closeAllConnections();
      servers.delete(name);
    }
    return {};
  },
};

/** The server under test. */
async function handle(options: { request: IncomingMessage; response: ServerResponse; config: Config; routes: Route[] }): Promise<void> {
  const { request, response, config } = options;
  const url = new URL(request.url ?? "/", `http://${request.headers.host}`);
  const route = options.routes.find(({ method, path }) => method === request.method && path === url.pathname);
  if (route === undefined) return void response.writeHead(404).end();
  const refuse = (error: string, headers: Record<string, string> = {}): void => {
    const { description, mimeType, accepts, extensions } = route;
    response.writeHead(402, { "payment-required": encode({ x402Version: 2, error, resource: { url: url.href, description, mimeType }, accepts, extensions }), ...headers }).end();
  };
  const header = request.headers["payment-signature"];
  if (typeof header !== "string") return refuse("Payment required");
  const paymentPayload = decode(header);
  const paymentRequirements = route.accepts.find((accept) => isDeepStrictEqual(accept, paymentPayload?.["accepted"]));
  if (paymentRequirements === undefined) return refuse("No matching payment requirements");
  const ask = async (endpoint: string): Promise<Json> => {
    const body = JSON.stringify({ x402Version: 2, paymentPayload, paymentRequirements });
    return (await (await fetch(`${config.facilitators[0]}/${endpoint}`, { method: "POST", headers: { "content-type": "application/json" }, body })).json()) as Json;
  };
  try {
    const verified = await ask("verify");
    if (verified["isValid"] !== true) return refuse(String(verified["invalidReason"]));
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const relayed = await fetch(`${config.upstream}${request.url}`, { method: route.method, ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}) });
    const body = Buffer.from(await relayed.arrayBuffer());
    const headers = { "content-type": relayed.headers.get("content-type") ?? "application/octet-stream" };
    if (relayed.status >= 400) return void response.writeHead(relayed.status, headers).end(body);
    const settled = await ask("settle");
    if (settled["success"] !== true) return refuse(String(settled["errorReason"]), { "payment-response": encode(settled) });
    response.writeHead(relayed.status, { ...headers, "payment-response": encode(settled) }).end(body);
  } catch {
    response.writeHead(502).end();
  }
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64");
const decode = (header: string): Json | undefined => {
  try {
    return JSON.parse(Buffer.from(header, "base64").toString()) as Json;
  } catch {
    return undefined;
  }
};

class Unsupported extends Error {}
// The protocol: one line in, one line out, in any order; the end of stdin is the end of the adapter.
const say = (reply: Json): boolean => process.stdout.write(`${JSON.stringify(reply)}\n`);
createInterface({ input: process.stdin }).on("close", () => process.exit(0)).on("line", async (line) => {
  const request = JSON.parse(line) as Request;
  const { id, op } = request;
  try {
    const run = Object.hasOwn(ops, op) ? ops[op] : undefined;
    if (run === undefined) throw new Unsupported(`unknown op ${op}`);
    say({ id, ok: true, result: await run(request) });
  } catch (error) {
    say({ id, ok: false, error: { code: error instanceof Unsupported ? "unsupported" : "failed", message: (error as Error).message } });
  }
});
