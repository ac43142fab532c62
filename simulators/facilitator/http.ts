import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Facilitator, FacilitatorReply } from "./create-facilitator.ts";

/** The facilitator's HTTP face: POST /verify, POST /settle, GET /supported. */

/** Bytes of a request body. A payment is some kilobytes; extensions may add to it. */
export const MAX_BODY_BYTES = 256 * 1024;

export interface HttpFacilitator {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves on a free loopback port unless one is given. */
export async function serveFacilitator(options: { facilitator: Facilitator; port?: number }): Promise<HttpFacilitator> {
  const { facilitator } = options;
  const server = createServer((request, response) => {
    void answer({ facilitator, request }).then(
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
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function answer(options: { facilitator: Facilitator; request: IncomingMessage }): Promise<FacilitatorReply<unknown>> {
  const { facilitator, request } = options;
  const [path] = (request.url ?? "").split("?", 1);
  if (path === "/supported" && (request.method === "GET" || request.method === "HEAD")) return facilitator.supported();
  if (path === "/supported") return { status: 405, body: { error: "Use GET." }, headers: { Allow: "GET, HEAD" } };
  if (path !== "/verify" && path !== "/settle") return { status: 404, body: { error: "There is POST /verify, POST /settle and GET /supported." } };
  if (request.method !== "POST") return { status: 405, body: { error: "Use POST." }, headers: { Allow: "POST" } };
  const text = await readBody(request);
  if (text === undefined) return { status: 413, body: { error: `The request body is larger than ${MAX_BODY_BYTES} bytes.` }, headers: { Connection: "close" } };
  return path === "/verify" ? await facilitator.verify(parse(text)) : await facilitator.settle(parse(text));
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
