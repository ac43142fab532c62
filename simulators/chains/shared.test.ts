import { expect, test } from "vitest";
import { createShared } from "./shared.ts";

test("starts once, is the same for all, and ends with the last", async () => {
  const shared = createShared();
  const log: string[] = [];
  const lease = () =>
    shared.lease({
      id: "books",
      start: async () => {
        log.push("start");
        return await Promise.resolve({ value: {}, stop: async () => void (await Promise.resolve(log.push("stop"))) });
      },
    });
  const [one, two] = await Promise.all([lease(), lease()]);
  expect(one.value).toBe(two.value);
  await one.release();
  await one.release();
  expect(log).toEqual(["start"]);
  await two.release();
  expect(log).toEqual(["start", "stop"]);
  expect((await lease()).value).not.toBe(one.value);
});

test("what did not start is started anew by the next", async () => {
  const shared = createShared();
  await expect(shared.lease({ id: "x", start: () => Promise.reject(new Error("no port")) })).rejects.toThrow("no port");
  expect((await shared.lease({ id: "x", start: () => Promise.resolve({ value: 1, stop: () => Promise.resolve() }) })).value).toBe(1);
});
