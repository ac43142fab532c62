import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findCardNumbers, type PspCall } from "../../rails/index.ts";
import { type CardWorld, nextPaymentId, PAYERS_MONEY, startCardWorld } from "./testing/card-world.ts";
import type { ChildOptions } from "./testing/crash-child.ts";

/** The same with a real process, a real file and SIGKILL: what the operating system keeps is enough. */

let world: CardWorld;
let folder: string;
beforeAll(async () => {
  world = await startCardWorld();
  folder = mkdtempSync(join(tmpdir(), "x402-card-crash-"));
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

const CHILD = fileURLToPath(new URL("./testing/crash-child.ts", import.meta.url));

function start(options: ChildOptions): { child: ChildProcess; said: () => string } {
  const child = spawn(process.execPath, [CHILD, JSON.stringify(options)], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => void (text += chunk));
  return { child, said: () => text };
}

test.each([
  ["while its hold is being placed", "payment_intents.create", "before"],
  ["before it hears of its capture", "payment_intents.capture", "after"],
] as const)("a facilitator that is killed %s charges once", async (_, operation, when) => {
  const paymentId = nextPaymentId();
  const owner = `payer ${paymentId}`;
  const options: ChildOptions = { folder: join(folder, operation), url: world.rails.psp.url, key: world.rails.psp.control.issueKey({ id: "key_facilitator" }).secret, token: world.token({ owner }), paymentId, capture: "73" };
  const first = start(options);
  let killed = false;
  const kill = async (call: PspCall): Promise<void> => {
    if (killed || call.operation !== operation) return;
    killed = true;
    const gone = once(first.child, "exit");
    first.child.kill("SIGKILL");
    await gone;
  };
  const unwatch = world.rails.psp.control.watch(when === "before" ? { before: kill } : { after: kill });
  await once(first.child, "close");
  unwatch();
  expect([killed, first.child.signalCode, first.said()]).toEqual([true, "SIGKILL", ""]);

  const second = start(options);
  await once(second.child, "close");
  const payments = world.rails.rails.card.payments().filter(({ payer }) => payer === owner);
  expect(payments).toMatchObject([{ state: "captured", captured: 73n, held: 0n }]);
  expect(JSON.parse(second.said())).toEqual({ success: true, transaction: payments[0]?.id, network: "card:visa", amount: "73" });
  expect(world.rails.balance({ owner, currency: "USD" })).toBe(PAYERS_MONEY - 73n);

  const kept = readFileSync(join(options.folder, "state.ndjson"), "utf8");
  expect(findCardNumbers(kept)).toEqual([]);
  expect(kept).not.toContain(options.token);
});
