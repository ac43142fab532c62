import { headerValues } from "../../trace/headers.ts";
import type { Trace } from "../../trace/trace.ts";
import { check, type Check } from "../check.ts";
import { answered, type AnsweredStep, hasContent, isSuccess, named, paidTwin, steps } from "../server-steps.ts";

/** What transports-v2/http.md leaves to HTTP: caches, browsers, and the many spellings of one request. Advice. */

const GATE = "server/http/method-and-path";
const PATHS = ["server/http/path-variants", "server/http/path-variants-below"];
const CORS = "server/http/cors";

export const checks: readonly Check[] = [
  check({
    id: "http.cors.expose",
    requirement: "http.cors.expose",
    title: "A server that lets other origins call lets them read the payment headers",
    appliesTo: { scenarios: CORS },
    witness: (trace) => (paidTwin(trace) === undefined ? undefined : answered(trace, (as) => as === "cross-origin" || as === "good")),
    judge({ witness, pass, fail, notApplicable }) {
      const shared = witness.filter(isShared);
      if (shared.length === 0) return notApplicable("the target sends no Access-Control-Allow-Origin");
      for (const step of shared) {
        const exposed = headerValues({ headers: step.response.headers, name: "access-control-expose-headers" }).join(",").toLowerCase().split(/\s*,\s*/);
        const hidden = step.response.headers.map(([name]) => name.toLowerCase()).find((name) => /^payment-(required|response)$/.test(name) && !exposed.includes(name) && !exposed.includes("*"));
        if (hidden !== undefined) return fail(`${hidden.toUpperCase()} is hidden from scripts of other origins`, { expected: "Access-Control-Expose-Headers that names it", actual: exposed.join(", "), at: step.response });
      }
      return pass({ at: shared.map(({ response }) => response) });
    },
    killedBy: ["server.http.cors-hides-headers"],
  }),
  check({
    id: "http.cors.expose.preflight",
    requirement: "http.cors.expose",
    title: "A server asks no payment of an OPTIONS preflight",
    appliesTo: { scenarios: CORS },
    witness: (trace) => (paidTwin(trace) === undefined ? undefined : answered(trace, "preflight")[0]),
    judge({ witness, trace, pass, fail, notApplicable }) {
      if (!answered(trace).some(isShared)) return notApplicable("the target sends no Access-Control-Allow-Origin");
      return witness.response.status === 402 ? fail("a preflight was asked to pay", { expected: "any other status", actual: 402, at: witness.response }) : pass({ at: witness.response });
    },
    killedBy: ["server.http.preflight-402"],
  }),
  check({
    id: "http.cache.private",
    requirement: "http.cache.private",
    appliesTo: { scenarios: "server/http/paid" },
    witness(trace) {
      const paid = answered(trace, "good").filter(({ response }) => isSuccess(response) && hasContent(trace, response));
      return paid.length === 0 ? undefined : [...paid, ...answered(trace, "offer")];
    },
    judge({ witness, pass, fail }) {
      const open = witness.find(({ response }) => isPublic(headerValues({ headers: response.headers, name: "cache-control" }).join(",")));
      return open === undefined ? pass({ at: witness.slice(0, 1).map(({ response }) => response) }) : fail(`the answer to ${named(open)} may be kept by shared caches`, { expected: "private or no-store", actual: headerValues({ headers: open.response.headers, name: "cache-control" }).join(", "), at: open.response });
    },
    killedBy: ["server.http.paid-content-public"],
  }),
  bypassCheck({ id: "http.head-method.methods", title: "HEAD and OPTIONS bring nothing unpaid", steps: (as) => as.startsWith("method-"), killedBy: ["server.gate.head-unpaid"] }),
  bypassCheck({ id: "http.head-method.path", title: "Other spellings of a protected path bring nothing unpaid", scenarios: PATHS, steps: (as) => as.startsWith("path-"), killedBy: ["server.gate.normalised-path-unpaid"] }),
  bypassCheck({ id: "http.head-method.path-slashes", title: "A protected path with empty segments brings nothing unpaid", scenarios: PATHS, steps: (as) => as.startsWith("slashes-"), killedBy: ["server.gate.double-slash-unpaid"] }),
  bypassCheck({ id: "http.head-method.path-dots", title: "A protected path with dot segments brings nothing unpaid", scenarios: PATHS, steps: (as) => as.startsWith("dots-"), killedBy: ["server.gate.dot-segments-unpaid"] }),
  bypassCheck({ id: "http.head-method.path-parameter", title: "A protected path with path parameters brings nothing unpaid", scenarios: PATHS, steps: (as) => as.startsWith("parameter"), killedBy: ["server.gate.path-parameter-unpaid"] }),
  bypassCheck({ id: "http.head-method.path-malformed", title: "A protected path that cannot be decoded brings nothing unpaid", scenarios: PATHS, steps: (as) => as.startsWith("malformed-"), killedBy: ["server.gate.undecodable-path-unpaid"] }),
  bypassCheck({ id: "http.head-method.absolute-form", title: "A request target in absolute form brings nothing unpaid", steps: (as) => as.startsWith("absolute-form"), killedBy: ["server.gate.absolute-form-unpaid"] }),
  bypassCheck({ id: "http.head-method.override", title: "Headers that replace method or path bring nothing unpaid", steps: (as) => as.startsWith("override-") || as === "rewrite-header", killedBy: ["server.gate.method-override-unpaid"] }),
];

/** Without Access-Control-Allow-Origin a server does not mean browsers of other origins. */
function isShared({ response }: AnsweredStep): boolean {
  return headerValues({ headers: response.headers, name: "access-control-allow-origin" }).length > 0;
}

/** Explicitly open to shared caches. Silence is left alone: the text is silent as well. */
function isPublic(cacheControl: string): boolean {
  const directives = cacheControl.toLowerCase().split(/\s*,\s*/);
  if (directives.some((directive) => /^(private|no-store|no-cache)\b/.test(directive))) return false;
  return directives.some((directive) => directive === "public" || /^(s-maxage|max-age)=0*[1-9]/.test(directive));
}

/** Neither the content nor a run of the protected handler for an unpaid request, however it is written. */
function bypassCheck(options: { id: string; title: string; /** Default: {@link GATE}. */ scenarios?: readonly string[]; steps: (as: string) => boolean; killedBy: readonly string[] }): Check {
  return check({
    id: options.id,
    requirement: "http.head-method",
    title: options.title,
    appliesTo: { scenarios: options.scenarios ?? GATE },
    witness(trace) {
      const tried = steps(trace, options.steps);
      return tried.length === 0 || paidTwin(trace) === undefined ? undefined : tried;
    },
    judge({ witness, trace, pass, fail }) {
      for (const step of witness) {
        if (step.response !== undefined && (hasContent(trace, step.response) || handled(trace, step as AnsweredStep))) {
          return fail(`${named(step)}: ${step.request.method} ${step.request.target} was served unpaid`, { expected: "no content, and no run of the handler", actual: step.response.status, at: [step.request, step.response] });
        }
      }
      return pass({ at: witness.slice(0, 1).map((step) => step.response ?? step.request) });
    },
    killedBy: options.killedBy,
  });
}

/** Whether the protected handler ran between the request and its answer. The steps of the scenario follow one another. */
function handled(trace: Trace, { request, response }: AnsweredStep): boolean {
  return trace.requests({ to: "upstream" }).some(({ seq }) => seq > request.seq && seq < response.seq);
}
