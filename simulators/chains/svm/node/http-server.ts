/** The HTTP face: JSON-RPC on POST, and a way for websockets. */
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { websocketOnly } from "../../../transports/http/websocket-only.ts";
import type { Methods } from "./json-rpc.ts";
import { answerBody } from "./json-rpc.ts";

/** Bytes a body may have: Agave's limit, and room for seeding many accounts. */
const maxBody = { "/": 50 * 1024, "/control": 16 * 1024 * 1024 };

export interface HttpOptions {
  readonly methods: Methods;
  /** Those of the path /control, which a public node does not have. */
  readonly controls: Methods;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

export function createHttpServer(options: HttpOptions): Server {
  const server = createServer(websocketOnly, (request, response) => {
    void handle({ request, response, ...options }).catch(() => response.destroy());
  });
  // Between two requests of a run minutes may pass, and a closed connection is a race for the client.
  server.keepAliveTimeout = 600_000;
  server.on("upgrade", options.upgrade);
  return server;
}

/** The path of a request's target in any of its forms, also of one that is no good as a URL, such as `//`. */
const pathOf = (target = "/"): string => target.replace(/^https?:\/\/[^/?#]*/i, "").replace(/[?#].*/, "");

async function handle(options: HttpOptions & { readonly request: IncomingMessage; readonly response: ServerResponse }): Promise<void> {
  const { request, response } = options;
  const say = (status: number, text: string, type = "text/plain"): void => {
    response.writeHead(status, { "content-type": type, "access-control-allow-origin": "*", "content-length": Buffer.byteLength(text) });
    response.end(text);
  };
  const path = pathOf(request.url);
  if (request.method === "OPTIONS") {
    response.setHeader("access-control-allow-methods", "OPTIONS, POST");
    response.setHeader("access-control-allow-headers", request.headers["access-control-request-headers"] ?? "content-type");
    return say(200, "");
  }
  if (request.method === "GET" && path === "/health") return say(200, "ok");
  if (request.method !== "POST") return say(405, "Used HTTP Method is not allowed. POST or OPTIONS is required\n");
  if (!/^application\/json(;|$)/i.test(request.headers["content-type"] ?? "")) return say(415, "Supplied content type is not allowed. Content-Type: application/json is required\n");
  const limit = path === "/control" ? maxBody["/control"] : maxBody["/"];
  const body = await readBody(request, limit);
  if (body === undefined) {
    response.setHeader("connection", "close");
    return say(413, `Payload Too Large: expected at most ${limit} bytes\n`);
  }
  const answer = answerBody({ text: body, methods: path === "/control" ? options.controls : options.methods });
  say(200, answer ?? "", "application/json; charset=utf-8");
}

/** Bytes of a body that is too large which are still read, and dropped: who is cut off while he sends does not see the answer. */
const maxDropped = 64 * 1024 * 1024;

/** @returns undefined for a body of more bytes than the limit */
function readBody(request: IncomingMessage, limit: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        chunks = [];
        resolve(undefined);
        if (size > maxDropped) request.destroy();
      }
    });
    request.once("end", () => resolve(size > limit ? undefined : Buffer.concat(chunks).toString("utf8")));
    request.once("error", reject);
    request.once("close", () => reject(new Error("the request ended early")));
  });
}
