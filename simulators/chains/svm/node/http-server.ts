/** The HTTP face: JSON-RPC on POST, and a way for websockets. */
import { createServer, IncomingMessage } from "node:http";
import type { Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
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
  const server = createServer({ IncomingMessage: Incoming, shouldUpgradeCallback: asksForWebsocket }, (request, response) => {
    void handle({ request, response, ...options }).catch(() => response.destroy());
  });
  // Between two requests of a run minutes may pass, and a closed connection is a race for the client.
  server.keepAliveTimeout = 600_000;
  server.on("upgrade", options.upgrade);
  return server;
}

const asksForWebsocket = ({ headers }: IncomingMessage): boolean => headers.upgrade?.toLowerCase() === "websocket";

/**
 * A request that may ask for websockets, and for nothing else: one that would rather go on in HTTP/2, as Java's client says
 * in each first request, is answered as the plain request it is. For Node before 24.9, which has no `shouldUpgradeCallback`
 * and would take the connection from whoever asks for any protocol; it reads this member to know whether.
 */
class Incoming extends IncomingMessage {
  #asks = false;

  get upgrade(): boolean {
    return this.#asks && (this.method === "CONNECT" || asksForWebsocket(this));
  }

  set upgrade(asks: boolean | null) {
    // The constructor of the class above comes before there are members here.
    if (asks !== null) this.#asks = asks;
  }
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

/**
 * Listens on a port and the one after it, where older clients look for websockets.
 *
 * @param options.port 0 lets the system choose the first
 * @returns the first of the two
 */
export async function listenTwice(options: { readonly servers: readonly [Server, Server]; readonly host: string; readonly port: number }): Promise<number> {
  const { servers, host, port } = options;
  for (let tries = 0; ; tries++) {
    const first = await listen(servers[0], host, port);
    try {
      await listen(servers[1], host, first + 1);
      return first;
    } catch (error) {
      await new Promise((resolve) => servers[0].close(resolve));
      // With a free choice the neighbour may just be taken: choose again.
      if (port !== 0 || tries >= 50) throw error;
    }
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => reject(error);
    server.once("error", failed);
    server.listen(port, host, () => {
      server.off("error", failed);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
