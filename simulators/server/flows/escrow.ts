import { type Flow, handlerFailed } from "./flow.ts";

/**
 * Settle to secure the funds, serve, settle to take the final charge. When the handler fails the
 * second settlement does not happen: the scheme releases the funds, and the first report is passed on.
 */
export const escrow: Flow = async ({ offer, payment, facilitator, run }) => {
  const request = { payment, requirements: offer.requirements };
  const secured = await facilitator.settle(request);
  if (!secured.settlement.success) return { kind: "settlement-failed", settled: secured };
  const response = await run();
  if (handlerFailed(response)) return { kind: "handler-failed", response, settled: secured };
  const charged = await facilitator.settle(request);
  return charged.settlement.success ? { kind: "delivered", response, settled: charged } : { kind: "settlement-failed", settled: charged, withheld: response };
};
