import { connectTarget } from "../targets/connect.ts";
import { liarCheck } from "../targets/liar-check.ts";
import type { Connections } from "./session.ts";

/** The real connections: targets through their drivers, each role in its seat. Seats are loaded when a target needs one. */
export function connections(): Connections {
  return {
    connect: ({ manifest, signal }) => connectTarget({ manifest, signal }),
    liarCheck,
    startSession: {
      client: async (options) => await (await import("./client-session.ts")).startClientSession(options),
      facilitator: async (options) => await (await import("./facilitator-session.ts")).startFacilitatorSession(options),
      server: async (options) => await (await import("./server-session.ts")).startServerSession(options),
    },
  };
}
