import { encodeFunctionData, hexToBigInt, numberToHex, zeroAddress } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { conformanceTokenAbi } from "./abi.ts";
import { startEvmNode } from "./node.ts";
import type { EvmNode } from "./node.ts";
import {
  awaitMined,
  decodeAuthorizationCall,
  observeAuthorizations,
  observeBalances,
  observeLatestBlock,
  observeTransactionRange,
  observeTransactions,
  observeTransfers,
} from "./observe.ts";
import type { ObservedBlock } from "./observe.ts";
import { authorizationCall, signAuthorization } from "./testing/token-calls.ts";
import { deriveWallet, fundWallets } from "./wallets.ts";

let node: EvmNode;
let before: ObservedBlock;
const payer = deriveWallet({ seed: "observe.test", path: "payer" });
const payee = deriveWallet({ seed: "observe.test", path: "payee" });
const bystander = deriveWallet({ seed: "observe.test", path: "bystander" });
const authorization = {
  from: payer.address,
  to: payee.address,
  value: 30n,
  validAfter: 1n,
  validBefore: 2n ** 48n,
  nonce: numberToHex(7, { size: 32 }),
};
let paid: `0x${string}`;
let input: `0x${string}`;

beforeAll(async () => {
  node = await startEvmNode();
  await fundWallets({
    node,
    wallets: [
      { address: payer.address, amount: 100n },
      { address: bystander.address, amount: 5n },
    ],
  });
  before = await observeLatestBlock({ node });
  input = authorizationCall({ authorization, signature: await signAuthorization({ node, signer: payer, authorization }) });
  paid = (await node.operator.send({ to: node.asset, data: input })).hash;
  // The same again: mined, and reverted.
  await expect(node.operator.send({ to: node.asset, data: input })).rejects.toThrow("reverted");
});
afterAll(() => node.stop());

test("transfers carry who, what, and where", async () => {
  const fromBlock = before.number + 1n;
  expect(await observeTransfers({ node, fromBlock })).toStrictEqual([
    {
      asset: node.asset,
      from: payer.address,
      to: payee.address,
      amount: 30n,
      transaction: paid,
      blockNumber: fromBlock,
      // After AuthorizationUsed.
      logIndex: 1,
    },
  ]);
  expect(await observeTransfers({ node, fromBlock, addresses: [bystander.address] })).toStrictEqual([]);
  expect(await observeTransfers({ node, fromBlock: 0n, toBlock: before.number, addresses: [payer.address] })).toMatchObject([
    { from: zeroAddress, to: payer.address, amount: 100n },
  ]);
});

test("balances are of one block, in the order asked for", async () => {
  const addresses = [payee.address, payer.address, bystander.address] as const;
  const amounts = async (blockNumber?: bigint): Promise<readonly bigint[]> =>
    (await observeBalances({ node, addresses, ...(blockNumber === undefined ? {} : { blockNumber }) })).map(({ amount }) => amount);
  expect(await amounts()).toStrictEqual([30n, 70n, 5n]);
  expect(await amounts(before.number)).toStrictEqual([0n, 100n, 5n]);
  expect(await observeBalances({ node, addresses: [] })).toStrictEqual([]);
});

test("addresses in any case are understood", async () => {
  const address = payer.address.toUpperCase().replace("0X", "0x") as `0x${string}`;
  expect(await observeBalances({ node, addresses: [address] })).toMatchObject([{ amount: 70n }]);
  expect(await observeTransfers({ node, fromBlock: before.number + 1n, addresses: [address] })).toHaveLength(1);
});

test("authorizations are known by authorizer and nonce together", async () => {
  const { nonce } = authorization;
  const authorizations = [
    { authorizer: payer.address, nonce },
    { authorizer: payee.address, nonce },
    { authorizer: payer.address, nonce: numberToHex(8, { size: 32 }) },
  ];
  const states = await observeAuthorizations({ node, authorizations });
  expect(states).toStrictEqual(authorizations.map((id, index) => ({ ...id, used: index === 0 })));
  expect(await observeAuthorizations({ node, authorizations, blockNumber: before.number })).toMatchObject([{ used: false }, {}, {}]);
});

test("transactions by range tell success and revert, and their block's time", async () => {
  const transactions = await observeTransactionRange({ node, fromBlock: before.number + 1n });
  expect(transactions).toMatchObject([
    { hash: paid, from: node.operator.address, to: node.asset, input, status: "success", blockNumber: before.number + 1n },
    { from: node.operator.address, to: node.asset, input, status: "reverted", blockNumber: before.number + 2n },
  ]);
  expect(transactions.every(({ blockTimestamp }) => blockTimestamp >= before.timestamp)).toBe(true);
  const latest = await observeLatestBlock({ node });
  expect(await observeTransactionRange({ node, fromBlock: latest.number + 1n })).toStrictEqual([]);
});

test("transactions by hash leave out what the chain does not know", async () => {
  const madeUp = numberToHex(hexToBigInt(paid) ^ 1n, { size: 32 });
  expect(await observeTransactions({ node, hashes: [madeUp, paid, paid] })).toMatchObject([{ hash: paid, status: "success" }]);
});

describe("decodeAuthorizationCall", () => {
  test.each(["bytes", "vrs"] as const)("reads the %s form", async (form) => {
    const signature = await signAuthorization({ node, signer: payer, authorization });
    const data = authorizationCall({ authorization, signature, form });
    expect(decodeAuthorizationCall({ input: data })).toStrictEqual({
      functionName: "transferWithAuthorization",
      signatureForm: form,
      ...authorization,
      signature,
    });
  });

  test("answers nothing for other calls, and for what is cut short", () => {
    const transfer = encodeFunctionData({ abi: conformanceTokenAbi, functionName: "transfer", args: [payee.address, 1n] });
    expect(decodeAuthorizationCall({ input: transfer })).toBeUndefined();
    expect(decodeAuthorizationCall({ input: input.slice(0, 200) as `0x${string}` })).toBeUndefined();
    expect(decodeAuthorizationCall({ input: "0x" })).toBeUndefined();
  });
});

test("what the node took and has not mined yet is waited for, and what it does not know is not", async () => {
  const { rpc, operator } = node;
  await rpc.request({ method: "evm_setAutomine", params: [false] });
  const hash = await rpc.request<`0x${string}`>({ method: "eth_sendTransaction", params: [{ from: operator.address, to: node.asset, data: "0x18160ddd", gas: "0x30d40" }] });
  const waiting = awaitMined({ node, hashes: [hash, `0x${"77".repeat(32)}`] });
  expect(await Promise.race([waiting.then(() => "mined"), rpc.request({ method: "eth_chainId", params: [] }).then(() => "not yet")])).toBe("not yet");
  expect(await observeTransactions({ node, hashes: [hash] })).toEqual([]);
  await rpc.request({ method: "evm_mine", params: [] });
  await waiting;
  expect(await observeTransactions({ node, hashes: [hash] })).toMatchObject([{ hash, status: "success" }]);
  await rpc.request({ method: "evm_setAutomine", params: [true] });
});
