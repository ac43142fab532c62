import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PaymentRequirements, SettleResponse } from "../../../spec/types.ts";
import { NATIVE } from "../../chains/chain.ts";
import { svm, type SvmChain } from "../../chains/svm/index.ts";
import { associatedTokenAddress, compileMessage, createAssociatedToken, decodeBase58, encodeBase58, type Instruction, keyPairFromPrivateKey, type KeyPair, memo, parseBase64Transaction, serializeBase64Transaction, setComputeUnitLimit, setComputeUnitPrice, signTransaction, transferChecked, transferSol } from "../../chains/svm/wire/index.ts";
import { faultSet } from "../../faults.ts";
import type { SchemeFacilitator } from "../scheme.ts";
import { createClient, createFacilitator } from "./index.ts";

/** Settlement on the embedded node. Every test has a payer and a fee payer of its own, so that holding one's transactions disturbs no other. */

let chain: SvmChain;
let count = 0;

beforeAll(async () => {
  chain = await svm.start({ seed: "exact-svm-settle", settings: {} });
});

afterAll(async () => await chain.stop());

interface Case {
  readonly payer: KeyPair;
  readonly sponsor: KeyPair;
  readonly payTo: string;
  readonly requirements: PaymentRequirements;
  /** A facilitator of its own, so that two of them share nothing but the chain. */
  half(options?: { faults?: readonly string[]; timeoutSeconds?: number; now?: () => number }): SchemeFacilitator;
  pay(): Promise<Body>;
  /** Made by hand, for what the client half does not make. */
  bend(instructions: (plain: readonly Instruction[]) => readonly Instruction[], signers?: readonly KeyPair[], blockhash?: string): Promise<Body>;
  balances(...owners: readonly string[]): Promise<readonly bigint[]>;
}

type Body = Parameters<SchemeFacilitator["settle"]>[0] & { readonly payload: { readonly transaction: string } };

async function fresh(edit: { asset?: string } = {}): Promise<Case> {
  count += 1;
  const { asset = chain.asset } = edit;
  const key = (name: string): KeyPair => keyPairFromPrivateKey(chain.wallet(`case-${count}/${name}`).privateKey);
  const [payer, sponsor, payTo] = [key("payer"), key("sponsor"), key("payTo").address];
  await chain.fund([{ address: sponsor.address, amount: 5000n, nativeAmount: 10n ** 10n }, { address: payer.address, amount: 5000n }, { address: payTo }]);
  if (asset !== chain.asset) await chain.fundToken({ mint: asset, funds: [{ address: payer.address, amount: 5000n }, { address: payTo }] });
  const requirements: PaymentRequirements = { scheme: "exact", network: chain.network as `solana:${string}`, amount: "1000", asset, payTo, maxTimeoutSeconds: 60, extra: { feePayer: sponsor.address } };
  const body = (transaction: string): Body => ({ payload: { transaction }, accepted: requirements, requirements });
  const effects = { now: () => Date.now(), randomBytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };
  const client = createClient({ effects, faults: faultSet(), chains: { [chain.network]: { rpcUrl: chain.rpcUrl } } });
  return {
    payer,
    sponsor,
    payTo,
    requirements,
    half: ({ faults = [], timeoutSeconds = 10, now = effects.now } = {}) =>
      createFacilitator({ effects: { ...effects, now }, faults: faultSet(faults.map((fault) => `facilitator.exact-svm.${fault}`)), network: chain.network, chain: { rpcUrl: chain.rpcUrl, signerPrivateKey: sponsor.privateKey }, confirmationTimeoutSeconds: timeoutSeconds }),
    async pay() {
      const { transaction } = await client.createPayload({ requirements, resource: undefined, wallets: [{ namespace: "solana", privateKey: payer.privateKey }] });
      return body(String(transaction));
    },
    async bend(instructions, signers = [payer], blockhash) {
      const [source, destination] = [payer.address, payTo].map((owner) => associatedTokenAddress({ owner, mint: asset }));
      if (source === undefined || destination === undefined) throw new Error("two owners have two accounts");
      const plain = [setComputeUnitLimit(100_000), setComputeUnitPrice(1n), transferChecked({ source, mint: asset, destination, authority: payer.address, amount: 1000n, decimals: 6 }), memo(crypto.randomUUID())];
      const message = compileMessage({ feePayer: sponsor.address, blockhash: blockhash ?? (await chain.latestBlockhash()).blockhash, instructions: instructions(plain) });
      return body(serializeBase64Transaction(signTransaction({ message, signers })));
    },
    balances: async (...owners) => (await chain.balances({ accounts: owners, asset })).map(({ amount }) => amount),
  };
}

const messageOf = (transaction: string): string => {
  const parsed = parseBase64Transaction(transaction);
  return parsed.ok ? Buffer.from(parsed.messageBytes).toString("hex") : "";
};

/** Settles several times at once while the fee payer's transactions are held, then lets them go. */
async function overlapping(options: { it: Case; half: SchemeFacilitator; bodies: readonly Body[] }): Promise<readonly SettleResponse[]> {
  const { it, half, bodies } = options;
  await chain.controls?.hold({ account: it.sponsor.address });
  const settled = Promise.all(bodies.map(async (body) => await half.settle(body)));
  await expect.poll(() => chain.controls?.held({ account: it.sponsor.address })).not.toEqual([]);
  // Verifications that began with the first are over by the time another one is.
  await half.verify(await it.pay());
  await chain.controls?.release({ account: it.sponsor.address });
  return await settled;
}

const outcomes = (settled: readonly SettleResponse[]): readonly string[] => settled.map(({ success, errorReason }) => (success ? "success" : String(errorReason))).toSorted();

describe("settles", () => {
  test.each(["usdc", "pyusd"] as const)("%s: the client's message, paid by its payer, at the network's fee", async (name) => {
    const it = await fresh({ asset: chain.mints[name].address });
    const half = it.half();
    const body = await it.pay();
    const [before] = await chain.balances({ accounts: [it.sponsor.address], asset: NATIVE });
    expect(await half.verify(body)).toEqual({ isValid: true, payer: it.payer.address });
    const settled = await half.settle(body);
    expect(settled).toMatchObject({ success: true, payer: it.payer.address, network: chain.network, amount: "1000" });
    expect(decodeBase58(settled.transaction)).toHaveLength(64);
    const [landed] = await chain.landed({ account: it.sponsor.address });
    expect(landed).toMatchObject({ id: settled.transaction, status: "success" });
    expect(messageOf(landed?.input ?? "")).toBe(messageOf(body.payload.transaction));
    expect(await it.balances(it.payer.address, it.payTo)).toEqual([4000n, 1000n]);
    const [after] = await chain.balances({ accounts: [it.sponsor.address], asset: NATIVE });
    expect((before?.amount ?? 0n) - (after?.amount ?? 0n)).toBe(landed?.fee);
  });

  test("once, whoever asks again and however the fee payer's slot is filled", async () => {
    const it = await fresh();
    const half = it.half();
    const body = await it.pay();
    expect(await half.settle(body)).toMatchObject({ success: true });
    expect(await half.settle(body)).toMatchObject({ success: false, errorReason: "duplicate_settlement", transaction: "" });
    expect(await half.verify(body)).toMatchObject({ isValid: false, invalidReason: "duplicate_settlement" });
    expect(await it.half().settle(body)).toMatchObject({ success: false, errorReason: "duplicate_settlement", transaction: "" });
    expect(await it.balances(it.payTo)).toEqual([1000n]);
  });

  test("one of several that overlap", async () => {
    const it = await fresh();
    const body = await it.pay();
    expect(outcomes(await overlapping({ it, half: it.half(), bodies: [body, slotFilled(body), body] }))).toEqual(["duplicate_settlement", "duplicate_settlement", "success"]);
  });

  test("twenty at once, landing late", async () => {
    const it = await fresh();
    const half = it.half();
    await chain.fund([{ address: it.payer.address, amount: 20_000n }]);
    await chain.controls?.setLandingDelay({ account: it.sponsor.address, milliseconds: 100 });
    const settled = await Promise.all(Array.from({ length: 20 }, async () => await half.settle(await it.pay())));
    expect(new Set(settled.map(({ success, transaction }) => success && transaction)).size).toBe(20);
    expect(await it.balances(it.payTo)).toEqual([20_000n]);
  });

  test("what was refused under other requirements", async () => {
    const it = await fresh();
    const half = it.half();
    const body = await it.pay();
    expect(await half.settle({ ...body, requirements: { ...it.requirements, amount: "2000" } })).toMatchObject({ success: false, transaction: "" });
    expect(await half.settle(body)).toMatchObject({ success: true });
  });
});

describe("sends nothing of", () => {
  test.each<[string, (it: Case) => Promise<Body>]>([
    ["a payment without signature", async (it) => await it.bend((plain) => plain, [])],
    ["a payment on an expired blockhash", async (it) => await it.bend((plain) => plain, [it.payer], await expiredBlockhash())],
    ["a payment out of its own account", async (it) => await it.bend((plain) => [...plain, transferSol({ from: it.sponsor.address, to: it.payTo, lamports: 1n })])],
  ])("%s", async (_name, make) => {
    const it = await fresh();
    expect(await it.half().settle(await make(it))).toMatchObject({ success: false, transaction: "" });
    expect(await chain.landed({ account: it.sponsor.address })).toEqual([]);
  });
});

test("says settlement_pending with the signature, and tells the outcome when asked again", async () => {
  const it = await fresh();
  const half = it.half({ timeoutSeconds: 0.1 });
  const body = await it.pay();
  await chain.controls?.hold({ account: it.sponsor.address });
  const pending = await half.settle(body);
  expect(pending).toMatchObject({ success: false, errorReason: "settlement_pending", payer: it.payer.address });
  expect(await chain.controls?.held({ account: it.sponsor.address })).toEqual([pending.transaction]);
  expect(await half.settle({ ...body, requirements: { ...it.requirements, amount: "1" } })).toMatchObject({ success: false, transaction: "" });
  await chain.controls?.release({ account: it.sponsor.address });
  expect(await half.settle(body)).toMatchObject({ success: true, transaction: pending.transaction });
  expect(await half.settle(body)).toMatchObject({ success: false, errorReason: "duplicate_settlement" });
});

test("waits for the cluster's confirmation", async () => {
  const it = await fresh();
  await chain.controls?.hold({ account: it.sponsor.address, stage: "confirmation" });
  expect(await it.half({ timeoutSeconds: 0.1 }).settle(await it.pay())).toMatchObject({ success: false, errorReason: "settlement_pending" });
  await chain.controls?.release({ account: it.sponsor.address, stage: "confirmation" });
});

test("names the transaction that failed", async () => {
  const it = await fresh();
  expect(await failing(it)).toEqual({ success: false, errorReason: "invalid_transaction_state", transaction: expect.stringMatching(/^\w{80,90}$/) as string, network: chain.network, payer: it.payer.address });
  expect(await chain.landed({ account: it.sponsor.address })).toMatchObject([{ status: "reverted" }]);
});

test("forgets a payment two minutes after it was settled, when its blockhash is no longer good", async () => {
  const it = await fresh();
  let now = 1_800_000_000_000;
  const half = it.half({ now: () => now, faults: ["replay-cached"] });
  const body = await it.bend((plain) => plain, [it.payer], (await chain.controls?.issueBlockhash())?.blockhash);
  expect(await half.settle(body)).toMatchObject({ success: true });
  now += 119_000;
  expect(await half.settle(body)).toMatchObject({ success: true });
  now += 2_000;
  expect(await half.settle(body)).toMatchObject({ success: false });
});

/** The payer's tokens are gone when the transaction lands. */
async function failing(it: Case, faults: readonly string[] = []): Promise<SettleResponse> {
  await chain.controls?.hold({ account: it.sponsor.address });
  const settled = it.half({ faults }).settle(await it.pay());
  await expect.poll(() => chain.controls?.held({ account: it.sponsor.address })).not.toEqual([]);
  await chain.controls?.setTokenAccount({ owner: it.payer.address, mint: chain.asset, amount: 0n });
  await chain.controls?.release({ account: it.sponsor.address });
  return await settled;
}

async function expiredBlockhash(): Promise<string> {
  const { blockhash = "" } = (await chain.controls?.issueBlockhash()) ?? {};
  await chain.controls?.expireBlockhash({ blockhash });
  return blockhash;
}

function slotFilled(body: Body): Body {
  const bytes = Buffer.from(body.payload.transaction, "base64");
  return { ...body, payload: { transaction: bytes.fill(7, 1, 65).toString("base64") } };
}

const pendingUnder = async (it: Case, ...faults: string[]): Promise<SettleResponse> => {
  await chain.controls?.hold({ account: it.sponsor.address });
  return await it.half({ faults, timeoutSeconds: 0.1 }).settle(await it.pay());
};

describe("a fault", () => {
  test.each<[string, (it: Case, fault: string) => Promise<unknown>, unknown]>([
    ["settle-unverified", async (it, fault) => [await it.half({ faults: [fault] }).settle({ ...(await it.pay()), requirements: { ...it.requirements, amount: "2000" } }), await it.balances(it.payTo)], [{ success: true }, [1000n]]],
    ["duplicates-uncached", async (it, fault) => await repeated(it, fault), ["success", "success"]],
    ["duplicate-key-text", async (it, fault) => await repeated(it, fault), ["duplicate_settlement", "success"]],
    ["duplicate-key-text", async (it, fault) => await repeated(it, fault, slotFilled), ["success", "success"]],
    ["duplicate-reason-other", async (it, fault) => await repeated(it, fault), ["invalid_transaction_state", "success"]],
    ["duplicate-before-verify", async (it, fault) => await twice(it, fault, "2000"), [{ success: false, errorReason: "invalid_exact_svm_payload_amount_mismatch" }, { errorReason: "duplicate_settlement" }]],
    ["replay-cached", async (it, fault) => await twice(it, fault), [{ success: true }, { success: true }]],
    ["unlanded-is-success", async (it, fault) => await pendingUnder(it, fault), { success: true }],
    ["status-ignored", async (it, fault) => await failing(it, [fault]), { success: true }],
    ["failed-without-signature", async (it, fault) => await failing(it, [fault]), { success: false, transaction: "" }],
    ["pending-without-signature", async (it, fault) => await pendingUnder(it, fault), { errorReason: "settlement_pending", transaction: "" }],
    ["pending-otherwise", async (it, fault) => await pendingUnder(it, fault), { errorReason: "unexpected_settle_error" }],
    ["success-without-signature", async (it, fault) => await it.half({ faults: [fault] }).settle(await it.pay()), { success: true, transaction: "" }],
    ["signature-hex", async (it, fault) => await it.half({ faults: [fault] }).settle(await it.pay()), { success: true, transaction: expect.stringMatching(/^[0-9a-f]{128}$/) as unknown }],
    ["unsigned-settled", async (it, fault) => await it.half({ faults: [fault] }).settle(await it.bend((plain) => plain, [])), { success: true }],
    ["expired-settled", async (it, fault) => await it.half({ faults: [fault] }).settle(await it.bend((plain) => plain, [it.payer], await expiredBlockhash())), { success: true }],
    ["sponsor-sol-moved", async (it, fault) => await it.half({ faults: [fault] }).settle(await it.bend((plain) => [...plain, transferSol({ from: it.sponsor.address, to: it.payer.address, lamports: 10n ** 9n })])), { success: true }],
    ["sponsor-rent-spent", async (it, fault) => [await rentSpent(it, fault), await it.balances(it.payTo)], [{ success: true }, [1000n]]],
    ["paid-from-own-balance", async (it, fault) => [await it.half({ faults: [fault] }).settle(await it.pay()), await it.balances(it.payTo, it.payer.address, it.sponsor.address)], [{ success: true }, [1000n, 5000n, 4000n]]],
  ])("%s", async (fault, act, expected) => {
    expect(await act(await fresh(), fault)).toMatchObject(expected as object);
  });

  test("that names another payer or signature", async () => {
    const it = await fresh();
    expect(await it.half({ faults: ["payer-fee-payer"] }).settle(await it.pay())).toMatchObject({ payer: it.sponsor.address });
    const body = await it.pay();
    const parsed = parseBase64Transaction(body.payload.transaction);
    const own = parsed.ok ? encodeBase58(parsed.transaction.signatures[1] ?? new Uint8Array()) : "";
    expect(await it.half({ faults: ["client-signature-reported"] }).settle(body)).toMatchObject({ success: true, transaction: own });
  });

  test("that asks after a pending payment whatever is required", async () => {
    const it = await fresh();
    const half = it.half({ faults: ["pending-unbound"], timeoutSeconds: 0.1 });
    await chain.controls?.hold({ account: it.sponsor.address });
    const body = await it.pay();
    const { transaction } = await half.settle(body);
    await chain.controls?.release({ account: it.sponsor.address });
    expect(await half.settle({ ...body, requirements: { ...it.requirements, amount: "2000" } })).toMatchObject({ success: true, transaction });
  });

  test("that verify does too much", async () => {
    const it = await fresh();
    const claims = it.half({ faults: ["verify-claims"] });
    const body = await it.pay();
    expect([(await claims.verify(body)).isValid, (await claims.verify(body)).isValid]).toEqual([true, false]);
    expect(await it.half({ faults: ["verify-broadcasts"] }).verify(await it.pay())).toMatchObject({ isValid: true });
    expect(await it.balances(it.payTo)).toEqual([1000n]);
  });
});

async function repeated(it: Case, fault: string, second = (body: Body): Body => body): Promise<readonly string[]> {
  const body = await it.pay();
  return outcomes(await overlapping({ it, half: it.half({ faults: [fault] }), bodies: [body, second(body)] }));
}

async function twice(it: Case, fault: string, firstAmount = "1000"): Promise<readonly SettleResponse[]> {
  const half = it.half({ faults: [fault] });
  const body = await it.pay();
  const first = await half.settle({ ...body, requirements: { ...it.requirements, amount: firstAmount } });
  return [first, await half.settle(body)];
}

async function rentSpent(it: Case, fault: string): Promise<SettleResponse> {
  await chain.controls?.removeTokenAccount({ owner: it.payTo });
  const create = createAssociatedToken({ payer: it.sponsor.address, owner: it.payTo, mint: chain.asset });
  return await it.half({ faults: [fault] }).settle(await it.bend(([limit, price, ...rest]) => [limit, price, create, ...rest].filter((found) => found !== undefined)));
}
