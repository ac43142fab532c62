/**
 * What any Solana node has to do for the libraries that people use: run against the embedded node, and against a
 * real validator where there is one. Everything here goes through public RPC; money comes from the faucet.
 */
import * as kit from "@solana/kit";
import { beforeAll, describe, expect, test } from "vitest";
import { encodeBase58 } from "../wire/base58.ts";
import { memo } from "../wire/instructions/memo.ts";
import { transferSol } from "../wire/instructions/system.ts";
import type { KeyPair } from "../wire/keys.ts";
import { deriveKeyPair } from "../wire/keys.ts";
import { programs } from "../wire/program-ids.ts";
import { serializeBase64Transaction, serializeTransaction } from "../wire/serialize-transaction.ts";
import { airdrop, build, call, post, seedOf } from "./node-calls.ts";
import type { Answer, NodeUrls, SuiteOptions } from "./node-calls.ts";
import { noticesSuite } from "./notices-suite.ts";
import { readsSuite } from "./reads-suite.ts";
import { refusalsSuite } from "./refusals-suite.ts";
import { web3Suite } from "./web3-suite.ts";

/** @param options.urls asked for when the tests run */
export function nodeSuite(options: { readonly name: string; readonly urls: () => NodeUrls }): void {
  const { urls } = options;
  // Fresh for each run: a validator's ledger may be older than the run.
  const run = `${Date.now()}/${Math.random()}`;
  const pair = (path: string): KeyPair => deriveKeyPair({ seed: run, path });

  describe(`${options.name}: JSON-RPC`, () => rpcSuite({ urls, pair }));
  describe(`${options.name}: refusals`, () => refusalsSuite({ urls, pair }));
  describe(`${options.name}: reading`, () => readsSuite({ urls, pair }));
  describe(`${options.name}: notices`, () => noticesSuite({ urls, pair }));
  describe(`${options.name}: @solana/kit`, () => kitSuite({ urls, pair }));
  describe(`${options.name}: @solana/web3.js and @solana/spl-token`, () => web3Suite({ urls, pair }));
}

function rpcSuite({ urls, pair }: SuiteOptions): void {
  const payer = pair("rpc/payer");
  // Without a commitment preflight knows only blockhashes that are finalized.
  const send = (text: string, more: object = {}): Promise<Answer> => call(urls().rpcUrl, "sendTransaction", text, { encoding: "base64", preflightCommitment: "confirmed", ...more });
  const simulate = (text: string, more: object = {}): Promise<Answer> => call(urls().rpcUrl, "simulateTransaction", text, { encoding: "base64", commitment: "confirmed", ...more });
  const status = async (signature: unknown): Promise<unknown> => ((await call(urls().rpcUrl, "getSignatureStatuses", [signature])).result as { value: unknown[] }).value[0];
  beforeAll(() => airdrop(urls().rpcUrl, payer.address, 5_000_000_000));

  test("the health page, and what is no JSON-RPC", async () => {
    const { rpcUrl } = urls();
    expect(await (await fetch(`${rpcUrl}/health`)).text()).toBe("ok");
    expect(JSON.parse((await post(rpcUrl, "{")).text)).toMatchObject({ error: { code: -32700 }, id: null });
    for (const body of ["7", "[7]", '{"jsonrpc":"2.0","id":1.5,"method":"getHealth"}']) expect(JSON.parse((await post(rpcUrl, body)).text)).toMatchObject({ error: { code: -32700 }, id: null });
    expect(JSON.parse((await post(rpcUrl, '{"id":1,"method":"getHealth"}')).text)).toMatchObject({ error: { code: -32600, message: "Unsupported JSON-RPC protocol version" }, id: 1 });
    expect(JSON.parse((await post(rpcUrl, '{"jsonrpc":"2.0","id":1,"method":"getHealth","more":1}')).text)).toMatchObject({ error: { code: -32600 }, id: 1 });
    for (const body of ["[]", '{"jsonrpc":"2.0","method":"getHealth"}']) expect((await post(rpcUrl, body)).text).toBe("");
    expect((await call(rpcUrl, "getHealth", 1)).error).toMatchObject({ code: -32602, message: "Invalid parameters: No parameters were expected" });
    expect((await call(rpcUrl, "noSuchMethod")).error?.code).toBe(-32601);
    expect((await call(rpcUrl, "getBalance")).error?.code).toBe(-32602);
    expect((await call(rpcUrl, "getBalance", 5)).error?.code).toBe(-32602);
    expect((await call(rpcUrl, "getBalance", "not an address")).error?.code).toBe(-32602);
    expect((await call(rpcUrl, "getSignatureStatuses", ["1111"])).error?.code).toBe(-32602);
  });

  test("a batch is answered call by call", async () => {
    const calls = ["getSlot", "noSuchMethod", "getHealth"].map((method, id) => ({ jsonrpc: "2.0", id, method }));
    const answers = JSON.parse((await post(urls().rpcUrl, JSON.stringify(calls))).text) as { id: number; result?: unknown; error?: { code: number } }[];
    const byId = new Map(answers.map((answer) => [answer.id, answer]));
    expect(byId.get(0)?.result).toBeTypeOf("number");
    expect(byId.get(1)?.error?.code).toBe(-32601);
    expect(byId.get(2)?.result).toBe("ok");
  });

  test("a body that is too large is not read", async () => {
    const answer = await post(urls().rpcUrl, JSON.stringify({ pad: "x".repeat(60 * 1024) })).catch(() => ({ status: 413 }));
    expect(answer.status).toBe(413);
  });

  test("64-bit integers keep every digit", async () => {
    const { text } = await post(urls().rpcUrl, JSON.stringify({ jsonrpc: "2.0", id: 1, method: "getAccountInfo", params: [payer.address, { encoding: "base64", commitment: "confirmed" }] }));
    expect(text).toContain('"rentEpoch":18446744073709551615');
  });

  test("the same message lands once, and is refused after", async () => {
    const text = serializeBase64Transaction(await build({ url: urls().rpcUrl, payer, instructions: [memo("once")] }));
    const { result: signature } = await send(text);
    // Preflight below asks the newest confirmed block.
    await expect.poll(() => status(signature), { timeout: 30_000 }).toMatchObject({ err: null, confirmationStatus: expect.stringMatching(/confirmed|finalized/) as string });
    expect((await send(text)).error).toMatchObject({ code: -32002, message: "Transaction simulation failed: This transaction has already been processed", data: { err: "AlreadyProcessed" } });
    // Without preflight nobody says so.
    expect((await send(text, { skipPreflight: true })).result).toBe(signature);
  });

  test("an unknown blockhash: refused by preflight, never to land without it", async () => {
    const text = serializeBase64Transaction(await build({ url: urls().rpcUrl, payer, instructions: [memo("late")], blockhash: encodeBase58(pair("hash").publicKey) }));
    expect((await send(text)).error).toMatchObject({ code: -32002, message: "Transaction simulation failed: Blockhash not found", data: { err: "BlockhashNotFound", logs: [] } });
    const { result: signature } = await send(text, { skipPreflight: true });
    expect(signature).toBeTypeOf("string");
    expect(await status(signature)).toBeNull();
    const replaced = await simulate(text, { replaceRecentBlockhash: true });
    expect(replaced.result).toMatchObject({ value: { err: null, replacementBlockhash: { lastValidBlockHeight: expect.any(Number) as number } } });
  });

  test("an instruction that fails says which, and with what", async () => {
    const text = serializeBase64Transaction(await build({ url: urls().rpcUrl, payer, instructions: [memo("x"), transferSol({ from: payer.address, to: pair("to").address, lamports: 10n ** 15n })] }));
    const { error } = await send(text);
    expect(error).toMatchObject({ code: -32002, message: "Transaction simulation failed: Error processing Instruction 1: custom program error: 0x1", data: { err: { InstructionError: [1, { Custom: 1 }] } } });
    expect(error?.data?.logs).toContain(`Program ${programs.system} failed: custom program error: 0x1`);
    // Without preflight it lands, fails, and costs its fee.
    const { result: signature } = await send(text, { skipPreflight: true });
    await expect.poll(() => status(signature), { timeout: 30_000 }).toMatchObject({ err: { InstructionError: [1, { Custom: 1 }] }, status: { Err: { InstructionError: [1, { Custom: 1 }] } } });
  });

  test("bytes that are no transaction", async () => {
    const bytes = Buffer.from(serializeTransaction(await build({ url: urls().rpcUrl, payer, instructions: [memo("cut")] })));
    for (const broken of [bytes.subarray(0, -1), bytes.subarray(0, 70), Buffer.alloc(0), Buffer.alloc(1_233, 1), Buffer.from("ff".repeat(100), "hex")]) {
      for (const method of ["sendTransaction", "simulateTransaction"]) {
        expect((await call(urls().rpcUrl, method, broken.toString("base64"), { encoding: "base64" })).error?.code).toBe(-32602);
      }
    }
    expect((await send("not base64!")).error?.code).toBe(-32602);
    expect((await send("A".repeat(2_000))).error?.message).toMatch(/too large: 2000 bytes \(max: encoded\/raw 1644\/1232\)/);
  });

  test("a transaction of version 0 is shown to those who say they can read it", async () => {
    const { result: signature } = await send(serializeBase64Transaction(await build({ url: urls().rpcUrl, payer, instructions: [memo("v0")] })));
    await expect.poll(() => status(signature), { timeout: 30_000 }).toMatchObject({ confirmationStatus: expect.stringMatching(/confirmed|finalized/) as string });
    expect((await call(urls().rpcUrl, "getTransaction", signature, { commitment: "confirmed" })).error?.code).toBe(-32015);
    const shown = await call(urls().rpcUrl, "getTransaction", signature, { commitment: "confirmed", maxSupportedTransactionVersion: 0, encoding: "jsonParsed" });
    expect(shown.result).toMatchObject({ version: 0, transactionIndex: expect.any(Number) as number, meta: { err: null, fee: 5000 }, transaction: { message: { instructions: [{ program: "spl-memo", parsed: "v0", stackHeight: 1 }] } } });
    expect((await call(urls().rpcUrl, "getTransaction", signature, { commitment: "processed" })).error?.code).toBe(-32602);
    const listed = await call(urls().rpcUrl, "getSignaturesForAddress", payer.address, { commitment: "confirmed", limit: 1 });
    expect(listed.result).toMatchObject([{ signature, err: null, memo: "[2] v0" }]);
    for (const limit of [0, 1_001]) expect((await call(urls().rpcUrl, "getSignaturesForAddress", payer.address, { commitment: "confirmed", limit })).error).toMatchObject({ code: -32602, message: "Invalid limit; max 1000" });
    const unknown = "1".repeat(64);
    for (const end of ["before", "until"]) expect((await call(urls().rpcUrl, "getSignaturesForAddress", payer.address, { commitment: "confirmed", [end]: unknown })).error).toMatchObject({ code: -32020, message: `Transaction ${unknown} not found` });
  });
}

function kitSuite({ urls, pair }: SuiteOptions): void {
  const rpc = () => kit.createSolanaRpc(urls().rpcUrl);
  const subscriptions = () => kit.createSolanaRpcSubscriptions(urls().wsUrl);
  const signerOf = (path: string) => kit.createKeyPairSignerFromPrivateKeyBytes(seedOf(pair(path)));

  test("airdropFactory waits for the airdrop", async () => {
    const recipient = kit.address(pair("kit/airdrop").address);
    const signature = await kit.airdropFactory({ rpc: rpc() as never, rpcSubscriptions: subscriptions() as never })({ recipientAddress: recipient, lamports: kit.lamports(1_000_000_000n), commitment: "confirmed" });
    expect(signature).toBeTypeOf("string");
    expect((await rpc().getBalance(recipient, { commitment: "confirmed" }).send()).value).toBe(1_000_000_000n);
  });

  test("sendAndConfirmTransactionFactory sends and confirms", async () => {
    const signer = await signerOf("kit/payer");
    await airdrop(urls().rpcUrl, signer.address, 1_000_000_000);
    const { value: latestBlockhash } = await rpc().getLatestBlockhash({ commitment: "confirmed" }).send();
    const message = kit.pipe(
      kit.createTransactionMessage({ version: 0 }),
      (m) => kit.setTransactionMessageFeePayerSigner(signer, m),
      (m) => kit.setTransactionMessageLifetimeUsingBlockhash(latestBlockhash, m),
      (m) => kit.appendTransactionMessageInstruction({ programAddress: kit.address(programs.memo), data: new TextEncoder().encode("from kit") }, m),
    );
    const signed = await kit.signTransactionMessageWithSigners(message);
    kit.assertIsSendableTransaction(signed);
    kit.assertIsTransactionWithBlockhashLifetime(signed);
    const send = kit.sendAndConfirmTransactionFactory({ rpc: rpc() as never, rpcSubscriptions: subscriptions() as never });
    await send(signed, { commitment: "confirmed" });
    const { value } = await rpc().getSignatureStatuses([kit.getSignatureFromTransaction(signed)]).send();
    expect(value[0]).toMatchObject({ err: null });
    await expect(send(signed, { commitment: "confirmed" })).rejects.toThrow();
  });

  test("preflight failures become kit's errors", async () => {
    const signer = await signerOf("kit/poor");
    const { value: latestBlockhash } = await rpc().getLatestBlockhash({ commitment: "confirmed" }).send();
    const message = kit.pipe(
      kit.createTransactionMessage({ version: 0 }),
      (m) => kit.setTransactionMessageFeePayerSigner(signer, m),
      (m) => kit.setTransactionMessageLifetimeUsingBlockhash(latestBlockhash, m),
    );
    const wire = kit.getBase64EncodedWireTransaction(await kit.signTransactionMessageWithSigners(message));
    const failure = await rpc().sendTransaction(wire, { encoding: "base64", preflightCommitment: "confirmed" }).send().catch((error: unknown) => error);
    expect(kit.isSolanaError(failure, kit.SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE)).toBe(true);
    expect(kit.isSolanaError((failure as Error).cause, kit.SOLANA_ERROR__TRANSACTION_ERROR__ACCOUNT_NOT_FOUND)).toBe(true);
  });

  test("subscriptions to slots, an account and logs", async () => {
    const ending = new AbortController();
    const watched = pair("kit/watched").address;
    const options = { abortSignal: ending.signal };
    const [slots, accounts, logs] = await Promise.all([
      subscriptions().slotNotifications().subscribe(options),
      subscriptions().accountNotifications(kit.address(watched), { commitment: "confirmed", encoding: "base64" }).subscribe(options),
      subscriptions().logsNotifications({ mentions: [kit.address(watched)] }, { commitment: "confirmed" }).subscribe(options),
    ]);
    const first = async <Value>(values: AsyncIterable<Value>): Promise<Value> => {
      for await (const value of values) return value;
      throw new Error("the subscription ended");
    };
    // Kit keeps notifications only for those who are reading already.
    const told = Promise.all([first(slots), first(accounts), first(logs)]);
    await call(urls().rpcUrl, "requestAirdrop", watched, 700_000_000);
    const [slot, account, log] = await told;
    expect(slot.slot).toBe(slot.parent + 1n);
    expect(account.value).toMatchObject({ lamports: 700_000_000n, owner: programs.system });
    expect(log.value).toMatchObject({ err: null, logs: expect.arrayContaining([`Program ${programs.system} success`]) as string[] });
    ending.abort();
  });
}
