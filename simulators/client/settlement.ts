import type { Validator } from "../../spec/schemas.ts";
import type { SettleResponse } from "../../spec/types.ts";
import { defineFaults, faultPoints, type FaultSet } from "../faults.ts";
import { decodeHeader, HEADERS } from "../transports/http/header-codec.ts";
import { fieldValues, type HttpResponse } from "../transports/http/http-fetch.ts";

/** Reads what the server says became of the payment: transports-v2/http.md, Settlement Response Delivery. */

export const faults = defineFaults({
  "client.settlement.unread": { role: "client", bug: "BUG: does not read PAYMENT-RESPONSE" },
  "client.settlement.success-assumed": { role: "client", bug: "BUG: reports success whatever PAYMENT-RESPONSE says" },
});

export type Settlement =
  | { readonly kind: "absent" }
  | { readonly kind: "malformed"; readonly message: string }
  /** `success: false` is as possible here as `true`, whatever the HTTP status. */
  | { readonly kind: "read"; readonly response: SettleResponse };

export function createSettlementReader(options: { faults: FaultSet; validator: Validator }): (response: HttpResponse) => Settlement {
  const fault = faultPoints({ declared: faults, active: options.faults });
  const { validate } = options.validator;
  return ({ headers }) => {
    const [value] = fieldValues({ headers, name: HEADERS.paymentResponse });
    if (value === undefined || fault("client.settlement.unread")) return { kind: "absent" };
    const decoded = decodeHeader(value);
    if (!decoded.ok) return { kind: "malformed", message: decoded.message };
    const valid = validate("settle-response", decoded.value);
    if (!valid.ok) return { kind: "malformed", message: valid.errors.map(({ path, message }) => `${path} ${message}`).join("; ") };
    const response = decoded.value as SettleResponse;
    return { kind: "read", response: !response.success && fault("client.settlement.success-assumed") ? { ...response, success: true } : response };
  };
}
