import { readBounded } from "./bounded-reply.ts";
import type { ServerLimits } from "./config.ts";
import type { ServerRequest, ServerResponse } from "./messages.ts";

/** What is being sold: runs once per paid request, its answer is held back until settlement. */
export type Handler = (request: ServerRequest) => Promise<ServerResponse>;

/**
 * A handler that asks another server: request target, method and body go there, status, content type
 * and body come back.
 *
 * @param options.url base URL; the request target is appended unchanged
 * @throws Error when the upstream gives no whole answer
 */
export function createRelay(options: { url: string; fetch: typeof fetch; limits: ServerLimits }): Handler {
  return async (request) => {
    const contentType = request.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
    const response = await options.fetch(`${options.url}${request.target}`, {
      method: request.method,
      redirect: "manual",
      ...(contentType === undefined ? {} : { headers: { "Content-Type": contentType } }),
      ...(request.body.byteLength === 0 ? {} : { body: Buffer.from(request.body) }),
    });
    const body = await readBounded({ response, limit: options.limits.contentBytes });
    return { status: response.status, headers: [["Content-Type", response.headers.get("content-type") ?? "application/octet-stream"]], body };
  };
}
