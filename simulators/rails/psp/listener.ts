import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { MAX_BODY_BYTES } from "./serve.ts";

export interface Listener {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  close(): Promise<void>;
}

/** Puts something that answers requests on a port of the loopback interface. @param options.port 0, the default, takes a free one */
export async function listen(options: { answer: (request: Request) => Promise<Response>; port?: number }): Promise<Listener> {
  let origin = "";
  // Long: a client that uses a connection again must not meet the moment in which it is closed.
  const server = createServer({ keepAliveTimeout: 600_000 }, (incoming, outgoing) => {
    void serve({ incoming, outgoing, origin, answer: options.answer }).catch(() => outgoing.socket?.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(options: { incoming: IncomingMessage; outgoing: ServerResponse; origin: string; answer: (request: Request) => Promise<Response> }): Promise<void> {
  const { incoming, outgoing, origin } = options;
  const body = await readBody(incoming);
  if (body === undefined) {
    outgoing.writeHead(413, { connection: "close" }).end();
    return;
  }
  const gone = new AbortController();
  outgoing.on("close", () => void (outgoing.writableFinished || gone.abort()));
  const method = incoming.method ?? "GET";
  const target = incoming.url?.startsWith("/") === true ? incoming.url : "/";
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headersDistinct)) for (const one of value ?? []) headers.append(name, one);
  const request = new Request(`${origin}${target}`, { method, headers, signal: gone.signal, ...(body.byteLength === 0 || method === "GET" || method === "HEAD" ? {} : { body }) });
  const response = await options.answer(request);
  if (response.type === "error") {
    outgoing.socket?.destroy();
    return;
  }
  const bytes = Buffer.from(await response.arrayBuffer());
  outgoing.writeHead(response.status, [...[...response.headers].flat(), "content-length", String(bytes.byteLength)]);
  outgoing.end(method === "HEAD" ? undefined : bytes);
}

/** @returns undefined when the body is larger than the provider takes */
async function readBody(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  if (Number(incoming.headers["content-length"] ?? 0) > MAX_BODY_BYTES) {
    // Not waited for, and yet read, so that the client gets to read the refusal instead of a broken connection.
    incoming.resume();
    return undefined;
  }
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Uint8Array.from(Buffer.concat(chunks));
}
