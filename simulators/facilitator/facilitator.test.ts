import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PaymentRequirements } from "../../spec/types.ts";
import { deriveWallet, type EvmNode, fundWallets, observeBalances, observeTransfers, startEvmNode, type Wallet } from "../chains/evm/index.ts";
import { faultSet } from "../faults.ts";
import * as exactEvm from "../schemes/exact-evm/index.ts";
import type { Effects } from "../schemes/scheme.ts";
import { createFacilitator, type Facilitator } from "./index.ts";

const effects: Effects = { now: () => Date.now(), randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)) };
const payTo = deriveWallet({ seed: "facilitator-test", path: "payTo" }).address;
const signer = deriveWallet({ seed: "facilitator-test", path: "signer" });

let node: EvmNode;
let facilitator: Facilitator;
let wallets = 0;

beforeAll(async () => {
  node = await startEvmNode();
  await fundWallets({ node, wallets: [{ address: signer.address, nativeBalance: 10n ** 20n }] });
  facilitator = create();
});

afterAll(async () => await node.stop());

function create(options: { rpcUrl?: string; faults?: string[]; confirmationTimeoutSeconds?: number } = {}): Facilitator {
  const faults = faultSet(options.faults ?? []);
  const half = exactEvm.createFacilitator({
    effects,
    faults,
    network: node.network,
    chain: { rpcUrl: options.rpcUrl ?? node.rpcUrl, signerPrivateKey: signer.privateKey },
    confirmationTimeoutSeconds: options.confirmationTimeoutSeconds ?? 10,
  });
  return createFacilitator({ schemes: [half], faults });
}

async function newPayer(amount = 1_000_000n): Promise<Wallet> {
  const wallet = deriveWallet({ seed: "facilitator-test", path: `payer/${wallets++}` });
  await fundWallets({ node, wallets: [{ address: wallet.address, amount }] });
  return wallet;
}

function requirements(overrides: Partial<PaymentRequirements> = {}): PaymentRequirements {
  return { scheme: "exact", network: node.network, amount: "10000", asset: node.asset, payTo, maxTimeoutSeconds: 60, extra: { name: "USDC", version: "2" }, ...overrides };
}

async function request(options: { payer: Wallet; offer?: PaymentRequirements; edit?: (payload: Record<string, Record<string, unknown>>) => void }) {
  const offer = options.offer ?? requirements();
  const payload = await exactEvm.createClient({ effects, faults: faultSet() }).createPayload({ requirements: offer, resource: undefined, wallets: [{ namespace: "eip155", privateKey: options.payer.privateKey }] });
  options.edit?.(payload as Record<string, Record<string, unknown>>);
  return { x402Version: 2, paymentPayload: { x402Version: 2, accepted: offer, payload }, paymentRequirements: offer };
}

describe("verify", () => {
  test("accepts a good payment and moves nothing", async () => {
    const payer = await newPayer();
    expect(await facilitator.verify(await request({ payer }))).toEqual({ status: 200, body: { isValid: true, payer: payer.address } });
    expect((await observeBalances({ node, addresses: [payer.address] }))[0]?.amount).toBe(1_000_000n);
  });

  test.each([
    ["insufficient_funds", 1n, undefined],
    ["invalid_exact_evm_payload_signature", 1_000_000n, (payload: Record<string, Record<string, unknown>>) => Object.assign(payload["authorization"] ?? {}, { nonce: `0x${"11".repeat(32)}` })],
    ["invalid_payload", 1_000_000n, (payload: Record<string, Record<string, unknown>>) => Object.assign(payload["authorization"] ?? {}, { value: "1e4" })],
  ])("refuses with %s", async (reason, balance, edit) => {
    const payer = await newPayer(balance);
    const { body } = await facilitator.verify(await request({ payer, ...(edit === undefined ? {} : { edit }) }));
    expect(body).toMatchObject({ isValid: false, invalidReason: reason });
  });

  test("says unexpected_verify_error and no more when the chain cannot be asked", async () => {
    const payer = await newPayer();
    const reply = await create({ rpcUrl: "http://127.0.0.1:9" }).verify(await request({ payer }));
    expect(reply).toEqual({ status: 500, body: { isValid: false, invalidReason: "unexpected_verify_error" } });
  });

  test.each([[undefined], [null], [[]], ["text"], [{}], [{ x402Version: 2 }], [{ x402Version: 2, paymentPayload: null, paymentRequirements: {} }]])("refuses %j as malformed", async (body) => {
    expect(await facilitator.verify(body)).toEqual({ status: 400, body: { isValid: false, invalidReason: "invalid_payload" } });
  });

  test.each([
    ["invalid_x402_version", (body: Record<string, unknown>) => ({ ...body, x402Version: 99 })],
    ["unsupported_scheme", (body: Record<string, unknown>) => ({ ...body, paymentRequirements: requirements({ scheme: "foo" }) })],
    ["invalid_network", (body: Record<string, unknown>) => ({ ...body, paymentRequirements: requirements({ network: "eip155:999999999" }) })],
  ])("refuses with %s", async (reason, edit) => {
    const { body } = await facilitator.verify(edit(await request({ payer: await newPayer() })));
    expect(body).toEqual({ isValid: false, invalidReason: reason });
  });
});

describe("settle", () => {
  test("moves the money once and says how much", async () => {
    const payer = await newPayer();
    const body = await request({ payer });
    const { body: first } = await facilitator.settle(body);
    expect(first).toMatchObject({ success: true, payer: payer.address, network: node.network, amount: "10000" });
    const { body: second } = await facilitator.settle(body);
    expect(second).toMatchObject({ success: false, errorReason: "invalid_transaction_state", transaction: "" });
    const transfers = await observeTransfers({ node, fromBlock: 0n, addresses: [payer.address] });
    expect(transfers.filter(({ from }) => from === payer.address)).toMatchObject([{ to: payTo, amount: 10_000n, transaction: first.transaction }]);
  });

  test("lets one of twenty identical settlements through", async () => {
    const body = await request({ payer: await newPayer() });
    const replies = await Promise.all(Array.from({ length: 20 }, async () => await facilitator.settle(body)));
    expect(replies.filter((reply) => reply.body.success)).toHaveLength(1);
    for (const { body: reply } of replies) if (!reply.success) expect(reply).toMatchObject({ transaction: "" });
  });

  test("lands twenty distinct settlements at once", async () => {
    const bodies = await Promise.all(Array.from({ length: 20 }, async () => await request({ payer: await newPayer() })));
    const replies = await Promise.all(bodies.map(async (body) => await facilitator.settle(body)));
    expect(replies.map((reply) => reply.body.success)).toEqual(bodies.map(() => true));
    expect(new Set(replies.map((reply) => reply.body.transaction)).size).toBe(20);
  });

  test("broadcasts nothing for an invalid payment", async () => {
    const payer = await newPayer(1n);
    expect((await facilitator.settle(await request({ payer }))).body).toEqual({ success: false, errorReason: "insufficient_funds", transaction: "", network: node.network, payer: payer.address });
  });
});

test("supported names the kind and the signer", () => {
  expect(facilitator.supported()).toEqual({ status: 200, body: { kinds: [{ x402Version: 2, scheme: "exact", network: "eip155:84532" }], extensions: [], signers: { "eip155:*": [signer.address] } } });
});
