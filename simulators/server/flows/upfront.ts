import { defineFaults, faultPoints } from "../../faults.ts";
import { authorization } from "./authorization.ts";
import { delivers, type Flow, handlerFailed } from "./flow.ts";

/** Settle, serve, respond. The client pays even when the handler fails, and is told so. */

export const faults = defineFaults({
  "server.flow.upfront-as-authorization": { role: "server", bug: "BUG: verifies, serves and then settles although the offer says upfront" },
  "server.flow.upfront-handler-first": { role: "server", bug: "BUG: runs the handler before settlement although the offer says upfront" },
});

export const upfront: Flow = async (context) => {
  const { offer, payment, facilitator, run } = context;
  const fault = faultPoints({ declared: faults, active: context.faults });
  if (fault("server.flow.upfront-as-authorization")) return await authorization(context);
  const begun = fault("server.flow.upfront-handler-first") ? await run() : undefined;
  const settled = await facilitator.settle({ payment, requirements: offer.requirements });
  if (!delivers(context, settled)) return { kind: "settlement-failed", settled };
  const response = begun ?? (await run());
  return handlerFailed(response) ? { kind: "handler-failed", response, settled } : { kind: "delivered", response, settled };
};
