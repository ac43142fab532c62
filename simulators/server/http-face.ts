import { createServer, type IncomingMessage, type ServerResponse as NodeResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ServerResponse } from "./messages.ts";
import type { ResourceServer } from "./resource-server.ts";

/**
 * The listener. On node:http itself, because the gate must see the request target and the header
 * fields as they stood on the wire, before any library joins, decodes or normalises them.
 */

export interface HttpFace {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  close(): Promise<void>;
}

/** Bytes of header fields the listener reads; the server's own bound on a payment is tighter, and answers. */
const MAX_HEADER_BYTES = 128 * 1024;
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Listens on the loopback interface. @param options.port 0, the default, takes a free one */
export async function startHttpFace(options: { server: Pick<ResourceServer, "handle">; port?: number }): Promise<HttpFace> {
  let authority = "127.0.0.1";
  const listener = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (incoming, outgoing) => {
    void serve({ incoming, outgoing, server: options.server, authority }).catch(() => outgoing.socket?.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    listener.once("error", reject);
    listener.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  authority = `127.0.0.1:${(listener.address() as AddressInfo).port}`;
  return {
    url: `http://${authority}`,
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        listener.closeAllConnections();
      }),
  };
}

async function serve(options: { incoming: IncomingMessage; outgoing: NodeResponse; server: Pick<ResourceServer, "handle">; authority: string }): Promise<void> {
  const { incoming, outgoing } = options;
  const body = await readBody(incoming);
  if (body === undefined) {
    outgoing.writeHead(413).end();
    return;
  }
  let sent = 0;
  const response = await options.server.handle(
    { method: incoming.method ?? "GET", target: incoming.url ?? "/", authority: options.authority, headers: pairs(incoming.rawHeaders), body },
    {
      sendEarly(early) {
        sent = Math.floor(early.body.byteLength / 2);
        outgoing.writeHead(early.status, fields(early));
        outgoing.write(early.body.subarray(0, sent));
      },
    },
  );
  if (outgoing.headersSent) {
    outgoing.end(response.status < 300 ? response.body.subarray(sent) : undefined);
    return;
  }
  outgoing.writeHead(response.status, [...fields(response), ...(response.status === 204 ? [] : ["Content-Length", String(response.body.byteLength)])]);
  outgoing.end(incoming.method === "HEAD" ? undefined : response.body);
}

function fields(response: ServerResponse): string[] {
  return response.headers.flatMap(([name, value]) => [name, value]);
}

function pairs(raw: readonly string[]): [string, string][] {
  return Array.from({ length: Math.floor(raw.length / 2) }, (_, index) => [raw[2 * index] ?? "", raw[2 * index + 1] ?? ""]);
}

/** @returns undefined when the body is larger than the server takes */
async function readBody(incoming: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
