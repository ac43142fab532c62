import { expect, test } from "vitest";
import type { Scenario } from "../scenarios/scenario.ts";
import type { Session } from "../seats/session.ts";
import { UnsupportedCase } from "../scenarios/unsupported-case.ts";
import type { World } from "../world/world.ts";
import type { Recorder } from "../trace/recorder.ts";
import { runCase } from "./run-case.ts";

async function outcomeOf(drive: (recorder: Recorder) => Promise<void>, seconds = 60) {
  const session = { openCase: async ({ recorder }: { recorder: Recorder }) => await Promise.resolve({ drive: async () => await drive(recorder), close: async () => await Promise.resolve() }) } as unknown as Session;
  const { outcome } = await runCase({ session, scenario: { id: "server/x/y" } as Scenario<never>, tag: "t", world: { now: () => 0 } as World, seconds, signal: new AbortController().signal });
  return outcome;
}

test("a case that was driven to its end is completed", async () => {
  expect(await outcomeOf(async () => await Promise.resolve())).toEqual({ kind: "completed" });
});

test("where the world failed under a case, nobody is judged by it", async () => {
  expect(await outcomeOf(async ({ worldFailed }) => await Promise.resolve(worldFailed("the chain did not answer")))).toEqual({ kind: "harnessError", reason: "the chain did not answer" });
});

test("nor by what did not come in time under it", async () => {
  const never = new Promise<void>(() => undefined);
  expect(await outcomeOf(async () => await never, 0)).toMatchObject({ kind: "budget" });
  expect(await outcomeOf(async ({ worldFailed }) => await (worldFailed("the chain did not answer"), never), 0)).toMatchObject({ kind: "harnessError" });
});

test("what a scenario throws is told apart", async () => {
  expect(await outcomeOf(async () => await Promise.reject(new UnsupportedCase("not here")))).toEqual({ kind: "unsupported", reason: "not here" });
  expect(await outcomeOf(async () => await Promise.reject(new TypeError("x is not a function")))).toEqual({ kind: "harnessError", reason: "TypeError: x is not a function" });
});
