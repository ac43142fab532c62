import { isAddress } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEvmNode } from "./node.ts";
import type { EvmNode } from "./node.ts";
import { observeBalances } from "./observe-balances.ts";
import { observeTransfers } from "./observe-transfers.ts";
import { deriveAddress, deriveWallet, fundWallets } from "./wallets.ts";

describe("deriveWallet", () => {
  test("gives the same wallet for the same seed and path, on every machine", () => {
    expect(deriveWallet({ seed: "seed", path: "path" }).privateKey).toBe("0x294bb339864c4fd7d93ea460da833e9d6aa7d5d9b8cafae4c6368ba8209b04da");
  });

  test("gives another wallet for another seed, path, or place of the border between them", () => {
    const addresses = [
      { seed: "a", path: "b" },
      { seed: "a", path: "c" },
      { seed: "c", path: "b" },
      { seed: "ab", path: "" },
      { seed: "", path: "ab" },
    ].map((options) => deriveWallet(options).address);
    expect(new Set(addresses).size).toBe(addresses.length);
  });
});

test("deriveAddress gives the same address for the same seed and path, and no wallet's", () => {
  expect(deriveAddress({ seed: "seed", path: "path" })).toBe(deriveAddress({ seed: "seed", path: "path" }));
  const addresses = [deriveWallet({ seed: "a", path: "b" }).address, ...[["a", "b"], ["a", "c"], ["c", "b"], ["ab", ""]].map(([seed = "", path = ""]) => deriveAddress({ seed, path }))];
  expect(new Set(addresses).size).toBe(addresses.length);
  for (const address of addresses) expect(isAddress(address)).toBe(true);
});

describe("fundWallets", () => {
  let node: EvmNode;
  beforeAll(async () => {
    node = await startEvmNode();
  });
  afterAll(() => node.stop());

  test("funds many in one transaction", async () => {
    const [hash, ...more] = await fundWallets({ node, wallets: wallets(1_000) });
    expect(more).toStrictEqual([]);
    const transfers = await observeTransfers({ node, fromBlock: 0n });
    expect(transfers).toHaveLength(1_000);
    expect(new Set(transfers.map(({ transaction }) => transaction))).toStrictEqual(new Set([hash]));
  });

  test("takes a second transaction when one block would not hold them", async () => {
    expect(await fundWallets({ node, wallets: wallets(1_001) })).toHaveLength(2);
  });

  test("sets native balances, and sends nothing when no tokens are asked for", async () => {
    const { address } = deriveWallet({ seed: "wallets.test", path: "signer" });
    expect(await fundWallets({ node, wallets: [{ address, nativeBalance: 123n }] })).toStrictEqual([]);
    expect(await node.rpc.request({ method: "eth_getBalance", params: [address, "latest"] })).toBe("0x7b");
    expect(await fundWallets({ node, wallets: [] })).toStrictEqual([]);
  });

  test("may be called many times at once", async () => {
    const addresses = Array.from({ length: 20 }, (_, index) => deriveWallet({ seed: "at once", path: String(index) }).address);
    await Promise.all(addresses.map((address) => fundWallets({ node, wallets: [{ address, amount: 7n }] })));
    const balances = await observeBalances({ node, addresses });
    expect(balances.every(({ amount }) => amount === 7n)).toBe(true);
  });
});

/** Addresses without a key, which is not needed to receive. */
function wallets(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    address: `0x${(index + 1).toString(16).padStart(40, "ab")}` as const,
    amount: 2n ** 200n + BigInt(index),
  }));
}
