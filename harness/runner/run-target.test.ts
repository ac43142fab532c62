import { describe, expect, test } from "vitest";
import type { Check } from "../checks/check.ts";
import type { PaymentMethod } from "../methods/method.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { StartSession } from "../seats/session.ts";
import { DriverError } from "../targets/errors.ts";
import type { Manifest, Target } from "../targets/target.ts";
import type { World } from "../world/world.ts";
import { runTarget } from "./run-target.ts";

const capabilities = { schemes: ["exact"], networks: ["eip155:84532"], extensions: [], transports: ["http"], features: [] };
const manifest = { name: "sample", role: "client", connect: "module:./x.ts", capabilities, timeouts: { ready: 1, case: 1, stop: 1 } } as unknown as Manifest;
const target = { hello: async () => await Promise.resolve({ name: "sample", version: "1", role: "client", capabilities }), stop: async () => await Promise.resolve(), exited: new Promise(() => {}) } as unknown as Target;
const never: StartSession = async () => await Promise.reject(new Error("no session is started"));

/** Stops the run at one point of a target's life. */
const stoppedAt = async (point: "before" | "connect" | "hello") => {
  const stop = new AbortController();
  const abort = (): void => stop.abort(new Error("stopped by SIGINT"));
  if (point === "before") abort();
  return await runTarget({
    manifest,
    connect: async () => {
      if (point === "connect") {
        abort();
        return await Promise.reject(new DriverError({ code: "aborted", what: "sample was not waited for" }));
      }
      return await Promise.resolve(target);
    },
    liarCheck: async () => await Promise.resolve(point === "hello" ? void abort() : undefined),
    startSession: { client: never, server: never, facilitator: never },
    checks: [{ id: "a", scenarios: ["client/one"] } as unknown as Check],
    scenarios: [{ id: "client/one", role: "client", title: "One" } as unknown as Scenario<never>],
    methods: [{ id: "exact-evm", scheme: "exact", network: "eip155:84532", chain: {} } as unknown as PaymentMethod],
    world: { seed: "1" } as unknown as World,
    jobs: 1,
    signal: stop.signal,
  });
};

describe("a target whose first case never began because the run was stopped", () => {
  test.each(["before", "connect", "hello"] as const)("%s", async (point) => {
    const { incomplete, cases, unreachable } = await stoppedAt(point);
    expect(incomplete).toEqual(["sample: the run was stopped before its end: stopped by SIGINT"]);
    expect(cases).toMatchObject([{ scenario: "client/one", outcome: { kind: "skipped" } }]);
    expect(unreachable).toBeUndefined();
  });
});
