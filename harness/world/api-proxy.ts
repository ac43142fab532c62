import { type Dispatcher, Pool } from "undici";
import type { HttpPeer, PeerAnswer, ReceivedRequest } from "./http-peer.ts";
import { bounded, createCaseBook, type RpcCall } from "./rpc-cases.ts";
import type { RpcProxy } from "./rpc-proxy.ts";
import type { Script } from "./script.ts";

/**
 * The way from a facilitator to the providers of a fiat rail: a reverse proxy for their HTTP APIs, which tells which case a
 * request belongs to, records it there as a call like those of a chain, and answers by script where a case says so.
 * Below its URL each provider is found under its name.
 *
 * A call's `method` is verb and path with `:id` for every id, e.g. `POST /v1/payment_intents/:id/capture`; its `params` are
 * {@link ApiParams}, its result is status and body.
 */

export interface ApiParams {
  readonly provider: string;
  /** As it stood in the path, with the query. */
  readonly path: string;
  readonly idempotencyKey?: string;
  /** Parsed JSON, or the text where it is none. */
  readonly body?: unknown;
}

export interface ApiResult {
  readonly status: number;
  readonly body: unknown;
}

export interface ApiProxyOptions {
  readonly peer: HttpPeer;
  /** First path segment of the URL; unique in the peer. */
  readonly name: string;
  /** Base URLs by the providers' names. */
  readonly providers: ReadonlyMap<string, string>;
  readonly tokensOf: (call: RpcCall) => readonly string[];
  /** Calls, by `method`, that move money. */
  readonly broadcasts: ReadonlySet<string>;
}

const ID = /^(?:acct|pm|pi|re|mandate|evt|dp|cus|we|key)_[A-Za-z0-9_]+$/;
/** Members of an answer that name what the request made. */
const MADE = /"id":\s*"([a-z]{2,10}_[a-z0-9]{24})"/g;
const DROPPED_HEADERS = new Set(["host", "connection", "content-length", "transfer-encoding", "keep-alive", "expect"]);

export function startApiProxy(options: ApiProxyOptions): RpcProxy {
  const { peer, name, broadcasts } = options;
  const upstreams = new Map([...options.providers].map(([provider, url]) => [provider, { pool: new Pool(new URL(url).origin, { connections: 16 }), base: new URL(url).pathname.replace(/\/$/, "") }]));
  const book = createCaseBook();
  const url = peer.mount(name, (request) => handle(request));

  const respond = async (request: ReceivedRequest): Promise<Script> => {
    const [, provider = "", rest = "/"] = /^\/([^/?]+)(.*)$/s.exec(request.target) ?? [];
    const upstream = upstreams.get(provider);
    if (upstream === undefined) return { status: 404, json: { error: { type: "invalid_request_error", code: "resource_missing", message: "No provider is here." } } };
    const text = Buffer.from(request.body).toString("utf8");
    const [path = ""] = rest.split("?", 1);
    const header = (wanted: string): string | undefined => request.headers.find(([field]) => field.toLowerCase() === wanted)?.[1];
    const idempotencyKey = header("idempotency-key");
    const params: ApiParams = { provider, path: rest.slice(0, 500), ...(idempotencyKey === undefined ? {} : { idempotencyKey: idempotencyKey.slice(0, 300) }), ...(text === "" ? {} : { body: parsed(text) }) };
    const call: RpcCall = { method: `${request.method} ${path.split("/").map((part) => (ID.test(part) ? ":id" : part)).join("/")}`.slice(0, 100), params };
    const owner = book.ownerOf([rest, text, ...options.tokensOf(call)].join(" "));
    const record = (event: { result?: unknown; error?: unknown; scripted: boolean }): void =>
      void owner?.recorder.record({ kind: "rpc", from: "facilitator", to: "chain", method: call.method, params: bounded(params), ...event });

    const scripted = owner?.script.answer?.(call);
    if (scripted === "drop") {
      record({ error: "connection dropped", scripted: true });
      return { drop: "before-headers" };
    }
    if (scripted !== undefined) {
      record({ ...scripted, scripted: true });
      if ("text" in scripted) return { status: scripted.status ?? 200, headers: [["Content-Type", "text/html"]], body: scripted.text };
      return "error" in scripted ? { status: 500, json: { error: { type: "api_error", code: "internal", message: scripted.error.message } } } : { json: scripted.result };
    }
    const moves = broadcasts.has(call.method);
    if (moves) await owner?.script.beforeBroadcast?.();
    const asked = async (): Promise<{ answer: Dispatcher.ResponseData; body: string }> => {
      const answer = await upstream.pool.request({
        path: `${upstream.base}${rest}`,
        method: request.method as "GET",
        headers: [...request.headers.filter(([field]) => !DROPPED_HEADERS.has(field.toLowerCase())), ["X-Forwarded-Host", new URL(url).host], ["X-Forwarded-Prefix", `/${name}/${provider}`]].flat(),
        ...(request.body.byteLength === 0 ? {} : { body: request.body }),
      });
      return { answer, body: await answer.body.text() };
    };
    const { answer, body } = await asked().catch((error: unknown) => {
      owner?.worldFailed(`the simulated provider ${provider} did not answer ${call.method}: ${String(error)}`);
      throw error;
    });
    if (owner !== undefined) for (const [, made = ""] of body.matchAll(MADE)) owner.tokens.add(made.toLowerCase());
    const result: ApiResult = { status: answer.statusCode, body: parsed(body) };
    const id = (result.body as { readonly id?: unknown } | null)?.id;
    if (moves && owner !== undefined && typeof id === "string" && !owner.broadcasts.includes(id)) owner.broadcasts.push(id);
    const lost = owner?.script.loses?.(call) === true;
    record({ result: bounded(result), ...(lost ? { error: "the answer was lost" } : {}), scripted: lost });
    if (lost) return { drop: "before-headers" };
    return { status: answer.statusCode, headers: Object.entries(answer.headers).flatMap(([field, value]) => (DROPPED_HEADERS.has(field) || value === undefined ? [] : [[field, String(value)] as const])), body };
  };
  // What breaks on the way is a broken connection to the target, and never the harness's end.
  const handle = (request: ReceivedRequest): PeerAnswer => ({ script: respond(request).catch((): Script => ({ drop: "before-headers" })), onResponse: () => undefined });

  return {
    url,
    attach: book.attach,
    async close() {
      peer.unmount(name);
      await Promise.all([...upstreams.values()].map(({ pool }) => pool.destroy()));
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
