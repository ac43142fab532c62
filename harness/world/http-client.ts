import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { recordBody } from "../trace/body.ts";
import type { HeaderFields, HttpAbortEvent, HttpRequestEvent, HttpResponseEvent, Seat } from "../trace/events.ts";
import type { Recorder } from "../trace/recorder.ts";
import { pairs } from "./http-peer.ts";

/** A finished exchange. Exactly one of `response` and `abort` is there. */
export interface Exchange {
  readonly request: HttpRequestEvent;
  readonly response: HttpResponseEvent | undefined;
  readonly abort: HttpAbortEvent | undefined;
  /** The response's bytes, bounded. */
  readonly body: Uint8Array;
}

export interface SendOptions {
  readonly origin: string;
  /** Request target, put on the wire as it is: `//a`, `/%2e%2e/x` and `http://h/x` stay what they are. */
  readonly target: string;
  readonly method?: string;
  /** In this order and spelling; the same name may stand twice. */
  readonly headers?: HeaderFields;
  readonly body?: string | Uint8Array;
  readonly recorder: Recorder;
  readonly from: Seat;
  readonly to: Seat;
  readonly signal: AbortSignal;
  /** Called once the request is in the trace, before anything of it is sent. */
  readonly onRequest?: (request: HttpRequestEvent) => void;
  /** Called when bytes of the response's body arrive. */
  readonly onBody?: (chunk: Uint8Array) => void;
}

/** Bytes of a response that are read before the connection is cut: a target that answers gigabytes costs no more. */
const MAX_RESPONSE_BYTES = 8 * 1024 * 1024;

/**
 * Sends one request on a connection of its own and records both sides. Never rejects: a refused,
 * dropped, endless or malformed response is an `abort` in the trace.
 */
export async function send(options: SendOptions): Promise<Exchange> {
  const { recorder, from, to } = options;
  const method = options.method ?? "GET";
  const origin = new URL(options.origin);
  const body = options.body === undefined ? new Uint8Array() : typeof options.body === "string" ? Buffer.from(options.body, "utf8") : options.body;
  const headers: [string, string][] = [["Host", origin.host], ...(options.headers ?? []).map(([name, value]): [string, string] => [name, value])];
  const has = (name: string): boolean => headers.some(([given]) => given.toLowerCase() === name);
  if (!has("connection")) headers.push(["Connection", "close"]);
  if ((body.byteLength > 0 || method === "POST") && !has("content-length") && !has("transfer-encoding")) headers.push(["Content-Length", String(body.byteLength)]);
  const exchange = recorder.exchange();
  const request = recorder.record({ kind: "http.request", exchange, from, to, method, target: options.target, headers, body: recordBody({ bytes: body }) }) as HttpRequestEvent;
  options.onRequest?.(request);

  return await new Promise<Exchange>((resolve) => {
    let settled = false;
    const settle = (result: Omit<Exchange, "request">): void => {
      if (settled) return;
      settled = true;
      options.signal.removeEventListener("abort", giveUp);
      resolve({ request, ...result });
    };
    const giveUp = (): void => void outgoing.destroy();
    const abort = (reason: HttpAbortEvent["reason"], message: string): void => {
      if (settled) return;
      const event = recorder.record({ kind: "http.abort", exchange, from: to, to: from, reason, message }) as HttpAbortEvent;
      settle({ response: undefined, abort: event, body: new Uint8Array() });
    };
    let outgoing: ReturnType<typeof httpRequest>;
    try {
      outgoing = httpRequest({
        // Handed over rather than built from a URL, so that nothing normalises the request target.
        createConnection: () => connect({ host: origin.hostname, port: Number(origin.port || 80) }),
        host: origin.hostname,
        port: Number(origin.port || 80),
        method,
        path: options.target,
        headers: headers.flat(),
        setHost: false,
        maxHeaderSize: 256 * 1024,
      });
    } catch (error) {
      abort("malformed", `the request could not be written: ${(error as Error).message}`);
      return;
    }
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      if (options.signal.aborted) abort("timeout", "no whole response within the case's time");
      else if (error.code === "ECONNREFUSED") abort("refused", `connection refused by ${origin.host}`);
      else if (error.code?.startsWith("HPE_") === true) abort("malformed", `not an HTTP response: ${error.message}`);
      else abort("closed", `connection closed before a whole response: ${error.message}`);
    });
    outgoing.on("response", (incoming) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const finish = (): void => {
        if (settled) return;
        const kept = Buffer.concat(chunks);
        const response = recorder.record({
          kind: "http.response",
          exchange,
          from: to,
          to: from,
          status: incoming.statusCode ?? 0,
          headers: pairs(incoming.rawHeaders),
          body: recordBody({ bytes: kept, total: bytes }),
        }) as HttpResponseEvent;
        settle({ response, abort: undefined, body: kept });
      };
      incoming.on("data", (chunk: Buffer) => {
        bytes += chunk.byteLength;
        chunks.push(chunk);
        options.onBody?.(chunk);
        if (bytes > MAX_RESPONSE_BYTES) {
          abort("too-large", `the response is larger than ${MAX_RESPONSE_BYTES} bytes; stopped reading`);
          outgoing.destroy();
        }
      });
      incoming.on("end", () => (incoming.complete ? finish() : abort("closed", "connection closed in mid-response")));
      incoming.on("aborted", () => abort(options.signal.aborted ? "timeout" : "closed", options.signal.aborted ? "no whole response within the case's time" : "connection closed in mid-response"));
      incoming.on("error", () => abort("closed", "connection closed in mid-response"));
    });
    // Not handed to the request: there it costs a third of what making the request does.
    options.signal.addEventListener("abort", giveUp);
    outgoing.end(body);
    if (options.signal.aborted) giveUp();
  });
}
