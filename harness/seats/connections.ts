import { connectTarget } from "../targets/connect.ts";
import { liarCheck } from "../targets/liar-check.ts";
import type { Connections } from "../runner/run.ts";
import { startClientSession } from "./client-session.ts";
import { startFacilitatorSession } from "./facilitator-session.ts";
import { startServerSession } from "./server-session.ts";

/** The real connections: targets through their drivers, each role in its seat. */
export function connections(): Connections {
  return {
    connect: ({ manifest, signal }) => connectTarget({ manifest, signal }),
    liarCheck: ({ target, manifest, seed }) => liarCheck({ target, manifest, seed }),
    startSession: { client: startClientSession, facilitator: startFacilitatorSession, server: startServerSession },
  };
}
