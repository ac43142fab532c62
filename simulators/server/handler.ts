import { fieldValues, type HttpFetch } from "../transports/http/http-fetch.ts";
import type { ServerLimits } from "./config.ts";
import { CHARGE_HEADER } from "./flows/charge.ts";
import type { ServerRequest, ServerResponse } from "./messages.ts";

/** What is being sold: runs once per paid request, its answer is held back until settlement. */
export type Handler = (request: ServerRequest) => Promise<ServerResponse>;

/**
 * A handler that asks another server: request target, method and body go there, status, content type,
 * what it wants charged, and body come back.
 *
 * @param options.url base URL; the request target is appended unchanged
 * @throws Error when the upstream gives no whole answer
 */
export function createRelay(options: { url: string; fetch: HttpFetch; limits: ServerLimits }): Handler {
  return async (request) => {
    const contentType = request.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
    const { status, headers, body } = await options.fetch({
      method: request.method,
      url: `${options.url}${request.target}`,
      headers: contentType === undefined ? [] : [["Content-Type", contentType]],
      responseBytes: options.limits.contentBytes,
      ...(request.body.byteLength === 0 ? {} : { body: request.body }),
    });
    const [type = "application/octet-stream"] = fieldValues({ headers, name: "Content-Type" });
    const charges = fieldValues({ headers, name: CHARGE_HEADER }).map((value) => [CHARGE_HEADER, value] as const);
    return { status, headers: [["Content-Type", type], ...charges], body };
  };
}
