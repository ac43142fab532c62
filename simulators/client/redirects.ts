import { defineFaults, faultPoints, type FaultSet } from "../faults.ts";
import { HEADERS } from "../transports/http/header-codec.ts";
import { fieldValues, type HeaderFields, type HttpFetch, type HttpRequest, type HttpResponse } from "../transports/http/http-fetch.ts";
import { ClientError } from "./errors.ts";

/** Follows redirects as the Fetch standard does, and treats a payment as the credential it is. */

export const faults = defineFaults({
  "client.http.payment-crosses-origins": { role: "client", bug: "BUG: forwards PAYMENT-SIGNATURE when a redirect leads to another origin" },
});

const MAX_REDIRECTS = 10;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const CREDENTIALS = ["authorization", "cookie", "proxy-authorization"];
/** A proof signs its bearer in, at the site it was made for. */
const PROOFS = [HEADERS.signInWithX.toLowerCase()];
/** A signed authorization is a bearer instrument: who holds it can have it settled. Version 1 named its header otherwise. */
const PAYMENTS = [HEADERS.paymentSignature.toLowerCase(), "x-payment"];
const BODY_FIELDS = ["content-type", "content-length", "content-encoding", "content-language", "content-location"];

export interface Followed {
  /** The request that was answered: after redirects another than the one given. */
  readonly request: HttpRequest;
  readonly response: HttpResponse;
}

/** @throws ClientError `too-many-redirects` */
export function followRedirects(options: { fetch: HttpFetch; faults: FaultSet }): (request: HttpRequest) => Promise<Followed> {
  const fault = faultPoints({ declared: faults, active: options.faults });
  const bound = (): readonly string[] => [...CREDENTIALS, ...PROOFS, ...(fault("client.http.payment-crosses-origins") ? [] : PAYMENTS)];
  return async (request) => {
    let current = request;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
      const response = await options.fetch(current);
      const [location] = fieldValues({ headers: response.headers, name: "Location" });
      const next = location !== undefined && REDIRECTS.has(response.status) && URL.canParse(location, current.url) ? new URL(location, current.url) : undefined;
      if (next === undefined || !["http:", "https:"].includes(next.protocol)) return { request: current, response };
      const crosses = next.origin !== new URL(current.url).origin;
      const { body: _, ...bodiless } = current;
      const dropsBody = (response.status === 303 && current.method !== "HEAD") || (response.status <= 302 && current.method === "POST");
      const moved: HttpRequest = dropsBody ? { ...bodiless, method: "GET", headers: without(current.headers, BODY_FIELDS) } : current;
      current = { ...moved, url: next.href, headers: crosses ? without(moved.headers, bound()) : moved.headers };
    }
    throw new ClientError({ code: "too-many-redirects", message: `${request.url} redirected more than ${MAX_REDIRECTS} times` });
  };
}

function without(headers: HeaderFields, names: readonly string[]): HeaderFields {
  return headers.filter(([name]) => !names.includes(name.toLowerCase()));
}
