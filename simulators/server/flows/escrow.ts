import { defineFaults, faultPoints } from "../../faults.ts";
import type { Settlement } from "../facilitator-client.ts";
import type { OpenHold } from "../finalizations.ts";
import type { ServerResponse } from "../messages.ts";
import { askedCharge, chargeOf } from "./charge.ts";
import { delivers, type Flow, type FlowContext, type FlowOutcome, handlerFailed } from "./flow.ts";

/**
 * Settle to secure the funds, serve, settle to record the final charge, respond. The report is that of the last settlement;
 * where its answer is still to come, it is that of the first: the funds are held, and the rest is between server and
 * facilitator (scheme_auth_capture.md: the finalizing settle may complete after the request has returned).
 */

export const faults = defineFaults({
  "server.flow.escrow-handler-first": { role: "server", bug: "BUG: runs the handler before the funds are held" },
  "server.flow.escrow-verify-only": { role: "server", bug: "BUG: serves a payment whose hold was refused when verification finds it valid" },
  "server.flow.escrow-no-finalize": { role: "server", bug: "BUG: leaves funds held after it has served" },
  "server.flow.escrow-failure-not-finalized": { role: "server", bug: "BUG: leaves funds held after the handler failed" },
  "server.flow.escrow-failure-charged": { role: "server", bug: "BUG: takes the price of a request whose handler failed" },
  "server.flow.escrow-charge-ignored": { role: "server", bug: "BUG: takes the whole price where the handler asked for less" },
});

export const escrow: Flow = async (context) => {
  const { offer, payment, facilitator, run } = context;
  const fault = faultPoints({ declared: faults, active: context.faults });
  const request = { payment, requirements: offer.requirements };
  const begun = fault("server.flow.escrow-handler-first") ? await run() : undefined;
  const secured = await facilitator.settle(request);
  if (!delivers(context, secured)) {
    const verified = fault("server.flow.escrow-verify-only") && (await facilitator.verify(request)).isValid;
    return verified ? { kind: "delivered", response: begun ?? (await run()), settled: undefined } : { kind: "settlement-failed", settled: secured };
  }
  const hold = context.open();
  if (hold !== undefined) return await serveHeld({ context, hold, secured, serve: async () => begun ?? (await run()) });

  // A scheme that does not say how a hold ends: it releases what is not charged, and the first payload is charged again.
  const response = begun ?? (await run());
  if (handlerFailed(response)) return { kind: "handler-failed", response, settled: secured };
  return closing({ context, response, charged: await facilitator.settle(request) });
};

async function serveHeld(options: { context: FlowContext; hold: OpenHold; secured: Settlement; serve: () => Promise<ServerResponse> }): Promise<FlowOutcome> {
  const { context, hold, secured } = options;
  const fault = faultPoints({ declared: faults, active: context.faults });
  const price = BigInt(context.offer.requirements.amount);
  let response: ServerResponse;
  try {
    response = await options.serve();
  } catch (error) {
    await hold.finalize({ charge: undefined });
    throw error;
  }
  if (handlerFailed(response)) {
    if (fault("server.flow.escrow-failure-not-finalized")) hold.abandon();
    else await hold.finalize({ charge: fault("server.flow.escrow-failure-charged") ? price : undefined });
    // Nothing was taken, so nothing is reported.
    return { kind: "handler-failed", response };
  }
  if (fault("server.flow.escrow-no-finalize")) {
    hold.abandon();
    return { kind: "delivered", response, settled: secured };
  }
  const asked = askedCharge(response);
  const ignored = asked !== undefined && asked < price && fault("server.flow.escrow-charge-ignored");
  const charged = await hold.finalize({ charge: ignored ? price : chargeOf({ response, price }) });
  return closing({ context, response, charged: charged ?? secured });
}

/** Content leaves once the funds are taken, or sure to be: what was refused in the end is withheld. */
function closing({ context, response, charged }: { context: FlowContext; response: ServerResponse; charged: Settlement }): FlowOutcome {
  return delivers(context, charged) ? { kind: "delivered", response, settled: charged } : { kind: "settlement-failed", settled: charged, withheld: response };
}
