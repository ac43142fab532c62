import type { ChainConfig, RouteConfig, ServerConfig } from "../targets/protocol.ts";
import type { Target } from "../targets/target.ts";
import type { PeerHandler } from "../world/http-peer.ts";
import type { World } from "../world/world.ts";
import type { FacilitatorScripts } from "./server-case.ts";

/** Instances of the target server: where they are, and the mounts they were pointed at. */

export interface ServerInstance {
  readonly name: string;
  /** `http://host:port` */
  readonly origin: string;
  /** Path in front of every route; empty unless a `url:` target lives below one. */
  readonly prefix: string;
}

/** How a scenario wants a further instance. */
export interface StartInstance {
  /** For the mark `start`. */
  readonly as: string;
  /** Answers of the instance's own facilitator, from its first call on. */
  readonly scripts?: FacilitatorScripts;
  /** Instead of the instance's own facilitator: base URLs. */
  readonly facilitators?: readonly string[];
  /** Instead of the standard routes. Asked only of targets with the feature `routes`. */
  readonly routes?: readonly RouteConfig[];
}

/** Routes as the target serves them: the ones it was given, or its own named in the manifest. */
export function servedRoutes(options: { standard: readonly RouteConfig[]; own: Readonly<Record<string, { readonly method: string; readonly path: string }>> | undefined; without: readonly string[] }): Readonly<Record<string, RouteConfig>> {
  const { own } = options;
  const served = options.standard.filter(({ id }) => !options.without.includes(id));
  return Object.fromEntries(served.flatMap((route) => (own === undefined ? [[route.id, route]] : own[route.id] === undefined ? [] : [[route.id, { ...route, ...own[route.id] }]])));
}

export async function startInstance(options: { target: Target; chains: Readonly<Record<string, ChainConfig>>; name: string; facilitators: readonly string[]; upstream: string; routes: readonly RouteConfig[]; credential?: string; stateFolder?: string }): Promise<ServerInstance & { readonly unsupportedRoutes: readonly string[] }> {
  const config: ServerConfig = { role: "server", facilitators: options.facilitators, upstream: options.upstream, routes: options.routes, chains: options.chains, ...(options.credential === undefined ? {} : { credential: options.credential }), ...(options.stateFolder === undefined ? {} : { stateFolder: options.stateFolder }) };
  const { url, unsupportedRoutes = [] } = await options.target.start({ instance: options.name, config });
  if (url === undefined) throw new Error("The target started a server and gave no URL; expected `url` in the reply to `start`");
  const parsed = new URL(url);
  return { name: options.name, origin: parsed.origin, prefix: parsed.pathname.replace(/\/$/, ""), unsupportedRoutes };
}

/** Mounts a peer for the time of a session or a case. */
export function mountPeer(options: { world: World; name: string; handler: PeerHandler }): { readonly url: string; unmount(): void } {
  const url = options.world.peer.mount(options.name, options.handler);
  return { url, unmount: () => options.world.peer.unmount(options.name) };
}
