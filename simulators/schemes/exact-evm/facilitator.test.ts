import fc from "fast-check";
import { encodeFunctionData, erc20Abi } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PaymentRequirements } from "../../../spec/types.ts";
import { blockAddress, counterfactualWallet, deploySmartWallet, deriveWallet, type EvmNode, fundWallets, startEvmNode } from "../../chains/evm/index.ts";
import { faultSet } from "../../faults.ts";
import type { SchemeFacilitator } from "../scheme.ts";
import { authorizationToWire, signAuthorization, type TokenDomain, type TransferAuthorization, withHighS } from "./eip3009.ts";
import { createFacilitator } from "./index.ts";
import { parsePayment } from "./parse-payment.ts";

const seed = "exact-evm-facilitator-test";
const payer = deriveWallet({ seed, path: "payer" });
const stranger = deriveWallet({ seed, path: "stranger" });
const blocked = deriveWallet({ seed, path: "blocked" });
const signer = deriveWallet({ seed, path: "signer" });
const payTo = deriveWallet({ seed, path: "payTo" }).address;

let node: EvmNode;
let half: SchemeFacilitator;
let nonces = 0;

beforeAll(async () => {
  node = await startEvmNode();
  await fundWallets({ node, wallets: [{ address: payer.address, amount: 1_000_000n }, { address: blocked.address, amount: 1_000_000n }, { address: signer.address, nativeBalance: 10n ** 20n }] });
  await blockAddress({ node, address: blocked.address });
  half = create();
});

afterAll(async () => await node.stop());

function create(confirmationTimeoutSeconds = 10, now = (): number => Date.now()): SchemeFacilitator {
  return createFacilitator({ effects: { now, randomBytes: () => new Uint8Array() }, faults: faultSet(), network: node.network, chain: { rpcUrl: node.rpcUrl, signerPrivateKey: signer.privateKey }, confirmationTimeoutSeconds });
}

interface Bend {
  readonly authorization?: Partial<TransferAuthorization>;
  readonly domain?: Partial<TokenDomain>;
  readonly key?: `0x${string}`;
  readonly requirements?: Partial<PaymentRequirements>;
  readonly signature?: (own: `0x${string}`) => string;
}

async function payment(bend: Bend = {}) {
  const requirements: PaymentRequirements = { scheme: "exact", network: node.network, amount: "10000", asset: node.asset, payTo, maxTimeoutSeconds: 60, extra: { name: "USDC", version: "2" }, ...bend.requirements };
  const now = BigInt(Math.floor(Date.now() / 1000));
  const nonce = `0x${(nonces++).toString(16).padStart(64, "0")}` as const;
  const authorization: TransferAuthorization = { from: payer.address, to: payTo, value: 10_000n, validAfter: 0n, validBefore: now + 60n, nonce, ...bend.authorization };
  const own = await signAuthorization({ domain: { name: "USDC", version: "2", chainId: node.chainId, verifyingContract: node.asset, ...bend.domain }, authorization, privateKey: bend.key ?? payer.privateKey });
  return { payload: { signature: bend.signature?.(own) ?? own, authorization: authorizationToWire(authorization) }, accepted: requirements, requirements };
}

const SECONDS = BigInt(Math.floor(Date.now() / 1000));

describe("verify refuses", () => {
  test.each<[string, string, Bend]>([
    ["a stranger's signature", "invalid_exact_evm_payload_signature", { key: stranger.privateKey }],
    ["another domain name", "invalid_exact_evm_payload_signature", { domain: { name: "USD Coin" } }],
    ["another chain", "invalid_exact_evm_payload_signature", { domain: { chainId: 8453 } }],
    ["another token", "invalid_exact_evm_payload_signature", { domain: { verifyingContract: payTo } }],
    ["an empty signature", "invalid_exact_evm_payload_signature", { signature: () => "0x" }],
    ["a high s", "invalid_exact_evm_payload_signature", { signature: withHighS }],
    ["an empty account", "insufficient_funds", { key: stranger.privateKey, authorization: { from: stranger.address } }],
    ["less than required", "invalid_exact_evm_payload_authorization_value_mismatch", { authorization: { value: 9_999n } }],
    ["more than required", "invalid_exact_evm_payload_authorization_value_mismatch", { authorization: { value: 10_001n } }],
    ["an expired window", "invalid_exact_evm_payload_authorization_valid_before", { authorization: { validBefore: SECONDS - 60n } }],
    ["a window to come", "invalid_exact_evm_payload_authorization_valid_after", { authorization: { validAfter: SECONDS + 600n, validBefore: SECONDS + 1_200n } }],
    ["another recipient", "invalid_exact_evm_payload_recipient_mismatch", { authorization: { to: stranger.address } }],
    ["a payer the token blocks", "invalid_transaction_state", { key: blocked.privateKey, authorization: { from: blocked.address } }],
    ["a missing domain", "invalid_payment_requirements", { requirements: { extra: {} } }],
    ["another transfer method", "unsupported_asset_transfer_method", { requirements: { extra: { assetTransferMethod: "permit2", name: "USDC", version: "2" } } }],
  ])("%s", async (_name, reason, bend) => {
    expect(await half.verify(await payment(bend))).toMatchObject({ isValid: false, invalidReason: reason });
  });
});

test("both ends of the window are exclusive", async () => {
  const at = create(10, () => 2_000_000_000_000);
  const window = async (validAfter: bigint, validBefore: bigint): Promise<string | undefined> => (await at.verify(await payment({ authorization: { validAfter, validBefore } }))).invalidReason;
  expect(await window(2_000_000_000n, 2_000_000_100n)).toBe("invalid_exact_evm_payload_authorization_valid_after");
  expect(await window(1n, 2_000_000_000n)).toBe("invalid_exact_evm_payload_authorization_valid_before");
});

describe("contract payers", () => {
  test("are asked by ERC-1271, and paid from", async () => {
    const { address } = await deploySmartWallet({ node, owner: payer.address });
    await fundWallets({ node, wallets: [{ address, amount: 50_000n }] });
    const good = await payment({ authorization: { from: address } });
    expect(await half.verify(good)).toEqual({ isValid: true, payer: address });
    expect(await half.settle(good)).toMatchObject({ success: true, payer: address });
    expect(await half.verify(await payment({ authorization: { from: address }, key: stranger.privateKey }))).toMatchObject({ isValid: false, invalidReason: "invalid_exact_evm_payload_signature" });
  });

  test("that do not exist yet are refused, ERC-6492 wrapping or not", async () => {
    const wallet = counterfactualWallet({ owner: stranger.address });
    await fundWallets({ node, wallets: [{ address: wallet.address, amount: 50_000n }] });
    const wrapped = await payment({ authorization: { from: wallet.address }, key: stranger.privateKey, signature: (own) => wallet.wrapSignature(own) });
    expect(await half.verify(wrapped)).toMatchObject({ isValid: false, invalidReason: "invalid_exact_evm_payload_signature" });
  });
});

test("names the transaction that reverted", async () => {
  const doomed = deriveWallet({ seed, path: "doomed" });
  await fundWallets({ node, wallets: [{ address: doomed.address, amount: 50_000n }] });
  const body = await payment({ key: doomed.privateKey, authorization: { from: doomed.address } });
  const patient = create(0.1);
  await node.rpc.request({ method: "evm_setAutomine", params: [false] });
  const pending = await patient.settle(body);
  // A transfer of all the payer has, for a higher fee, comes first in the block.
  const drain = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [stranger.address, 50_000n] });
  await node.rpc.batch([
    { method: "anvil_impersonateAccount", params: [doomed.address] },
    { method: "anvil_setBalance", params: [doomed.address, "0xde0b6b3a7640000"] },
  ]);
  await node.rpc.request({ method: "eth_sendTransaction", params: [{ from: doomed.address, to: node.asset, data: drain, maxPriorityFeePerGas: "0x174876e800", maxFeePerGas: "0x2e90edd000" }] });
  await node.rpc.request({ method: "evm_mine" });
  await node.rpc.request({ method: "evm_setAutomine", params: [true] });
  expect(await patient.settle(body)).toEqual({ success: false, errorReason: "invalid_transaction_state", transaction: pending.transaction, network: node.network, payer: doomed.address });
});

test("says settlement_pending with the hash, and tells the outcome when asked again", async () => {
  const body = await payment();
  const impatient = create(0.1);
  await node.rpc.request({ method: "evm_setAutomine", params: [false] });
  const pending = await impatient.settle(body);
  expect(pending).toMatchObject({ success: false, errorReason: "settlement_pending", transaction: expect.stringMatching(/^0x[0-9a-f]{64}$/) as string });
  // A forgery with the same nonce learns nothing and gets nothing.
  const forged = { ...body, payload: { ...body.payload, signature: (await payment({ key: stranger.privateKey })).payload.signature } };
  expect(await impatient.settle(forged)).toMatchObject({ success: false, transaction: "" });
  await node.rpc.request({ method: "evm_setAutomine", params: [true] });
  await node.rpc.request({ method: "evm_mine" });
  expect(await impatient.settle(body)).toMatchObject({ success: true, transaction: pending.transaction });
  expect(await impatient.settle(body)).toMatchObject({ success: false, transaction: "" });
});

test("reads no number but a decimal uint256, whatever it is given", async () => {
  const good = await payment();
  const read = (value: unknown): bigint | undefined => {
    const parsed = parsePayment({ ...good, payload: { ...good.payload, authorization: { ...good.payload.authorization, value } }, faults: faultSet() });
    return parsed.ok ? parsed.payment.authorization.value : undefined;
  };
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }), (value) => read(value.toString()) === value));
  fc.assert(fc.property(fc.anything().filter((value) => !(typeof value === "string" && /^(?:0|[1-9][0-9]*)$/.test(value))), (value) => read(value) === undefined));
});
