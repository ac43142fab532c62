import { expect, test } from "vitest";
import { parseTransaction, serializeTransaction } from "./wire/index.ts";
import { deriveKeyPair } from "./wire/keys.ts";
import { fuzzNode } from "./testing/fuzz-node.ts";
import { createMutator, createRandom } from "./testing/mutate.ts";

test("bent transactions are parsed or refused, never anything else, and what is parsed is written back as it was", () => {
  const wallets = ["a", "b", "c"].map((path) => deriveKeyPair({ seed: "fuzz.test", path }));
  const addresses = wallets.map(({ address }) => address);
  const next = createMutator({ random: createRandom(7), wallets, blockhash: addresses[0] ?? "", table: { table: addresses[1] ?? "", addresses } });
  let parsedCount = 0;
  for (let count = 0; count < 5_000; count++) {
    const bytes = next();
    const parsed = parseTransaction(bytes);
    if (!parsed.ok) expect([parsed.code, parsed.position <= bytes.length]).toEqual([expect.stringMatching(/^transaction\./), true]);
    else expect(Buffer.from(serializeTransaction(parsed.transaction)).equals(Buffer.from(bytes))).toBe(true);
    if (parsed.ok) parsedCount++;
  }
  // Neither all nor none: the test would say nothing.
  expect(parsedCount).toBeGreaterThan(500);
  expect(parsedCount).toBeLessThan(4_500);
});

// A million of them: npm run svm:fuzz.
test("the node lives through 20,000 bent transactions", async () => {
  const { thrown, answers, landed } = await fuzzNode({ count: 20_000, seed: 1 });
  expect(thrown).toBe(20_000);
  expect(landed).toBeGreaterThan(0n);
  // The native code was reached, and in more ways than one.
  expect([...answers.keys()]).toEqual(expect.arrayContaining(["simulated", "simulated InstructionError", "simulated AccountLoadedTwice", "-32002 SignatureFailure"]));
  expect([...answers.keys()].filter((kind) => kind.startsWith("-32603"))).toEqual([]);
});
