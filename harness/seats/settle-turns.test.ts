import { expect, test } from "vitest";
import { createSettleTurns } from "./settle-turns.ts";

function gate(): { readonly opened: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

test("lets settlements run side by side, and one alone between those before and those after it", async () => {
  const turns = createSettleTurns();
  const log: string[] = [];
  const [first, second, third] = [gate(), gate(), gate()];
  const settle = (name: string, until: Promise<void>) => async (): Promise<string> => {
    log.push(`${name} begins`);
    await until;
    log.push(`${name} ends`);
    return name;
  };
  const all = [
    turns.together(settle("a", first.opened)),
    turns.together(settle("b", second.opened)),
    turns.alone(settle("alone", third.opened)),
    turns.together(settle("c", Promise.resolve())),
  ];
  await Promise.resolve();
  second.open();
  await all[1];
  first.open();
  await all[0];
  third.open();
  expect(await Promise.all(all)).toEqual(["a", "b", "alone", "c"]);
  expect(log).toEqual(["a begins", "b begins", "b ends", "a ends", "alone begins", "alone ends", "c begins", "c ends"]);
});

test("goes on after a settlement that failed, alone or with others", async () => {
  const turns = createSettleTurns();
  const fail = async (): Promise<never> => await Promise.reject(new Error("refused"));
  await expect(turns.together(fail)).rejects.toThrow("refused");
  await expect(turns.alone(fail)).rejects.toThrow("refused");
  expect(await turns.alone(async () => await Promise.resolve(1))).toBe(1);
  expect(await turns.together(async () => await Promise.resolve(2))).toBe(2);
});
