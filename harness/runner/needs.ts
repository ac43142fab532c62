import type { PaymentMethod } from "../methods/method.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { Capabilities } from "../targets/protocol.ts";
import type { Target } from "../targets/target.ts";

/** What a scenario needs and a target does not have, as one sentence; `undefined` when all is there. */
export function missingNeed(options: { scenario: Scenario<never>; /** That it is driven by. */ method?: Pick<PaymentMethod, "id" | "judgedByServer">; capabilities: Capabilities; routes: readonly string[] | undefined; outOfReach?: Target["outOfReach"] | undefined }): string | undefined {
  const { needs } = options.scenario;
  const { capabilities, method } = options;
  if (method?.judgedByServer === true && needs?.features?.includes("facilitator") === true) return `payments by ${method.id} know no facilitator`;
  const lacks = (kind: string, wanted: readonly string[], has: readonly string[]): string | undefined => {
    const missing = wanted.filter((name) => !has.includes(name));
    return missing.length === 0 ? undefined : `the target does not declare ${kind} ${missing.join(", ")}`;
  };
  const feature = (wanted: readonly string[]): string | undefined => {
    const missing = wanted.filter((name) => !capabilities.features.includes(name) && options.outOfReach?.features.includes(name) === true);
    // To declare it would not help.
    return missing.length === 0 ? lacks("feature", wanted, capabilities.features) : `feature ${missing.join(", ")} cannot be arranged through ${options.outOfReach?.through}`;
  };
  const fresh = options.scenario.instance === "fresh" ? ["instances"] : [];
  return (
    lacks("transport", ["http"], capabilities.transports) ??
    lacks("extension", needs?.extensions ?? [], capabilities.extensions) ??
    feature([...(needs?.features ?? []), ...fresh]) ??
    (options.routes === undefined ? undefined : lacks("route", needs?.routes ?? [], options.routes))
  );
}
