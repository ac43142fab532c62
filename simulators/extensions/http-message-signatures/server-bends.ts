import { defineFaults, type FaultSet, faultPoints } from "../../faults.ts";
import type { Ed25519Jwk, Item } from "../../http-signatures/index.ts";
import type { HeaderFields } from "../../transports/http/http-fetch.ts";

/** The faults of the server half. */

export const faults = defineFaults({
  "server.hms.payment-uncovered": { role: "server", bug: "BUG: signs its responses without the payment header" },
  "server.hms.request-unbound": { role: "server", bug: "BUG: signs its responses so that they answer any request" },
  "server.hms.status-uncovered": { role: "server", bug: "BUG: signs its responses without their status" },
  "server.hms.signature-wrong": { role: "server", bug: "BUG: signs its responses so that nothing verifies" },
  "server.hms.key-unpublished": { role: "server", bug: "BUG: publishes no key for the signatures of its responses" },
});

export interface ServerBends {
  components(items: readonly Item[]): readonly Item[];
  signature(fields: HeaderFields): HeaderFields;
  keys(keys: readonly Ed25519Jwk[]): readonly Ed25519Jwk[];
}

export function createServerBends(options: { faults: FaultSet }): ServerBends {
  const fault = faultPoints({ declared: faults, active: options.faults });
  const named = ({ value }: Item, pattern: RegExp): boolean => pattern.test(value);
  return {
    components(items) {
      const payment = fault("server.hms.payment-uncovered");
      const unbound = fault("server.hms.request-unbound");
      const status = fault("server.hms.status-uncovered");
      return items.filter((item) => !((payment && named(item, /^"payment-/)) || (unbound && item.parameters.has("req")) || (status && named(item, /^"@status"/))));
    },
    signature: (fields) => (fault("server.hms.signature-wrong") ? fields.map(([name, value]) => [name, name === "Signature" ? `resp=:${Buffer.alloc(64, 7).toString("base64")}:` : value] as const) : fields),
    keys: (keys) => (fault("server.hms.key-unpublished") ? [] : keys),
  };
}
