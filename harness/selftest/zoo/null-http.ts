import type { ServerResponse } from "node:http";
import type { StartConfig } from "../../targets/protocol.ts";
import { everyNetwork } from "./every-network.ts";
import { type HttpRole, httpRole } from "../http-role.ts";

/** A null implementation over HTTP: answers every request the same way, whatever is asked. */
export interface NullHttpRole extends HttpRole<StartConfig> {
  fetch(): Promise<never>;
}

/** Every ability is claimed, so that no scenario is spared. */
const FEATURES = { server: ["upstream", "facilitator", "instances", "routes", "flow-upfront", "routes-below"], facilitator: ["chain", "instances"] } as const;

export function nullHttpRole(options: { name: string; role: "server" | "facilitator"; answer: (response: ServerResponse) => void }): NullHttpRole {
  const role = httpRole<StartConfig>({
    name: options.name,
    role: options.role,
    networks: everyNetwork,
    features: FEATURES[options.role],
    open: () => ({
      listener: (request, response) => {
        request.resume();
        request.on("end", () => options.answer(response));
      },
    }),
  });
  return { ...role, fetch: () => Promise.reject(new Error("not a client")) };
}
