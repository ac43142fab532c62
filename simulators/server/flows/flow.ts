import type { PaymentPayload } from "../../../spec/types.ts";
import { defineFaults, faultPoints, type FaultSet } from "../../faults.ts";
import type { FacilitatorClient, Settlement } from "../facilitator-client.ts";
import type { OpenHold } from "../finalizations.ts";
import type { ServerResponse } from "../messages.ts";
import type { Offer } from "../offers.ts";

/** Order of settlement and execution: x402-specification-v2.md §6.1 (newer text), Payment Flow Models. */

export const faults = defineFaults({
  "server.flow.pending-delivered": { role: "server", bug: "BUG: lets the content go on a settlement whose result is still to come" },
});

export interface FlowContext {
  readonly offer: Offer;
  readonly payment: PaymentPayload;
  readonly facilitator: FacilitatorClient;
  /** Runs the protected handler; to be called once. */
  readonly run: () => Promise<ServerResponse>;
  /** Remembers a hold that was placed. `undefined` where the scheme does not say how one ends. */
  readonly open: () => OpenHold | undefined;
  /** Sends the beginning of a response ahead of the rest. Only a fault does. */
  readonly sendEarly: (response: ServerResponse) => void;
  readonly faults: FaultSet;
}

export type FlowOutcome =
  | { readonly kind: "delivered"; readonly response: ServerResponse; /** Absent only by a fault. */ readonly settled: Settlement | undefined }
  | { readonly kind: "invalid"; readonly reason: string }
  | { readonly kind: "settlement-failed"; readonly settled: Settlement; /** What the handler had answered, to be withheld. */ readonly withheld?: ServerResponse }
  /** The handler answered with an error. `settled` when the flow had charged for it by then. */
  | { readonly kind: "handler-failed"; readonly response: ServerResponse; readonly settled?: Settlement };

export type Flow = (context: FlowContext) => Promise<FlowOutcome>;

export function handlerFailed(response: ServerResponse): boolean {
  return response.status >= 400;
}

/** Whether this outcome of a settlement lets the content go: the scheme's to say, and else success. */
export function delivers({ offer, faults: active }: FlowContext, { settlement }: Settlement): boolean {
  const { scheme, requirements } = offer;
  if (scheme.delivers?.({ settlement, requirements }) ?? settlement.success) return true;
  return scheme.awaits?.({ settlement, requirements }) === true && faultPoints({ declared: faults, active })("server.flow.pending-delivered");
}
