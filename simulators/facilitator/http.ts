import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Facilitator, FacilitatorReply } from "./create-facilitator.ts";

/** The facilitator's HTTP face: POST /verify, POST /settle, GET /supported. */

/** Bytes of a request body. A payment is some kilobytes; extensions may add to it. */
export const MAX_BODY_BYTES = 256 * 1024;

export function createFacilitatorApp(options: { facilitator: Facilitator }): Hono {
  const { facilitator } = options;
  const app = new Hono();
  const limit = bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (context) => context.json({ error: `The request body is larger than ${MAX_BODY_BYTES} bytes.` }, 413) });
  app.post("/verify", limit, async ({ req }) => respond(await facilitator.verify(parse(await req.text()))));
  app.post("/settle", limit, async ({ req }) => respond(await facilitator.settle(parse(await req.text()))));
  app.get("/supported", () => respond(facilitator.supported()));
  app.on(["GET", "PUT", "DELETE"], ["/verify", "/settle"], (context) => context.json({ error: "Use POST." }, 405, { Allow: "POST" }));
  app.onError((_error, context) => context.json({ error: "The facilitator failed." }, 500));
  return app;
}

export interface HttpFacilitator {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves on a free loopback port unless one is given. */
export async function serveFacilitator(options: { facilitator: Facilitator; port?: number }): Promise<HttpFacilitator> {
  const app = createFacilitatorApp(options);
  return await new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: options.port ?? 0, hostname: "127.0.0.1" }, ({ port }) => {
      resolve({
        url: `http://127.0.0.1:${port}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            if ("closeAllConnections" in server) server.closeAllConnections();
          }),
      });
    });
  });
}

/** What is no JSON is no request: the facilitator is told `undefined` and refuses it as malformed. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function respond(reply: FacilitatorReply<unknown>): Response {
  if (typeof reply.body === "string") return new Response(reply.body, { status: reply.status });
  return Response.json(reply.body, { status: reply.status as ContentfulStatusCode, headers: { ...reply.headers } });
}
