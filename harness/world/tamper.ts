import type { HeaderFields } from "../trace/events.ts";
import type { World } from "./world.ts";

/** A message of the target at the moment it arrives, before anything of ours has seen it. */
export interface WireMessage {
  readonly kind: "request" | "response";
  /** Request target of the exchange. */
  readonly target: string;
  readonly headers: HeaderFields;
  readonly body: Uint8Array;
}

/** Rewrites what a target said, as if it had said it so. For the self-test: it makes a correct target wrong in one field. */
export type Tamper = (message: WireMessage) => { readonly headers: HeaderFields; readonly body: Uint8Array };

/** The same world, with everything the target sends rewritten on arrival. */
export function tamperedWorld(options: { world: World; tamper: Tamper }): World {
  const { world, tamper } = options;
  return {
    ...world,
    tamper,
    peer: {
      ...world.peer,
      mount: (name, handler) =>
        world.peer.mount(name, (request) => {
          const changed = tamper({ kind: "request", target: request.target, headers: request.headers, body: request.body });
          return handler({ ...request, ...changed });
        }),
    },
  };
}
