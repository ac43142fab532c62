import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { SIGNATURE_HEADER } from "../rails/psp/webhook-signature.ts";
import type { Caller } from "../schemes/scheme.ts";
import type { Facilitator, FacilitatorReply } from "./create-facilitator.ts";

/** The facilitator's HTTP face: POST /verify, POST /settle, GET /supported. */

/** Bytes of a request body. A payment is some kilobytes; extensions may add to it. */
export const MAX_BODY_BYTES = 256 * 1024;

export interface HttpFacilitator {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  close(): Promise<void>;
}

/** A server that presents its credential as `Authorization: Bearer <credential>`. */
export interface KnownServer extends Caller {
  readonly credential: string;
}

/**
 * Serves on a free loopback port unless one is given.
 *
 * @param options.servers those that may do what only a payment's own server may. Default: none
 */
export async function serveFacilitator(options: { facilitator: Facilitator; servers?: readonly KnownServer[]; port?: number }): Promise<HttpFacilitator> {
  const { facilitator } = options;
  const servers = new Map((options.servers ?? []).map((server) => [server.credential, server]));
  const server = createServer((request, response) => {
    void answer({ facilitator, servers, request }).then(
      (reply) => write({ reply, request, response }),
      () => write({ reply: { status: 500, body: { error: "The facilitator failed." } }, request, response }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      await new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      });
      await facilitator.close();
    },
  };
}

async function answer(options: { facilitator: Facilitator; servers: ReadonlyMap<string, Caller>; request: IncomingMessage }): Promise<FacilitatorReply<unknown>> {
  const { facilitator, servers, request } = options;
  const [path] = (request.url ?? "").split("?", 1);
  if (path === "/supported" && (request.method === "GET" || request.method === "HEAD")) return facilitator.supported();
  if (path === "/supported") return { status: 405, body: { error: "Use GET." }, headers: { Allow: "GET, HEAD" } };
  const provider = /^\/webhooks\/([a-z0-9_-]{1,40})$/.exec(path ?? "")?.[1];
  if (path !== "/verify" && path !== "/settle" && provider === undefined) return { status: 404, body: { error: "There is POST /verify, POST /settle and GET /supported." } };
  if (request.method !== "POST") return { status: 405, body: { error: "Use POST." }, headers: { Allow: "POST" } };
  const text = await readBody(request);
  if (text === undefined) return { status: 413, body: { error: `The request body is larger than ${MAX_BODY_BYTES} bytes.` }, headers: { Connection: "close" } };
  if (provider !== undefined) return await facilitator.notify({ provider, signature: [request.headers[SIGNATURE_HEADER.toLowerCase()]].flat()[0] ?? null, body: text });
  const caller = servers.get(/^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "");
  return path === "/verify" ? await facilitator.verify(parse(text), caller) : await facilitator.settle(parse(text), caller);
}

/** @returns undefined when the body is larger than the facilitator takes */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > MAX_BODY_BYTES) {
    // Not waited for, and yet read, so that the client gets to read the refusal instead of a broken connection.
    request.resume();
    return undefined;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** What is no JSON is no request: the facilitator is told `undefined` and refuses it as malformed. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function write(options: { reply: FacilitatorReply<unknown>; request: IncomingMessage; response: ServerResponse }): void {
  const { request, response } = options;
  const { status, body, headers } = options.reply;
  const plain = typeof body === "string";
  const bytes = Buffer.from(plain ? body : JSON.stringify(body), "utf8");
  response.writeHead(status, { "Content-Type": plain ? "text/plain;charset=UTF-8" : "application/json", "Content-Length": bytes.byteLength, ...headers });
  response.end(request.method === "HEAD" ? undefined : bytes);
}
