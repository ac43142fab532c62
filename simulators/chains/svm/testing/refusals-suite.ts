/**
 * The part of the node suite that is about what a node refuses, when, and in which words: each of them was seen on
 * a solana-test-validator 4.2.2.
 */
import { beforeAll, expect, test } from "vitest";
import { encodeBase58 } from "../wire/base58.ts";
import type { Instruction } from "../wire/instruction.ts";
import { createAssociatedToken } from "../wire/instructions/associated-token.ts";
import { setComputeUnitLimit, setLoadedAccountsDataSizeLimit } from "../wire/instructions/compute-budget.ts";
import { memo } from "../wire/instructions/memo.ts";
import { transferSol } from "../wire/instructions/system.ts";
import { programs } from "../wire/program-ids.ts";
import { serializeBase64Transaction, serializeMessage, serializeTransaction } from "../wire/serialize-transaction.ts";
import { signTransaction } from "../wire/sign-transaction.ts";
import { airdrop, build, call } from "./node-calls.ts";
import type { Answer, SuiteOptions } from "./node-calls.ts";
import { signWithNonce } from "./sign-with-nonce.ts";

export function refusalsSuite({ urls, pair }: SuiteOptions): void {
  const payer = pair("refusals/payer");
  const send = (text: string, more: object = {}): Promise<Answer> => call(urls().rpcUrl, "sendTransaction", text, { encoding: "base64", preflightCommitment: "confirmed", ...more });
  const simulate = (text: string, more: object = {}): Promise<Answer> => call(urls().rpcUrl, "simulateTransaction", text, { encoding: "base64", commitment: "confirmed", ...more });
  const status = async (signature: unknown): Promise<unknown> => ((await call(urls().rpcUrl, "getSignatureStatuses", [signature])).result as { value: unknown[] }).value[0];
  beforeAll(() => airdrop(urls().rpcUrl, payer.address, 5_000_000_000));

  test("a blockhash is known to those blocks that came after it", async () => {
    const transaction = await build({ url: urls().rpcUrl, payer, instructions: [memo("young")] });
    const text = serializeBase64Transaction(transaction);
    expect((await send(text, { preflightCommitment: "finalized" })).error).toMatchObject({ code: -32002, data: { err: "BlockhashNotFound" } });
    expect((await simulate(text, { commitment: "finalized" })).result).toMatchObject({ value: { err: "BlockhashNotFound" } });
    expect((await call(urls().rpcUrl, "isBlockhashValid", transaction.message.blockhash, { commitment: "finalized" })).result).toMatchObject({ value: false });
    expect((await simulate(text)).result).toMatchObject({ value: { err: null } });
  });

  test("a missing signature, and one that does not hold", async () => {
    const unsigned = await build({ url: urls().rpcUrl, payer, instructions: [memo("unsigned")], signers: [] });
    const refused = { code: -32002, message: "Transaction simulation failed: Transaction did not pass signature verification", data: { err: "SignatureFailure", logs: [] } };
    expect((await send(serializeBase64Transaction(unsigned))).error).toMatchObject(refused);
    const text = serializeBase64Transaction({ ...unsigned, signatures: [payer.sign(new Uint8Array(3))] });
    expect((await send(text)).error).toMatchObject(refused);
    expect((await simulate(text, { sigVerify: true })).result).toMatchObject({ value: { err: "SignatureFailure", fee: null } });
    expect((await simulate(text, { sigVerify: false })).result).toMatchObject({ value: { err: null, fee: 5000 } });
    // Also where more is wrong.
    const { message } = await build({ url: urls().rpcUrl, payer, instructions: [memo("twice", { signers: [payer.address] }), transferSol({ from: payer.address, to: pair("to").address, lamports: 1n })] });
    const twice = { ...message, staticKeys: message.staticKeys.map((key) => (key === pair("to").address ? payer.address : key)) };
    expect((await send(serializeBase64Transaction(signTransaction({ message: twice, signers: [] })))).error).toMatchObject(refused);
    expect((await simulate(serializeBase64Transaction(signTransaction({ message: twice, signers: [payer] })))).result).toMatchObject({ value: { err: "AccountLoadedTwice" } });
  });

  test("the same message with another signature lands as little as with the same", async () => {
    const transaction = await build({ url: urls().rpcUrl, payer, instructions: [memo("twin")] });
    const { result: signature } = await send(serializeBase64Transaction(transaction));
    await expect.poll(() => status(signature), { timeout: 30_000 }).toMatchObject({ err: null, confirmationStatus: expect.stringMatching(/confirmed|finalized/) as string });
    const twin = { ...transaction, signatures: [signWithNonce(payer, serializeMessage(transaction.message), 7n)] };
    expect(encodeBase58(twin.signatures[0] ?? new Uint8Array())).not.toBe(signature);
    expect((await send(serializeBase64Transaction(twin))).error).toMatchObject({ code: -32002, data: { err: "AlreadyProcessed" } });
  });

  test("bytes after a transaction: seen by nobody, but it never lands", async () => {
    const transaction = await build({ url: urls().rpcUrl, payer, instructions: [memo("trailing")] });
    const text = Buffer.concat([serializeTransaction(transaction), Uint8Array.of(1, 2, 3)]).toString("base64");
    expect((await simulate(text, { sigVerify: true })).result).toMatchObject({ value: { err: null } });
    const { result: signature } = await send(text);
    expect(signature).toBe(encodeBase58(transaction.signatures[0] ?? new Uint8Array()));
    // Another one that was sent later is there, and this one is not.
    const { result: later } = await send(serializeBase64Transaction(await build({ url: urls().rpcUrl, payer, instructions: [memo("later")] })));
    await expect.poll(() => status(later), { timeout: 30_000 }).toMatchObject({ err: null });
    expect(await status(signature)).toBeNull();
  });

  test("a compute budget that is none is refused before anything runs", async () => {
    const broken = (data: number[]): Instruction => ({ program: programs.computeBudget, accounts: [], data: Uint8Array.from(data) });
    for (const [instructions, words] of [
      [[setComputeUnitLimit(1_000), memo("x"), setComputeUnitLimit(2_000)], "Transaction contains a duplicate instruction (2) that is not allowed"],
      [[memo("x"), broken([9])], "Error processing Instruction 1: invalid instruction data"],
      [[broken([2, 1])], "Error processing Instruction 0: invalid instruction data"],
    ] as const) {
      const text = serializeBase64Transaction(await build({ url: urls().rpcUrl, payer, instructions }));
      for (const answer of [await simulate(text), await send(text, { skipPreflight: true })]) expect(answer.error).toMatchObject({ code: -32602, message: `invalid transaction: ${words}` });
    }
  });

  test("more instructions than a transaction may have, or an instruction more accounts", async () => {
    const many = (count: number): Instruction[] => Array.from({ length: count }, () => memo(""));
    const wide = (count: number): Instruction => ({ program: programs.memo, accounts: Array.from({ length: count }, () => ({ address: payer.address, signer: true, writable: true })), data: new Uint8Array() });
    for (const [most, instructions] of [[many(64), many(65)], [[wide(255)], [wide(256)]]] as const) {
      expect((await simulate(serializeBase64Transaction(await build({ url: urls().rpcUrl, payer, instructions: most })))).error).toBeUndefined();
      const text = serializeBase64Transaction(await build({ url: urls().rpcUrl, payer, instructions }));
      for (const answer of [await simulate(text), await send(text), await send(text, { skipPreflight: true })]) {
        expect(answer.error).toMatchObject({ code: -32602, message: expect.stringMatching(/^invalid transaction: Transaction failed to sanitize accounts offsets correctly/) as string });
      }
    }
  });

  test("what preflight says is said in a validator's words", async () => {
    const other = pair("refusals/other").address;
    const made = createAssociatedToken({ payer: payer.address, owner: other, mint: other });
    for (const [instructions, words] of [
      [[setComputeUnitLimit(0), memo("x")], "Error processing Instruction 0: Computational budget exceeded"],
      [[setLoadedAccountsDataSizeLimit(0)], "LoadedAccountsDataSizeLimit set for transaction must be greater than 0."],
      [[setLoadedAccountsDataSizeLimit(100), memo("x")], "Transaction exceeded max loaded accounts data size cap"],
      [[{ program: programs.system, accounts: [], data: Uint8Array.of(2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0) }], "Error processing Instruction 0: An account required by the instruction is missing"],
      [[{ program: programs.token, accounts: [], data: Uint8Array.of(12, 1, 0, 0, 0, 0, 0, 0, 0, 6) }], "Error processing Instruction 0: insufficient account keys for instruction"],
      [[{ ...memo("x"), accounts: [{ address: other, signer: false, writable: false }] }], "Error processing Instruction 0: missing required signature for instruction"],
      [[made], "Error processing Instruction 0: incorrect program id for instruction"],
      [[{ program: programs.token, accounts: [], data: Uint8Array.of(200) }], "Error processing Instruction 0: custom program error: 0xc"],
    ] as const) {
      const text = serializeBase64Transaction(await build({ url: urls().rpcUrl, payer, instructions }));
      expect((await send(text)).error).toMatchObject({ code: -32002, message: `Transaction simulation failed: ${words}` });
    }
  });

  test("a check of signatures that fails without a log is charged all the same", async () => {
    const instructions = [{ program: programs.ed25519, accounts: [], data: Uint8Array.of(1, 0) }];
    const text = serializeBase64Transaction(await build({ url: urls().rpcUrl, payer, instructions }));
    const err = { InstructionError: [0, { Custom: 4 }] };
    expect((await simulate(text)).result).toMatchObject({ value: { err, fee: 10_000, logs: [] } });
    expect((await send(text)).error).toMatchObject({ data: { err, fee: 10_000 } });
    const { result: signature } = await send(text, { skipPreflight: true });
    await expect.poll(() => status(signature), { timeout: 30_000 }).toMatchObject({ err });
  });

  test("a program that is not there", async () => {
    const text = serializeBase64Transaction(await build({ url: urls().rpcUrl, payer, instructions: [{ program: pair("no program").address, accounts: [], data: new Uint8Array() }] }));
    expect((await simulate(text)).result).toMatchObject({ value: { err: "ProgramAccountNotFound", fee: 5000 } });
  });
}
