import type { PaymentMethod } from "../methods/method.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { Capabilities } from "../targets/protocol.ts";

/** What a scenario needs and a target does not have, as one sentence; `undefined` when all is there. */
export function missingNeed(options: { scenario: Scenario<never>; /** That it is driven by. */ method?: Pick<PaymentMethod, "id" | "judgedByServer">; capabilities: Capabilities; routes: readonly string[] | undefined }): string | undefined {
  const { needs } = options.scenario;
  const { capabilities, method } = options;
  if (method?.judgedByServer === true && needs?.features?.includes("facilitator") === true) return `payments by ${method.id} know no facilitator`;
  const lacks = (kind: string, wanted: readonly string[], has: readonly string[]): string | undefined => {
    const missing = wanted.filter((name) => !has.includes(name));
    return missing.length === 0 ? undefined : `the target does not declare ${kind} ${missing.join(", ")}`;
  };
  const fresh = options.scenario.instance === "fresh" ? ["instances"] : [];
  return (
    lacks("transport", ["http"], capabilities.transports) ??
    lacks("extension", needs?.extensions ?? [], capabilities.extensions) ??
    lacks("feature", [...(needs?.features ?? []), ...fresh], capabilities.features) ??
    (options.routes === undefined ? undefined : lacks("route", needs?.routes ?? [], options.routes))
  );
}
