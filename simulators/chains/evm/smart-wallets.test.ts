import { encodeFunctionData, numberToHex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { smartWalletAbi } from "./abi.ts";
import { startEvmNode } from "./node.ts";
import type { EvmNode } from "./node.ts";
import { observeBalances } from "./observe-balances.ts";
import { counterfactualWallet, deploySmartWallet } from "./smart-wallets.ts";
import { authorizationCall, signAuthorization, tryCall } from "./testing/token-calls.ts";
import { deriveWallet, fundWallets } from "./wallets.ts";

let node: EvmNode;
const owner = deriveWallet({ seed: "smart-wallets.test", path: "owner" });
const stranger = deriveWallet({ seed: "smart-wallets.test", path: "stranger" });
const payee = deriveWallet({ seed: "smart-wallets.test", path: "payee" }).address;

beforeAll(async () => {
  node = await startEvmNode();
});
afterAll(() => node.stop());

const terms = { to: payee, value: 10n, validAfter: 0n, validBefore: 2n ** 48n, nonce: numberToHex(1, { size: 32 }) };

describe("a payer with code (ERC-1271)", () => {
  test("pays with its owner's signature", async () => {
    const wallet = await deploySmartWallet({ node, owner: owner.address });
    await fundWallets({ node, wallets: [{ address: wallet.address, amount: 100n }] });
    const authorization = { ...terms, from: wallet.address };
    const signature = await signAuthorization({ node, signer: owner, authorization });
    await node.operator.send({ to: node.asset, data: authorizationCall({ authorization, signature }) });
    expect(await observeBalances({ node, addresses: [wallet.address, payee] })).toMatchObject([{ amount: 90n }, { amount: 10n }]);
  });

  test("does not pay with a stranger's signature", async () => {
    const wallet = await deploySmartWallet({ node, owner: owner.address, salt: numberToHex(2, { size: 32 }) });
    const authorization = { ...terms, from: wallet.address };
    const signature = await signAuthorization({ node, signer: stranger, authorization });
    expect(await tryCall({ node, data: authorizationCall({ authorization, signature }) })).toBe("token: invalid signature");
  });

  test.each(["wrong-magic", "revert"] as const)("does not pay when the wallet answers with %s", async (mode) => {
    const wallet = await deploySmartWallet({ node, owner: owner.address, mode });
    const authorization = { ...terms, from: wallet.address };
    const signature = await signAuthorization({ node, signer: owner, authorization });
    expect(await tryCall({ node, data: authorizationCall({ authorization, signature }) })).toBe("token: invalid signature");
  });

  test("only its owner can make it act", async () => {
    const wallet = await deploySmartWallet({ node, owner: owner.address });
    const data = encodeFunctionData({ abi: smartWalletAbi, functionName: "execute", args: [payee, 0n, "0x"] });
    const call = (from: string): Promise<unknown> =>
      node.rpc.request({ method: "eth_call", params: [{ from, to: wallet.address, data }, "latest"] });
    await expect(call(owner.address)).resolves.toMatch(/^0x/);
    await expect(call(stranger.address)).rejects.toThrow("wallet: caller is not the owner");
  });
});

describe("a payer whose code is not there yet (ERC-6492)", () => {
  test("has its address, and its money, before it is deployed", async () => {
    const options = { owner: owner.address, salt: numberToHex(6492, { size: 32 }) };
    const wallet = counterfactualWallet(options);
    const code = (): Promise<unknown> => node.rpc.request({ method: "eth_getCode", params: [wallet.address, "latest"] });
    await fundWallets({ node, wallets: [{ address: wallet.address, amount: 100n }] });
    expect(await code()).toBe("0x");

    const authorization = { ...terms, from: wallet.address, nonce: numberToHex(2, { size: 32 }) };
    const signature = await signAuthorization({ node, signer: owner, authorization });
    const data = authorizationCall({ authorization, signature });
    expect(await tryCall({ node, data })).toBe("token: invalid signature");

    await node.operator.send({ to: wallet.factory, data: wallet.factoryData });
    expect(await code()).not.toBe("0x");
    expect(await tryCall({ node, data })).toBe("ok");
    // A verifier may deploy again.
    expect((await deploySmartWallet({ node, ...options })).address).toBe(wallet.address);
  });

  test("wraps a signature so that it ends with the magic bytes of ERC-6492", () => {
    const wrapped = counterfactualWallet({ owner: owner.address }).wrapSignature("0x1234");
    expect(wrapped.endsWith("6492".repeat(16))).toBe(true);
  });

  test("differs by owner, mode and salt", () => {
    const addresses = [
      counterfactualWallet({ owner: owner.address }),
      counterfactualWallet({ owner: stranger.address }),
      counterfactualWallet({ owner: owner.address, mode: "revert" }),
      counterfactualWallet({ owner: owner.address, salt: numberToHex(1, { size: 32 }) }),
    ].map(({ address }) => address);
    expect(new Set(addresses).size).toBe(4);
  });
});
