import { defineFaults, faultPoints } from "../../faults.ts";
import { delivers, type Flow, type FlowContext, handlerFailed } from "./flow.ts";

/** Verify, serve, settle, respond: the default flow. A handler that fails leaves the client uncharged. */

export const faults = defineFaults({
  "server.flow.handler-before-verify": { role: "server", bug: "BUG: runs the handler while verification is still open" },
  "server.flow.settles-before-handler": { role: "server", bug: "BUG: settles before the handler runs under the authorization flow" },
  "server.flow.settles-after-invalid": { role: "server", bug: "BUG: asks for settlement of a payment that verification refused" },
  "server.flow.settles-failed-handler": { role: "server", bug: "BUG: settles although the handler failed" },
  "server.flow.responds-before-settle": { role: "server", bug: "BUG: sends the content without a report and settles in the background" },
  "server.flow.early-content": { role: "server", bug: "BUG: begins to send content larger than 64 KB before it is settled" },
  "server.flow.settles-double-amount": { role: "server", bug: "BUG: asks to settle twice the amount it offered" },
});

const EARLY_BYTES = 64 * 1024;

export const authorization: Flow = async (context) => {
  const { offer, payment, facilitator, run } = context;
  const fault = faultPoints({ declared: faults, active: context.faults });
  const request = { payment, requirements: offer.requirements };
  const begun = fault("server.flow.handler-before-verify") ? run() : undefined;
  // Awaited below when the payment is good; a failure before that is not to end the process.
  begun?.catch(() => undefined);

  const verification = await facilitator.verify(request);
  if (!verification.isValid) {
    if (fault("server.flow.settles-after-invalid")) await facilitator.settle(request).catch(() => undefined);
    return { kind: "invalid", reason: verification.invalidReason };
  }
  if (fault("server.flow.settles-before-handler")) return await settleThenRun(context);

  const response = await (begun ?? run());
  if (handlerFailed(response)) {
    if (fault("server.flow.settles-failed-handler")) await facilitator.settle(request).catch(() => undefined);
    return { kind: "handler-failed", response };
  }
  if (fault("server.flow.responds-before-settle")) {
    void facilitator.settle(request).catch(() => undefined);
    return { kind: "delivered", response, settled: undefined };
  }
  if (response.body.byteLength > EARLY_BYTES && fault("server.flow.early-content")) context.sendEarly(response);
  const settled = await facilitator.settle(fault("server.flow.settles-double-amount") ? { payment, requirements: { ...offer.requirements, amount: String(2n * BigInt(offer.requirements.amount)) } } : request);
  return delivers(context, settled) ? { kind: "delivered", response, settled } : { kind: "settlement-failed", settled, withheld: response };
};

async function settleThenRun(context: FlowContext): ReturnType<Flow> {
  const { offer, payment, facilitator, run } = context;
  const settled = await facilitator.settle({ payment, requirements: offer.requirements });
  if (!delivers(context, settled)) return { kind: "settlement-failed", settled };
  const response = await run();
  return handlerFailed(response) ? { kind: "handler-failed", response } : { kind: "delivered", response, settled };
}
