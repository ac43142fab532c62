import { afterAll, beforeAll, expect, test } from "vitest";
import type { SvmChain } from "../chain.ts";
import { svm } from "../index.ts";
import { call, subscriber } from "../testing/node-calls.ts";
import { parties, payment, sendTransaction, statusOf } from "../testing/payments.ts";
import { programs } from "../wire/index.ts";
import { createSubscriptions } from "./subscriptions.ts";
import type { LandedTransaction } from "./ledger.ts";

let chain: SvmChain;
beforeAll(async () => {
  chain = await svm.start({ seed: "pubsub.test", settings: {} });
});
afterAll(() => chain.stop());

test.each(["processed", "confirmed", "finalized"])("what a subscriber at %s cannot be shown harms neither sender nor node", async (commitment) => {
  const mine = await parties(chain, `unshown/${commitment}`);
  const socket = await subscriber(chain.wsUrl);
  await socket.call("programSubscribe", programs.token, { commitment });
  const { result: signature } = await sendTransaction(chain, payment(chain, { parties: mine, ...(await chain.latestBlockhash()) }));
  expect(await statusOf(chain, signature)).toMatchObject({ err: null });
  // Two accounts changed.
  for (let told = 0; told < 2; told++) expect(await socket.next()).toMatchObject({ params: { result: { value: { account: { data: "error: data too large for bs58 encoding" } } } } });
  socket.close();
  expect((await call(chain.rpcUrl, "getHealth")).result).toBe("ok");
});

test("bytes that are no UTF-8 end their connection only", async () => {
  const socket = await subscriber(chain.wsUrl);
  socket.send(Buffer.of(0xff, 0xfe));
  await expect(socket.next()).rejects.toThrow("ended");
  expect((await call(chain.rpcUrl, "getHealth")).result).toBe("ok");
});

test("a subscriber that fails keeps nobody else from being told", () => {
  const landed = { signature: "one", slot: 1n } as LandedTransaction;
  let change: (landed: LandedTransaction) => void = () => undefined;
  let advance: () => void = () => undefined;
  const engine = {
    ledger: { find: () => undefined, levelOf: () => "finalized" },
    slots: { onSlot: (told: () => void) => (advance = told) },
    onChange: (told: typeof change) => (change = told),
  } as unknown as Parameters<typeof createSubscriptions>[0];
  const subscriptions = createSubscriptions(engine);
  const told: number[] = [];
  const fail = (): never => {
    throw new Error("a subscriber's own defect");
  };
  subscriptions.add({ id: 1, method: "m", commitment: "processed", about: fail, send: ({ id }) => void told.push(id) });
  subscriptions.add({ id: 2, method: "m", commitment: "processed", about: () => [1], send: ({ id }) => void told.push(id) });
  subscriptions.add({ id: 3, method: "m", slot: fail, send: ({ id }) => void told.push(id) });
  subscriptions.add({ id: 4, method: "m", slot: () => 1, send: ({ id }) => void told.push(id) });
  change(landed);
  advance();
  expect(told).toEqual([2, 4]);
});
