import type { PaymentPayload } from "../../spec/types.ts";
import { defineFaults, faultPoints, type FaultSet } from "../faults.ts";
import { isObject, jsonEqual, jsonIncludes } from "../json.ts";

/** What a client may do with advertised extensions: x402-specification-v2.md §5.1.2, Extensions. */

export const faults = defineFaults({
  "server.ext.exact-echo": { role: "server", bug: "BUG: refuses an extension's info to which the client appended something" },
  "server.ext.tamper-accepted": { role: "server", bug: "BUG: does not notice that the client overwrote an extension's info" },
  "server.ext.requires-member": { role: "server", bug: "BUG: refuses a payment that leaves the optional extensions out, also where none are advertised" },
});

/**
 * Compares a payment's extensions with the advertised ones: info may be appended to, not deleted or
 * overwritten. An extension that is not repeated is no error, for `extensions` is optional.
 *
 * @returns identifier of the first extension that was tampered with
 */
export function createEchoCheck(options: { faults: FaultSet }): (request: { payment: PaymentPayload; advertised: Readonly<Record<string, unknown>> }) => string | undefined {
  const fault = faultPoints({ declared: faults, active: options.faults });
  return ({ payment, advertised }) => {
    if (payment.extensions === undefined && fault("server.ext.requires-member")) return "extensions";
    return Object.entries(advertised).find(([identifier, declaration]) => {
      const echoed = payment.extensions?.[identifier];
      if (echoed === undefined) return false;
      const info = isObject(declaration) ? declaration["info"] : undefined;
      const echoedInfo = isObject(echoed) ? echoed["info"] : undefined;
      if (fault("server.ext.exact-echo")) return !jsonEqual(echoedInfo, info);
      return !fault("server.ext.tamper-accepted") && !jsonIncludes({ whole: echoedInfo, part: info });
    })?.[0];
  };
}
