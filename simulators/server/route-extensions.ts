import type { ExtensionServer } from "../extensions/extension.ts";
import type { CarryingRequest, SchemeServer } from "../schemes/scheme.ts";
import type { HeaderFields } from "../transports/http/http-fetch.ts";
import type { ProtectedRoute } from "./config.ts";
import type { ServerResponse } from "./messages.ts";

/** A route with what its offers' schemes advertise. What the operator configured wins. */
export function withSchemeExtensions(options: { route: ProtectedRoute; schemes: readonly SchemeServer[] }): ProtectedRoute {
  const { route } = options;
  const needed = route.accepts.map((offer) => options.schemes.find((half) => half.scheme === offer.scheme && half.supports(offer.network))?.extensions ?? {});
  const extensions: Readonly<Record<string, unknown>> = Object.assign({}, ...needed, route.extensions);
  return Object.keys(extensions).length === 0 ? route : { ...route, extensions };
}

/** What server halves of extensions do for routes that advertise them. */
export interface RouteExtensions {
  /** An answer beside the routes, where an advertised extension has one. */
  serve(request: { readonly method: string; readonly path: string }): ServerResponse | undefined;
  /** Header fields that the extensions of a route add to its answer. */
  attach(options: { route: ProtectedRoute; request: CarryingRequest; response: ServerResponse }): HeaderFields;
}

export function createRouteExtensions(options: { routes: readonly ProtectedRoute[]; halves: ReadonlyMap<string, ExtensionServer> }): RouteExtensions {
  const advertised = new Set(options.routes.flatMap(({ extensions = {} }) => Object.keys(extensions)));
  const inUse = [...options.halves].filter(([id]) => advertised.has(id));
  return {
    serve(request) {
      for (const [, half] of inUse) {
        const answer = half.serve?.(request);
        if (answer !== undefined) return answer;
      }
      return undefined;
    },
    attach: ({ route, request, response }) => inUse.flatMap(([id, half]) => (route.extensions?.[id] === undefined ? [] : (half.attach?.({ advertised: route.extensions[id], request, response }) ?? []))),
  };
}
