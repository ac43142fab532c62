import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NATIVE } from "../chain.ts";
import type { SvmChain, SvmControls } from "./chain.ts";
import { svm } from "./index.ts";
import { associatedTokenAddress, closeAccount, compileMessage, decodeBase58, encodeBase58, memo, programs, serializeBase64Transaction, serializeMessage, signTransaction, transferSol } from "./wire/index.ts";
import { call } from "./testing/node-calls.ts";
import { signWithNonce } from "./testing/sign-with-nonce.ts";
import { parties, payment, paymentMessage, sendTransaction, statusOf } from "./testing/payments.ts";

let chain: SvmChain;
let controls: SvmControls;
beforeAll(async () => {
  chain = await svm.start({ seed: "controls.test", settings: {} });
  if (chain.controls === undefined) throw new Error("the embedded node has controls");
  controls = chain.controls;
});
afterAll(() => chain.stop());

const balanceOf = async (address: string, asset?: string): Promise<bigint | undefined> => (await chain.balances({ accounts: [address], ...(asset === undefined ? {} : { asset }) }))[0]?.amount;

describe("a hold", () => {
  test("keeps the transactions of one fee payer from landing, and of nobody else", async () => {
    const [held, free] = await Promise.all([parties(chain, "held"), parties(chain, "free")]);
    const { blockhash } = await chain.latestBlockhash();
    await controls.hold({ account: held.sponsor.address });
    const { result: waiting } = await sendTransaction(chain, payment(chain, { parties: held, blockhash }));
    const { result: through } = await sendTransaction(chain, payment(chain, { parties: free, blockhash }));
    expect(await statusOf(chain, waiting)).toBeNull();
    expect(await statusOf(chain, through)).toMatchObject({ err: null });
    expect(await chain.transactions({ ids: [String(waiting), String(through), "unknown"] })).toMatchObject([{ status: "pending", sender: held.sponsor.address }, { status: "success" }]);
    expect(await controls.held({ account: held.sponsor.address })).toEqual([waiting]);
    expect(await balanceOf(held.merchant.address)).toBe(0n);
    expect(await controls.release({ account: held.sponsor.address })).toBe(1);
    expect(await statusOf(chain, waiting)).toMatchObject({ confirmationStatus: "confirmed" });
    expect(await balanceOf(held.merchant.address)).toBe(1_000n);
  });

  test.each(["hold", "delay"] as const)("is kept by no copy whose signatures do not hold: %s", async (kind) => {
    const mine = await parties(chain, `forged/${kind}`);
    const account = mine.sponsor.address;
    if (kind === "hold") await controls.hold({ account });
    else await controls.setLandingDelay({ account, milliseconds: 100 });
    const good = payment(chain, { parties: mine, ...(await chain.latestBlockhash()) });
    const [first = new Uint8Array(), second = new Uint8Array()] = good.signatures;
    for (const signatures of [[first, new Uint8Array(64)], [first, first], [first, second]]) {
      expect((await sendTransaction(chain, { ...good, signatures }, { skipPreflight: true })).result).toBe(encodeBase58(first));
    }
    if (kind === "hold") expect(await controls.release({ account })).toBe(1);
    await expect.poll(() => statusOf(chain, encodeBase58(first))).toMatchObject({ err: null });
    expect(await balanceOf(mine.merchant.address)).toBe(1_000n);
  });

  test("before confirmation leaves a transaction processed, however many slots pass", async () => {
    const mine = await parties(chain, "unconfirmed");
    const { blockhash } = await chain.latestBlockhash();
    await controls.hold({ account: mine.sponsor.address, stage: "confirmation" });
    const { result: signature } = await sendTransaction(chain, payment(chain, { parties: mine, blockhash }));
    await controls.advanceSlots({ count: 40 });
    expect(await statusOf(chain, signature)).toMatchObject({ confirmationStatus: "processed" });
    expect((await call(chain.rpcUrl, "getTransaction", signature, { commitment: "confirmed", maxSupportedTransactionVersion: 0 })).result).toBeNull();
    expect(await controls.release({ account: mine.sponsor.address, stage: "confirmation" })).toBe(1);
    expect(await statusOf(chain, signature)).toMatchObject({ confirmationStatus: "confirmed" });
    await controls.advanceSlots({ count: 2 });
    expect(await statusOf(chain, signature)).toMatchObject({ confirmationStatus: "finalized" });
  });
});

test("before one landed, twenty settlements of the same payment are all accepted", async () => {
  const mine = await parties(chain, "twenty");
  const { blockhash } = await chain.latestBlockhash();
  const position = await chain.position();
  await controls.hold({ account: mine.sponsor.address });
  const answers = await Promise.all(Array.from({ length: 20 }, () => sendTransaction(chain, payment(chain, { parties: mine, blockhash }))));
  const signatures = new Set(answers.map(({ result }) => result));
  expect(signatures.size).toBe(1);
  expect(await controls.release({ account: mine.sponsor.address })).toBe(1);
  expect(await chain.transfers({ after: position, accounts: [mine.merchant.address] })).toMatchObject([{ sender: mine.payer.address, recipient: mine.merchant.address, amount: 1_000n, withheld: 0n, transaction: [...signatures][0] }]);
  expect(await chain.landed({ account: mine.sponsor.address, after: position })).toMatchObject([{ status: "success", fee: 10_001n, error: null }]);
});

test("a landing delay is of one fee payer", async () => {
  const [slow, fast] = await Promise.all([parties(chain, "slow"), parties(chain, "fast")]);
  await controls.setLandingDelay({ account: slow.sponsor.address, milliseconds: 200 });
  const { blockhash } = await chain.latestBlockhash();
  const { result: late } = await sendTransaction(chain, payment(chain, { parties: slow, blockhash }));
  const { result: soon } = await sendTransaction(chain, payment(chain, { parties: fast, blockhash }));
  expect(await statusOf(chain, soon)).not.toBeNull();
  await expect.poll(() => statusOf(chain, late)).not.toBeNull();
});

test("one message lands once, also under another signature that holds", async () => {
  const mine = await parties(chain, "malleable");
  const { blockhash } = await chain.latestBlockhash();
  const first = payment(chain, { parties: mine, blockhash });
  const second = { ...first, signatures: [signWithNonce(mine.sponsor, serializeMessage(first.message), 12_345n), ...first.signatures.slice(1)] };
  const { result: one } = await sendTransaction(chain, first);
  expect((await sendTransaction(chain, second)).error).toMatchObject({ code: -32002, data: { err: "AlreadyProcessed" } });
  const { result: two } = await sendTransaction(chain, second, { skipPreflight: true });
  expect(two).not.toBe(one);
  expect(await statusOf(chain, two)).toBeNull();
  expect(await balanceOf(mine.merchant.address)).toBe(1_000n);
});

test("an issued blockhash expires alone; slots that pass expire all", async () => {
  const mine = await parties(chain, "expired");
  const [own, common] = [await controls.issueBlockhash(), await chain.latestBlockhash()];
  expect(own.lastValidBlockHeight - common.lastValidBlockHeight).toBeLessThanOrEqual(1n);
  expect(await controls.expireBlockhash(own)).toBe(true);
  expect(await controls.expireBlockhash(own)).toBe(false);
  const late = payment(chain, { parties: mine, blockhash: own.blockhash });
  expect((await sendTransaction(chain, late)).error).toMatchObject({ data: { err: "BlockhashNotFound" } });
  const { result } = await sendTransaction(chain, late, { skipPreflight: true });
  expect(await statusOf(chain, result)).toBeNull();
  const valid = async (hash: string): Promise<unknown> => ((await call(chain.rpcUrl, "isBlockhashValid", hash, { commitment: "processed" })).result as { value: unknown }).value;
  expect([await valid(own.blockhash), await valid(common.blockhash)]).toEqual([false, true]);
  await controls.advanceSlots({ count: 151 });
  expect(await valid(common.blockhash)).toBe(false);
  expect((await sendTransaction(chain, payment(chain, { parties: mine, blockhash: common.blockhash }))).error).toMatchObject({ data: { err: "BlockhashNotFound" } });
});

describe("token accounts", () => {
  test("frozen, gone, and moved by a delegate", async () => {
    const mine = await parties(chain, "frozen");
    const attempt = async (more: { memo: string }): Promise<unknown> => (await sendTransaction(chain, payment(chain, { parties: mine, ...(await chain.latestBlockhash()), ...more }))).error?.data?.err ?? "accepted";
    const { address: mint } = chain.mints.usdc;
    await controls.setTokenAccount({ owner: mine.merchant.address, mint, state: "frozen" });
    expect(await attempt({ memo: "to a frozen account" })).toEqual({ InstructionError: [2, { Custom: 17 }] });
    await controls.removeTokenAccount({ owner: mine.merchant.address });
    expect(await attempt({ memo: "to no account" })).toEqual({ InstructionError: [2, "InvalidAccountData"] });
    await chain.fund([{ address: mine.merchant.address }]);
    expect(await attempt({ memo: "to an open account" })).toBe("accepted");

    const owner = chain.wallet("frozen/owner").address;
    const account = await controls.setTokenAccount({ owner, mint, amount: 500n, delegate: { address: mine.payer.address, amount: 400n } });
    expect(account).toBe(associatedTokenAddress({ owner, mint }));
    const shown = await call(chain.rpcUrl, "getAccountInfo", account, { encoding: "jsonParsed" });
    expect(shown.result).toMatchObject({ value: { data: { program: "spl-token", parsed: { info: { delegate: mine.payer.address, delegatedAmount: { amount: "400" }, tokenAmount: { amount: "500" } } } } } });
  });

  test("under Token-2022, with and without a fee: what arrives is what is told", async () => {
    const mine = await parties(chain, "fees");
    const position = await chain.position();
    for (const mint of [chain.mints.pyusd, chain.mints.fee]) {
      await chain.fundToken({ mint: mint.address, funds: [{ address: mine.payer.address, amount: 50_000n }, { address: mine.merchant.address }] });
      const { blockhash } = await chain.latestBlockhash();
      expect((await sendTransaction(chain, payment(chain, { parties: mine, blockhash, mint, amount: 10_001n }))).error).toBeUndefined();
    }
    expect(await chain.transfers({ after: position, accounts: [mine.payer.address], asset: chain.mints.pyusd.address })).toMatchObject([{ amount: 10_001n, withheld: 0n }]);
    expect(await chain.transfers({ after: position, accounts: [mine.payer.address], asset: chain.mints.fee.address })).toMatchObject([{ amount: 9_900n, withheld: 101n }]);
    expect(await balanceOf(mine.merchant.address, chain.mints.fee.address)).toBe(9_900n);
    const supply = await call(chain.rpcUrl, "getTokenSupply", chain.mints.fee.address);
    expect(supply.result).toMatchObject({ value: { amount: "50000" } });
  });

  test("closed by their owner, as on any chain", async () => {
    const mine = await parties(chain, "closed");
    const { blockhash } = await chain.latestBlockhash();
    const account = associatedTokenAddress({ owner: mine.merchant.address, mint: chain.asset });
    const message = compileMessage({ feePayer: mine.sponsor.address, blockhash, instructions: [closeAccount({ account, destination: mine.sponsor.address, authority: mine.merchant.address })] });
    await chain.send({ transaction: serializeBase64Transaction(signTransaction({ message, signers: [mine.sponsor, mine.merchant] })) });
    expect((await call(chain.rpcUrl, "getAccountInfo", account, { encoding: "base64" })).result).toMatchObject({ value: null });
  });
});

test("a lookup table can be used at once", async () => {
  const mine = await parties(chain, "tables");
  const to = chain.wallet("tables/to").address;
  const table = await chain.createLookupTable({ addresses: [to] });
  const { blockhash } = await chain.latestBlockhash();
  const instructions = [transferSol({ from: mine.sponsor.address, to, lamports: 5_000_000n })];
  const message = compileMessage({ feePayer: mine.sponsor.address, blockhash, instructions, tables: [{ table, addresses: [to] }] });
  expect(message.lookups).toHaveLength(1);
  expect((await sendTransaction(chain, signTransaction({ message, signers: [mine.sponsor] }))).error).toBeUndefined();
  expect(await balanceOf(to, NATIVE)).toBe(5_000_000n);
});

test("a stand-in is named, and takes what its program would be sent", async () => {
  const mine = await parties(chain, "stand-in");
  expect(chain.standIns).toEqual([programs.lighthouse]);
  const { blockhash } = await chain.latestBlockhash();
  const message = compileMessage({ feePayer: mine.sponsor.address, blockhash, instructions: [{ ...memo("assert"), program: programs.lighthouse }] });
  expect((await sendTransaction(chain, signTransaction({ message, signers: [mine.sponsor] }))).error).toBeUndefined();
});

test("a program that is not there costs the fee, as a validator takes it", async () => {
  const mine = await parties(chain, "no-program");
  const before = await balanceOf(mine.sponsor.address, NATIVE);
  const { blockhash } = await chain.latestBlockhash();
  const message = compileMessage({ feePayer: mine.sponsor.address, blockhash, instructions: [{ ...memo("nobody"), program: chain.wallet("nobody").address }] });
  const transaction = signTransaction({ message, signers: [mine.sponsor] });
  expect((await sendTransaction(chain, transaction)).error).toMatchObject({ data: { err: "ProgramAccountNotFound" } });
  const { result } = await sendTransaction(chain, transaction, { skipPreflight: true });
  expect(await statusOf(chain, result)).toMatchObject({ err: "ProgramAccountNotFound" });
  expect(await balanceOf(mine.sponsor.address, NATIVE)).toBe((before ?? 0n) - 5_000n);
});

test("a snapshot brings balances and duplicates back, and positions go on", async () => {
  const mine = await parties(chain, "snapshot");
  const restore = await chain.snapshot();
  const { blockhash } = await chain.latestBlockhash();
  const transaction = payment(chain, { parties: mine, blockhash });
  const { result } = await sendTransaction(chain, transaction);
  const position = await chain.position();
  await restore();
  expect(await statusOf(chain, result)).toBeNull();
  expect(await balanceOf(mine.merchant.address)).toBe(0n);
  expect((await sendTransaction(chain, transaction)).result).toBe(result);
  expect(await chain.position()).toBeGreaterThan(position);
});

test("a call is told by what it names, inside a transaction too", async () => {
  const mine = await parties(chain, "tokens");
  const { blockhash } = await chain.latestBlockhash();
  const message = paymentMessage(chain, { parties: mine, blockhash, memo: "order 7" });
  const text = serializeBase64Transaction(signTransaction({ message, signers: [mine.payer] }));
  const tokens = chain.tokensOf({ method: "sendTransaction", params: [text, { encoding: "base64" }] });
  expect(tokens).toEqual(expect.arrayContaining([mine.payer.address, mine.sponsor.address, blockhash, "order 7"]));
  expect(tokens.map((token) => decodeBase58(token)?.length)).toContain(64);
  expect(chain.tokensOf({ method: "getSignatureStatuses", params: [[encodeBase58(new Uint8Array(64).fill(3))]] })).toHaveLength(1);
  for (const params of [null, 7, "x", [{ a: [[[[[[[[[["deep"]]]]]]]]]] }], ["A".repeat(1_000_000)]]) expect(chain.tokensOf({ method: "any", params })).toEqual([]);
});
