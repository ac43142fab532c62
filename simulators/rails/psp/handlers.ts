import { http, type HttpHandler } from "msw";
import { RailError } from "../errors.ts";
import type { PspContext } from "./context.ts";
import { statusOf } from "./intents.ts";
import { OPERATIONS } from "./operations/index.ts";
import type { Serve } from "./serve.ts";
import { authenticateIntent } from "./submit-intent.ts";

/** The API as handlers of msw: the same in process and behind a port. The last one answers what the API does not have. */
export function createHandlers(options: { psp: PspContext; serve: Serve }): readonly HttpHandler[] {
  const { psp, serve } = options;
  return [
    ...OPERATIONS.map((operation) => http[methodOf(operation.method)](`*${operation.path}`, ({ request, params }) => serve({ operation, id: textOf(params["id"]), request }))),
    http.get("*/challenges/:token", ({ params }) => page({ psp, token: textOf(params["token"]) })),
    http.post("*/challenges/:token", ({ params }) => completeChallenge({ psp, token: textOf(params["token"]) })),
    http.all("*", ({ request }) => serve({ operation: undefined, id: "", request })),
  ];
}

const methodOf = (method: "GET" | "POST" | "DELETE"): "get" | "post" | "delete" => ({ GET: "get", POST: "post", DELETE: "delete" } as const)[method];
const textOf = (param: string | readonly string[] | undefined): string => (typeof param === "string" ? param : "");

/** The issuer's page, where a cardholder is sent. Whether the challenge is passed, the test card says. */
function page(options: { psp: PspContext; token: string }): Response {
  const open = waitingFor(options) !== undefined;
  const text = open ? `<form method="post"><button>Authenticate</button></form>` : "<p>There is nothing to authenticate here.</p>";
  return new Response(`<!doctype html><title>Issuer</title>${text}`, { status: open ? 200 : 404, headers: { "content-type": "text/html;charset=utf-8" } });
}

function completeChallenge(options: { psp: PspContext; token: string }): Response {
  const intent = waitingFor(options);
  if (intent === undefined) return page(options);
  try {
    authenticateIntent(options.psp, intent);
  } catch (error) {
    if (!(error instanceof RailError)) throw error;
  }
  return new Response(`<!doctype html><title>Issuer</title><p>You may close this page.</p>`, { status: 200, headers: { "content-type": "text/html;charset=utf-8" } });
}

function waitingFor({ psp, token }: { psp: PspContext; token: string }) {
  return [...psp.cell.current.intents.values()].find((intent) => intent.challengeToken === token && statusOf(psp, intent) === "requires_action");
}
