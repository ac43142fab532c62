import { expect, test } from "vitest";
import { privateKeyToAddress } from "viem/accounts";
import { privateKeyAddress } from "./private-key-address.ts";
import { deriveWallet } from "./wallets.ts";

test("agrees with viem, also on keys with leading zeros", () => {
  const keys = [`0x${"1".padStart(64, "0")}`, `0x00ab${"cd".repeat(30)}`, ...["a", "b", "c"].map((path) => deriveWallet({ seed: "s", path }).privateKey)] as const;
  for (const key of keys) expect(privateKeyAddress(key as `0x${string}`)).toBe(privateKeyToAddress(key as `0x${string}`));
});

test("a derived wallet's account is the wallet's", () => {
  const wallet = deriveWallet({ seed: "s", path: "p" });
  expect(wallet.account.address).toBe(wallet.address);
});
