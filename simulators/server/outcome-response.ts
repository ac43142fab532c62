import type { PaymentRequired } from "../../spec/types.ts";
import { defineFaults, faultPoints, type FaultSet } from "../faults.ts";
import { encodeHeader, HEADERS } from "../transports/http/header-codec.ts";
import type { Settlement } from "./facilitator-client.ts";
import type { FlowOutcome } from "./flows/flow.ts";
import { type HeaderFields, jsonResponse, type ServerResponse, withHeaders } from "./messages.ts";
import type { Offer } from "./offers.ts";
import { createSignal } from "./payment-required-header.ts";
import { createSettlementReport } from "./payment-response.ts";

/** What a client is answered once its payment was processed: transports-v2/http.md, Error Handling. */

export const faults = defineFaults({
  "server.http.success-500": { role: "server", bug: "BUG: answers a settled payment with 500" },
  "server.http.verify-failure-400": { role: "server", bug: "BUG: answers a payment that failed verification with 400" },
  "server.http.verify-failure-bare": { role: "server", bug: "BUG: answers a payment that failed verification with a 402 that has no protocol header" },
  "server.http.settle-failure-500": { role: "server", bug: "BUG: answers a failed settlement with 500" },
  "server.http.settle-failure-with-offer": { role: "server", bug: "BUG: makes the offer again when settlement failed" },
  "server.http.settle-failure-with-content": { role: "server", bug: "BUG: puts the content into the body of the 402 after a failed settlement" },
  "server.http.handler-failure-reported-paid": { role: "server", bug: "BUG: reports a successful settlement with a handler's failure that was never charged" },
  "server.http.forwards-extension-responses": { role: "server", bug: "BUG: passes the facilitator's EXTENSION-RESPONSES on to the buyer" },
  "server.http.permit2-402": { role: "server", bug: "BUG: answers a missing Permit2 allowance with 402" },
  "server.http.paid-content-public": { role: "server", bug: "BUG: lets shared caches keep paid content" },
  "server.http.error-leaks": { role: "server", bug: "BUG: puts the stack and the text of an internal error into its answer" },
  "server.http.facilitator-error-502": { role: "server", bug: "BUG: answers a fault of the facilitator with 502" },
});

export interface OutcomeResponses {
  of(options: { outcome: FlowOutcome; offer: Offer; target: string; required: (error: string) => Promise<PaymentRequired> }): Promise<ServerResponse>;
  /** A fault on the server's side: nothing about its inside leaves it. */
  error(options: { code: string; error: unknown }): ServerResponse;
}

export function createOutcomeResponses(options: { faults: FaultSet }): OutcomeResponses {
  const fault = faultPoints({ declared: faults, active: options.faults });
  const signal = createSignal(options);
  const report = createSettlementReport(options);

  const sidechannel = (settled: Settlement | undefined): HeaderFields =>
    settled?.sidechannel !== undefined && fault("server.http.forwards-extension-responses") ? [["EXTENSION-RESPONSES", settled.sidechannel]] : [];

  return {
    async of({ outcome, offer, target, required }) {
      const reported = (settled: Settlement | undefined): HeaderFields => (settled === undefined ? [] : report({ settlement: settled.settlement, offer, target }));
      switch (outcome.kind) {
        case "delivered": {
          const cache = fault("server.http.paid-content-public") ? "public, max-age=300" : "private, no-store";
          const response = withHeaders({ response: outcome.response, headers: [...reported(outcome.settled), ...sidechannel(outcome.settled), ["Cache-Control", cache]] });
          return fault("server.http.success-500") ? { ...response, status: 500 } : response;
        }
        case "invalid": {
          const allowance = /^permit2_allowance_required$/i.test(outcome.reason) && !fault("server.http.permit2-402");
          if (!allowance && fault("server.http.verify-failure-bare")) return jsonResponse({ status: 402 });
          return signal({ required: await required(outcome.reason), reason: "refused", status: allowance ? 412 : fault("server.http.verify-failure-400") ? 400 : 402 });
        }
        case "settlement-failed": {
          const headers: HeaderFields = [...reported(outcome.settled), ["Cache-Control", "no-store"]];
          const again = fault("server.http.settle-failure-with-offer") ? [[HEADERS.paymentRequired, encodeHeader(await required("settlement failed"))] as const] : [];
          const response = jsonResponse({ status: fault("server.http.settle-failure-500") ? 500 : 402, headers: [...headers, ...again] });
          return outcome.withheld !== undefined && fault("server.http.settle-failure-with-content") ? { ...response, body: outcome.withheld.body } : response;
        }
        case "handler-failed": {
          const claimed: Settlement | undefined = fault("server.http.handler-failure-reported-paid") ? { settlement: { success: true, transaction: "", network: offer.requirements.network }, sidechannel: undefined } : undefined;
          return withHeaders({ response: outcome.response, headers: [...reported(outcome.settled ?? claimed), ["Cache-Control", "private, no-store"]] });
        }
      }
    },
    error({ code, error }) {
      const details = fault("server.http.error-leaks") && error instanceof Error ? { message: error.message, stack: error.stack } : {};
      return jsonResponse({ status: fault("server.http.facilitator-error-502") ? 502 : 500, headers: [["Cache-Control", "no-store"]], body: { error: code, ...details } });
    },
  };
}
