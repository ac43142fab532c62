import { defineFaults, faultPoints, type FaultSet } from "../faults.ts";
import { type HeaderFields, headerValues } from "./messages.ts";

/**
 * Which protected route a request asks for. One look-up serves the gate and the dispatch, on the very
 * octets of the path: where a gate and a router disagree about what a path means, content leaves unpaid.
 */

export const faults = defineFaults({
  "server.gate.head-unpaid": { role: "server", bug: "BUG: runs the protected handler for HEAD without payment" },
  "server.gate.normalised-path-unpaid": { role: "server", bug: "BUG: serves a path unpaid that equals a protected one only once it is decoded, in lower case and without a slash at its end" },
  "server.gate.double-slash-unpaid": { role: "server", bug: "BUG: prices the raw path and serves what it is without its empty segments" },
  "server.gate.dot-segments-unpaid": { role: "server", bug: "BUG: prices the raw path and serves what it is without its dot segments" },
  "server.gate.path-parameter-unpaid": { role: "server", bug: "BUG: prices the raw path and serves what it is without its path parameters" },
  "server.gate.undecodable-path-unpaid": { role: "server", bug: "BUG: finds no price for a path that cannot be decoded, and serves it" },
  "server.gate.absolute-form-unpaid": { role: "server", bug: "BUG: serves a request whose target is in absolute form unpaid" },
  "server.gate.method-override-unpaid": { role: "server", bug: "BUG: serves unpaid what X-HTTP-Method-Override asks for" },
});

export interface Target {
  /** Host and port the client used. */
  readonly authority: string;
  readonly path: string;
  /** Path and query. */
  readonly origin: string;
}

/** Origin form or absolute form (RFC 9112 §3.2). @returns undefined for any other */
export function parseTarget(options: { target: string; headers: HeaderFields; authority: string }): Target | undefined {
  const absolute = /^https?:\/\/([^/?#\s]+)(\/[^#\s]*)?$/i.exec(options.target);
  const origin = absolute === null ? options.target : (absolute[2] ?? "/");
  if (!origin.startsWith("/")) return undefined;
  const [host] = headerValues({ headers: options.headers, name: "Host" });
  return { authority: absolute?.[1] ?? (host !== undefined && /^[-.:[\]0-9A-Za-z]+$/.test(host) ? host : options.authority), path: origin.split("?", 1)[0] ?? origin, origin };
}

export type Resolution<Route> =
  | { readonly kind: "route"; readonly route: Route }
  | { readonly kind: "preflight"; readonly route: Route }
  | { readonly kind: "method-not-allowed"; readonly allow: string }
  | { readonly kind: "not-found" }
  /** A fault's: served without payment. */
  | { readonly kind: "bypassed"; readonly route: Route; readonly path: string };

interface RoutePath {
  readonly method: string;
  readonly path: string;
  readonly below?: string;
}

export function createRouter<Route extends RoutePath>(options: { routes: readonly Route[]; faults: FaultSet }): (request: { method: string; target: Target; wire: string; headers: HeaderFields }) => Resolution<Route> {
  const fault = faultPoints({ declared: faults, active: options.faults });
  const at = (path: string): readonly Route[] => options.routes.filter((route) => (route.below === undefined ? route.path === path : path.startsWith(`${route.below}/`) && !HAS_DOT_SEGMENT.test(path)));

  return ({ method, target, wire, headers }) => {
    const [bypass] = bypasses({ method, target, wire, headers, fault, at });
    if (bypass !== undefined) return { kind: "bypassed", route: bypass, path: target.origin.replace(target.path, bypass.path) };
    const [first] = at(target.path);
    if (first === undefined) return { kind: "not-found" };
    if (method === "OPTIONS") return { kind: "preflight", route: first };
    // HEAD asks for GET's headers (RFC 9110 §9.3.2) and costs what GET costs.
    const route = at(target.path).find((candidate) => candidate.method === method || (method === "HEAD" && candidate.method === "GET"));
    return route === undefined ? { kind: "method-not-allowed", allow: at(target.path).map((candidate) => candidate.method).join(", ") } : { kind: "route", route };
  };
}

/**
 * A segment of `.` or `..`, or what the next reader may take for one. Below a path there is no telling where
 * it leads: to another route with another price, so it leads nowhere.
 */
const HAS_DOT_SEGMENT = /(?:[\\/]|%2f|%5c)(?:\.|%2e){1,2}(?:[\\/;]|%2f|%5c|$)/i;

/** Routes a fault serves without payment. */
function bypasses<Route extends RoutePath>(options: { method: string; target: Target; wire: string; headers: HeaderFields; fault: (id: keyof typeof faults) => boolean; at: (path: string) => readonly Route[] }): readonly Route[] {
  const { method, target, wire, fault, at } = options;
  if (method === "HEAD" && fault("server.gate.head-unpaid")) return at(target.path);
  if (!wire.startsWith("/") && fault("server.gate.absolute-form-unpaid")) return at(target.path);
  const [override] = headerValues({ headers: options.headers, name: "X-HTTP-Method-Override" });
  if (override !== undefined && fault("server.gate.method-override-unpaid")) return at(target.path).filter((route) => route.method === override);
  if (method !== "GET") return [];
  const priced = at(target.path);
  if (priced.length > 0) return decoded(target.path) === undefined && fault("server.gate.undecodable-path-unpaid") ? priced : [];
  for (const [id, read] of READERS) {
    const found = at(read(target.path));
    if (found.length > 0 && fault(id)) return found;
  }
  return [];
}

/** Routers that read more into a path than the gate before them, each in one way of its own. */
const READERS = [
  ["server.gate.normalised-path-unpaid", (path) => (decoded(path) ?? path).replace(/\/$/, "").toLowerCase()],
  ["server.gate.double-slash-unpaid", (path) => path.replace(/\/{2,}/g, "/")],
  ["server.gate.dot-segments-unpaid", (path) => (HAS_DOT_SEGMENT.test(path) ? new URL(`http://a${path}`).pathname : path)],
  ["server.gate.path-parameter-unpaid", (path) => path.replace(/;[^/]*/g, "")],
] as const satisfies readonly (readonly [keyof typeof faults, (path: string) => string])[];

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
