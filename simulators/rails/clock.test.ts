import fc from "fast-check";
import { expect, test } from "vitest";
import { createClock, type RailTask } from "./clock.ts";

function tracked() {
  const clock = createClock({ startAt: 0 });
  const ran: string[] = [];
  clock.on("note", ({ subject }) => void ran.push(`${subject}@${clock.now(subject.split("/")[1])}`));
  const note = (subject: string, at: number): number => clock.schedule({ timeline: subject.split("/")[1] ?? "", at, task: { kind: "note", subject } });
  return { clock, ran, note };
}

test("runs what is due in order, each at its own time, and stops where it was told", async () => {
  const { clock, ran, note } = tracked();
  note("c", 300);
  note("a", 100);
  note("b", 200);
  note("b2", 200);
  await clock.advance({ milliseconds: 250 });
  expect(ran).toEqual(["a@100", "b@200", "b2@200"]);
  expect(clock.now()).toBe(250);
  expect(clock.pending().map(({ at }) => at)).toEqual([300]);
});

test("a timeline goes ahead alone; the world takes it along", async () => {
  const { clock, ran, note } = tracked();
  note("a/x", 100);
  note("b/y", 100);
  note("w", 50);
  await clock.advance({ timeline: "x", milliseconds: 100 });
  expect(ran).toEqual(["a/x@100"]);
  expect([clock.now(), clock.now("x"), clock.now("y")]).toEqual([0, 100, 0]);
  note("c/x", 160);
  await clock.advance({ milliseconds: 100 });
  expect(ran).toEqual(["a/x@100", "w@50", "c/x@160", "b/y@100"]);
  expect([clock.now(), clock.now("x"), clock.now("y")]).toEqual([100, 200, 100]);
});

test("what a task schedules on the way is run on the way", async () => {
  const { clock, ran, note } = tracked();
  clock.on("again", () => void note("later", clock.now() + 10));
  clock.schedule({ at: 5, task: { kind: "again", subject: "" } });
  await clock.advance({ milliseconds: 20 });
  expect(ran).toEqual(["later@15"]);
});

test("never goes back, and refuses to be asked for it", async () => {
  const { clock } = tracked();
  await clock.advanceTo({ time: 50 });
  await clock.advanceTo({ time: 20 });
  expect(clock.now()).toBe(50);
  await expect(clock.advance({ milliseconds: -1 })).rejects.toThrow(/forward/);
});

test("says what is missing when a task has no runner", async () => {
  const { clock } = tracked();
  clock.schedule({ at: 0, task: { kind: "unknown", subject: "" } });
  await expect(clock.advance({ milliseconds: 1 })).rejects.toThrow(/Nobody runs tasks of the kind unknown/);
  expect(() => clock.on("note", () => undefined)).toThrow(/already/);
});

test("a snapshot brings back the time, the timelines and what is due", async () => {
  const { clock, ran, note } = tracked();
  const cancelled = note("never", 10);
  clock.cancel(cancelled);
  note("a/x", 100);
  await clock.advance({ timeline: "x", milliseconds: 20 });
  const restore = clock.snapshot();
  for (let turn = 0; turn < 2; turn += 1) {
    await clock.advance({ milliseconds: 500 });
    restore();
    expect([clock.now(), clock.now("x")]).toEqual([0, 20]);
  }
  expect(ran).toEqual(["a/x@100", "a/x@100"]);
});

test("waits for what tasks set off outside, in between and not afterwards", async () => {
  const { clock, ran, note } = tracked();
  clock.onTaskDone(async () => void (await Promise.resolve(ran.push("waited"))));
  note("a", 1);
  note("b", 2);
  await Promise.all([clock.advance({ milliseconds: 1 }), clock.advance({ milliseconds: 1 })]);
  expect(ran).toEqual(["a@1", "waited", "b@2", "waited"]);
});

test("steps of any size run the same tasks in the same order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom("", "x", "y"), fc.nat(1_000)), { maxLength: 30 }), fc.array(fc.nat(400), { minLength: 1, maxLength: 10 }), async (tasks, steps) => {
      const orders = await Promise.all([steps, [steps.reduce((sum, step) => sum + step, 0)]].map(async (way) => {
        const clock = createClock({ startAt: 0 });
        const ran: RailTask[] = [];
        clock.on("note", (task) => void ran.push(task));
        tasks.forEach(([timeline, at], index) => void clock.schedule({ timeline, at, task: { kind: "note", subject: String(index) } }));
        for (const step of way) await clock.advance({ milliseconds: step });
        return ran.map(({ subject }) => subject);
      }));
      expect(orders[0]).toEqual(orders[1]);
    }),
    { numRuns: 100 },
  );
});
