import { defineFaults, faultPoints, type FaultSet } from "../faults.ts";
import { type HeaderFields, headerValues } from "./messages.ts";

/**
 * Which protected route a request asks for. One look-up serves the gate and the dispatch, on the very
 * octets of the path: where a gate and a router disagree about what a path means, content leaves unpaid.
 */

export const faults = defineFaults({
  "server.gate.head-unpaid": { role: "server", bug: "BUG: runs the protected handler for HEAD without payment" },
  "server.gate.normalised-path-unpaid": { role: "server", bug: "BUG: serves a path unpaid that equals a protected one only after normalisation" },
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

export function createRouter<Route extends { readonly method: string; readonly path: string }>(options: { routes: readonly Route[]; faults: FaultSet }): (request: { method: string; target: Target; wire: string; headers: HeaderFields }) => Resolution<Route> {
  const fault = faultPoints({ declared: faults, active: options.faults });
  const at = (path: string): readonly Route[] => options.routes.filter((route) => route.path === path);

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

function bypasses<Route extends { readonly method: string }>(options: { method: string; target: Target; wire: string; headers: HeaderFields; fault: (id: keyof typeof faults) => boolean; at: (path: string) => readonly Route[] }): readonly Route[] {
  const { method, target, wire, fault, at } = options;
  if (method === "HEAD" && fault("server.gate.head-unpaid")) return at(target.path);
  if (!wire.startsWith("/") && fault("server.gate.absolute-form-unpaid")) return at(target.path);
  const [override] = headerValues({ headers: options.headers, name: "X-HTTP-Method-Override" });
  if (override !== undefined && fault("server.gate.method-override-unpaid")) return at(target.path).filter((route) => route.method === override);
  if (method === "GET" && at(target.path).length === 0 && fault("server.gate.normalised-path-unpaid")) return at(normalised(target.path));
  return [];
}

function normalised(path: string): string {
  try {
    return decodeURIComponent(path).replace(/\/{2,}/g, "/").replace(/\/$/, "").toLowerCase();
  } catch {
    return path;
  }
}
