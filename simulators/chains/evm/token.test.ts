import { encodeFunctionData, hexToBigInt, numberToHex, parseSignature, serializeSignature, toHex, zeroAddress } from "viem";
import type { Address, Hex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { conformanceTokenAbi } from "./abi.ts";
import { blockAddress, pauseToken } from "./controls.ts";
import { startEvmNode } from "./node.ts";
import type { EvmNode } from "./node.ts";
import { observeAuthorizations } from "./observe-authorizations.ts";
import { observeBalances } from "./observe-balances.ts";
import { authorizationCall, signAuthorization, tokenDomain, tokenTypes, tryCall } from "./testing/token-calls.ts";
import type { Authorization } from "./testing/token-calls.ts";
import { installToken } from "./token.ts";
import { deriveWallet, fundWallets } from "./wallets.ts";
import type { Wallet } from "./wallets.ts";

let node: EvmNode;
let payer: Wallet;
let payee: Address;
let cases = 0;

/** Order of secp256k1, to turn a signature into its other, high-s form. */
const curveOrder = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

beforeAll(async () => {
  node = await startEvmNode();
  payer = deriveWallet({ seed: "token.test", path: "payer" });
  await fundWallets({ node, wallets: [{ address: payer.address, amount: 1_000_000n }] });
});
afterAll(() => node.stop());

/** A fresh nonce and payee for each, so that tests do not feel each other. */
function authorize(change: Partial<Authorization> = {}): Authorization {
  cases += 1;
  payee = deriveWallet({ seed: "token.test", path: `payee-${cases}` }).address;
  return {
    from: payer.address,
    to: payee,
    value: 1_000n,
    validAfter: 0n,
    validBefore: 2n ** 48n,
    nonce: numberToHex(cases, { size: 32 }),
    ...change,
  };
}

async function balanceOf(address: Address): Promise<bigint | undefined> {
  return (await observeBalances({ node, addresses: [address] }))[0]?.amount;
}

async function isUsed(authorization: Authorization): Promise<boolean | undefined> {
  const { from: authorizer, nonce } = authorization;
  return (await observeAuthorizations({ node, authorizations: [{ authorizer, nonce }] }))[0]?.used;
}

async function signedCall(authorization: Authorization, form: "bytes" | "vrs" = "bytes"): Promise<Hex> {
  const signature = await signAuthorization({ node, signer: payer, authorization });
  return authorizationCall({ authorization, signature, form });
}

describe("transferWithAuthorization", () => {
  test.each(["bytes", "vrs"] as const)("moves the value once, signature as %s", async (form) => {
    const authorization = authorize();
    const data = await signedCall(authorization, form);
    expect(await isUsed(authorization)).toBe(false);
    await node.operator.send({ to: node.asset, data });
    expect(await balanceOf(authorization.to)).toBe(1_000n);
    expect(await isUsed(authorization)).toBe(true);
    expect(await tryCall({ node, data })).toBe("token: nonce used or canceled");
    await expect(node.operator.send({ to: node.asset, data })).rejects.toMatchObject({ code: "evm.transaction-reverted" });
    expect(await balanceOf(authorization.to)).toBe(1_000n);
  });

  test("holds both ends of the window to be outside of it", async () => {
    const data = await signedCall(authorize({ validAfter: 5_000_000_000n, validBefore: 5_000_000_010n }));
    expect(await tryCall({ node, data, time: 5_000_000_000n })).toBe("token: authorization too early");
    expect(await tryCall({ node, data, time: 5_000_000_001n })).toBe("ok");
    expect(await tryCall({ node, data, time: 5_000_000_009n })).toBe("ok");
    expect(await tryCall({ node, data, time: 5_000_000_010n })).toBe("token: authorization expired");
  });

  test.each<[string, Partial<Authorization>]>([
    ["to", { to: "0x00000000000000000000000000000000000000bb" }],
    ["value", { value: 1_001n }],
    ["validAfter", { validAfter: 1n }],
    ["validBefore", { validBefore: 2n ** 48n - 1n }],
    ["nonce", { nonce: toHex("another", { size: 32 }) }],
    ["from", { from: "0x00000000000000000000000000000000000000cc" }],
  ])("refuses when %s is not what was signed", async (_field, change) => {
    const authorization = authorize();
    const signature = await signAuthorization({ node, signer: payer, authorization });
    const data = authorizationCall({ authorization: { ...authorization, ...change }, signature });
    expect(await tryCall({ node, data })).toBe("token: invalid signature");
  });

  test.each([
    ["name", { name: "USD Coin" }],
    ["version", { version: "1" }],
    ["chainId", { chainId: 8453 }],
    ["verifyingContract", { verifyingContract: zeroAddress }],
  ] as const)("refuses a signature for another domain: %s", async (_field, domain) => {
    const authorization = authorize();
    const signature = await signAuthorization({ node, signer: payer, authorization, domain });
    expect(await tryCall({ node, data: authorizationCall({ authorization, signature }) })).toBe("token: invalid signature");
  });

  test("refuses the other form of a signature: high s", async () => {
    const authorization = authorize();
    const { r, s, yParity } = parseSignature(await signAuthorization({ node, signer: payer, authorization }));
    const high = serializeSignature({
      r,
      s: numberToHex(curveOrder - hexToBigInt(s), { size: 32 }),
      yParity: yParity === 0 ? 1 : 0,
    });
    expect(await tryCall({ node, data: authorizationCall({ authorization, signature: high }) })).toBe("token: invalid signature");
  });

  test.each<[string, (signature: Hex) => Hex]>([
    ["v of 0 or 1", (signature) => `${signature.slice(0, -2)}${signature.endsWith("1b") ? "00" : "01"}` as Hex],
    ["64 bytes", (signature) => signature.slice(0, -2) as Hex],
    ["66 bytes", (signature) => `${signature}00`],
    ["nothing", () => "0x"],
    ["65 zero bytes", () => `0x${"00".repeat(65)}`],
  ])("refuses %s", async (_name, change) => {
    const authorization = authorize();
    const signature = change(await signAuthorization({ node, signer: payer, authorization }));
    expect(await tryCall({ node, data: authorizationCall({ authorization, signature }) })).toBe("token: invalid signature");
  });

  test("does not let an unrecoverable signature speak for the zero address", async () => {
    const authorization = authorize({ from: zeroAddress, value: 0n });
    const data = authorizationCall({ authorization, signature: `0x${"00".repeat(64)}1b` });
    expect(await tryCall({ node, data })).toBe("token: invalid signature");
  });

  test("refuses more than the balance, and leaves the nonce unused", async () => {
    const authorization = authorize({ value: 2_000_000n });
    const data = await signedCall(authorization);
    expect(await tryCall({ node, data })).toBe("token: balance too low");
    await expect(node.operator.send({ to: node.asset, data })).rejects.toMatchObject({ code: "evm.transaction-reverted" });
    expect(await isUsed(authorization)).toBe(false);
  });

  test("refuses the zero address as payee", async () => {
    expect(await tryCall({ node, data: await signedCall(authorize({ to: zeroAddress })) })).toBe("token: zero address");
  });

  test("refuses a blocked payer or payee, until unblocked", async () => {
    const authorization = authorize();
    const data = await signedCall(authorization);
    for (const address of [authorization.to, payer.address]) {
      // oxlint-disable-next-line no-await-in-loop -- the second state follows the first
      await blockAddress({ node, address });
      // oxlint-disable-next-line no-await-in-loop
      expect(await tryCall({ node, data })).toBe("token: account is blocked");
      // oxlint-disable-next-line no-await-in-loop
      await blockAddress({ node, address, blocked: false });
    }
    expect(await tryCall({ node, data })).toBe("ok");
  });

  test("refuses while paused", async () => {
    const data = await signedCall(authorize());
    await pauseToken({ node });
    expect(await tryCall({ node, data })).toBe("token: paused");
    await pauseToken({ node, paused: false });
    expect(await tryCall({ node, data })).toBe("ok");
  });
});

describe("receiveWithAuthorization", () => {
  test.each(["bytes", "vrs"] as const)("only the payee may call, signature as %s", async (form) => {
    const authorization = authorize();
    const signature = await signAuthorization({ node, signer: payer, authorization, primaryType: "ReceiveWithAuthorization" });
    const data = authorizationCall({ authorization, signature, form, functionName: "receiveWithAuthorization" });
    expect(await tryCall({ node, data })).toBe("token: caller is not the payee");
    expect(await tryCall({ node, data, from: authorization.to })).toBe("ok");
  });

  test("is another message than transferWithAuthorization", async () => {
    const authorization = authorize();
    const signature = await signAuthorization({ node, signer: payer, authorization });
    const data = authorizationCall({ authorization, signature, functionName: "receiveWithAuthorization" });
    expect(await tryCall({ node, data, from: authorization.to })).toBe("token: invalid signature");
  });
});

describe("cancelAuthorization", () => {
  test.each(["bytes", "vrs"] as const)("makes the nonce unusable, signature as %s", async (form) => {
    const authorization = authorize();
    const { from: authorizer, nonce } = authorization;
    const signature = await payer.account.signTypedData({
      domain: tokenDomain(node),
      types: tokenTypes,
      primaryType: "CancelAuthorization",
      message: { authorizer, nonce },
    });
    const { r, s, yParity } = parseSignature(signature);
    const data = encodeFunctionData({
      abi: conformanceTokenAbi,
      functionName: "cancelAuthorization",
      args: form === "bytes" ? [authorizer, nonce, signature] : [authorizer, nonce, yParity + 27, r, s],
    });
    await node.operator.send({ to: node.asset, data });
    expect(await isUsed(authorization)).toBe(true);
    expect(await tryCall({ node, data: await signedCall(authorization) })).toBe("token: nonce used or canceled");
    expect(await tryCall({ node, data })).toBe("token: nonce used or canceled");
  });

  test("needs the authorizer's signature", async () => {
    const { from, nonce } = authorize();
    const data = encodeFunctionData({
      abi: conformanceTokenAbi,
      functionName: "cancelAuthorization",
      args: [from, nonce, `0x${"11".repeat(64)}1b`],
    });
    expect(await tryCall({ node, data })).toBe("token: invalid signature");
  });
});

describe("permit (EIP-2612) and allowances", () => {
  const spender: Address = "0x00000000000000000000000000000000000000dd";

  async function permit(options: { readonly nonce: bigint; readonly deadline: bigint; readonly form?: "bytes" | "vrs" }): Promise<Hex> {
    const message = { owner: payer.address, spender, value: 700n, nonce: options.nonce, deadline: options.deadline };
    const signature = await payer.account.signTypedData({ domain: tokenDomain(node), types: tokenTypes, primaryType: "Permit", message });
    const { r, s, yParity } = parseSignature(signature);
    const fields = [payer.address, spender, 700n, options.deadline] as const;
    return encodeFunctionData({
      abi: conformanceTokenAbi,
      functionName: "permit",
      args: options.form === "vrs" ? [...fields, yParity + 27, r, s] : [...fields, signature],
    });
  }

  test("accepts up to and including the deadline", async () => {
    const data = await permit({ nonce: 0n, deadline: 5_000_000_000n });
    expect(await tryCall({ node, data, time: 5_000_000_000n })).toBe("ok");
    expect(await tryCall({ node, data, time: 5_000_000_001n })).toBe("token: permit is expired");
  });

  test("uses each nonce once, in order, and the spender can spend what was permitted", async () => {
    const first = await permit({ nonce: 0n, deadline: 2n ** 48n });
    const second = await permit({ nonce: 1n, deadline: 2n ** 48n, form: "vrs" });
    expect(await tryCall({ node, data: second })).toBe("token: invalid signature");
    await node.operator.send({ to: node.asset, data: first });
    expect(await tryCall({ node, data: first })).toBe("token: invalid signature");
    await node.operator.send({ to: node.asset, data: second });

    const spend = (value: bigint): Hex =>
      encodeFunctionData({ abi: conformanceTokenAbi, functionName: "transferFrom", args: [payer.address, spender, value] });
    expect(await tryCall({ node, data: spend(700n), from: spender })).toBe("ok");
    expect(await tryCall({ node, data: spend(701n), from: spender })).toBe("token: allowance too low");
    expect(await tryCall({ node, data: spend(1n) })).toBe("token: allowance too low");
  });
});

describe("the token itself", () => {
  test("says what it was initialized with, and cannot be initialized again", async () => {
    const read = (functionName: "name" | "version" | "symbol" | "decimals" | "DOMAIN_SEPARATOR"): Promise<Hex> =>
      node.rpc.request({
        method: "eth_call",
        params: [{ to: node.asset, data: encodeFunctionData({ abi: conformanceTokenAbi, functionName }) }, "latest"],
      });
    expect(await read("decimals")).toBe(numberToHex(6, { size: 32 }));
    expect(await read("name")).toContain(toHex("USDC").slice(2));
    const again = encodeFunctionData({ abi: conformanceTokenAbi, functionName: "initialize", args: ["x", "x", "x", 1] });
    expect(await tryCall({ node, data: again })).toBe("token: already initialized");
  });

  test("can stand at a second address under another name", async () => {
    const address: Address = "0x00000000000000000000000000000000000000ee";
    const token = await installToken({ node, token: { address, name: "USD Coin", symbol: "USDC.e" } });
    expect(token).toStrictEqual({ address, name: "USD Coin", version: "2", symbol: "USDC.e", decimals: 6 });
    await fundWallets({ node, asset: address, wallets: [{ address: payer.address, amount: 5n }] });
    const [balance] = await observeBalances({ node, asset: address, addresses: [payer.address] });
    expect(balance?.amount).toBe(5n);

    const authorization = authorize({ value: 5n });
    const signature = await signAuthorization({
      node,
      signer: payer,
      authorization,
      domain: { name: "USD Coin", verifyingContract: address },
    });
    await node.operator.send({ to: address, data: authorizationCall({ authorization, signature }) });
    const [received] = await observeBalances({ node, asset: address, addresses: [authorization.to] });
    expect(received?.amount).toBe(5n);
  });
});
