import type { PaymentMethod } from "../methods/method.ts";
import type { Playable } from "../targets/manifest-values.ts";
import type { Driver } from "../targets/target.ts";
import { standardRoutes } from "../world/routes.ts";

/** What a manifest may name, from all there is: for errors before anything is started. */
export function playableBy(options: { drivers: ReadonlyMap<string, Driver>; methods: readonly PaymentMethod[] }): Playable {
  const { drivers, methods } = options;
  // Only their ids are wanted, whatever they cost and whoever is paid.
  const routesWith = (more: Parameters<typeof standardRoutes>[0]["more"]): readonly string[] => standardRoutes({ scheme: "", network: "", asset: "", extra: {}, below: true, upfront: {}, payTo: () => "", more }).map(({ id }) => id);
  return {
    drivers,
    // Where servers judge payments themselves, facilitators have no part.
    payments: (role) => methods.filter(({ judgedByServer }) => role !== "facilitator" || judgedByServer !== true),
    routes: [...new Set([...routesWith(() => []), ...methods.flatMap((method) => routesWith((accept) => method.routes({ accept })))])],
  };
}
