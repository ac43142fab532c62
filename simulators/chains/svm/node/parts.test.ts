import { zstdDecompressSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { genesisAccounts, mintAuthority } from "../genesis.ts";
import { decodeMint, decodeTokenAccount, encodeMint, encodeTokenAccount, feeOf } from "../token-state.ts";
import { compileMessage, createAssociatedTokenIdempotent, deriveKeyPair, memo, parseTransaction, programs, serializeTransaction, setComputeUnitLimit, setComputeUnitPrice, signTransaction, transferSol } from "../wire/index.ts";
import type { Instruction, ParsedTransaction } from "../wire/index.ts";
import { createBlockhashQueue } from "./blockhash-queue.ts";
import { createEngine } from "./engine.ts";
import type { Engine } from "./engine.ts";
import { transactionErrorText } from "./error-text.ts";
import { fromJson, toJson } from "./json.ts";
import { answerBody, RpcError } from "./json-rpc.ts";
import { createRuntime } from "./runtime.ts";
import { tokenAmountJson } from "./token-amount.ts";
import { zstdFrame } from "./zstd.ts";

describe("JSON", () => {
  test("keeps every digit of 64 bits, both ways", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.string(), (number, text) => {
        expect(toJson({ number, text })).toBe(`{"number":${number},"text":${JSON.stringify(text)}}`);
        const back = fromJson(toJson({ number, text })) as { number: number | bigint; text: string };
        expect([BigInt(back.number), back.text]).toEqual([number, text]);
      }),
    );
    expect(fromJson('{"a":"18446744073709551615","b":18446744073709551615,"c":1.5,"d":12345678901234567e3}')).toEqual({ a: "18446744073709551615", b: 2n ** 64n - 1n, c: 1.5, d: 12345678901234567e3 });
  });
});

describe("JSON-RPC", () => {
  const methods = new Map(Object.entries({
    double: { params: [1, 1] as const, run: ([value]: readonly unknown[]) => Number(value) * 2 },
    refuse: { params: [0, 0] as const, run: () => { throw new RpcError(-32_002, "no", { why: 1n }); } },
    defect: { params: [0, 0] as const, run: () => { throw new TypeError("a defect"); } },
  }));
  const ask = (text: string): unknown => {
    const answer = answerBody({ text, methods });
    return answer === undefined ? undefined : (JSON.parse(answer) as unknown);
  };
  test.each([
    ['{"jsonrpc":"2.0","id":"a","method":"double","params":[4]}', { id: "a", result: 8 }],
    ['{"jsonrpc":"2.0","id":null,"method":"double","params":[4]}', { id: null, result: 8 }],
    ['{"jsonrpc":"2.0","id":1,"method":"double","params":{"value":4}}', { id: 1, error: { code: -32602 } }],
    ['{"jsonrpc":"2.0","id":1,"method":"double","params":[1,2]}', { id: 1, error: { code: -32602 } }],
    ['{"jsonrpc":"2.0","id":1,"method":"toString"}', { id: 1, error: { code: -32601 } }],
    ['{"jsonrpc":"2.0","id":1,"method":"refuse"}', { id: 1, error: { code: -32002, message: "no", data: { why: 1 } } }],
    ['{"jsonrpc":"2.0","id":1,"method":"defect"}', { id: 1, error: { code: -32603 } }],
    ['{"jsonrpc":"1.0","id":1,"method":"double","params":[4]}', { id: 1, error: { code: -32600 } }],
    ['{"jsonrpc":"2.0","id":{},"method":"double","params":[4]}', { id: null, error: { code: -32700 } }],
    ['{"jsonrpc":"2.0","id":1.5,"method":"double","params":[4]}', { id: null, error: { code: -32700 } }],
    ['{"jsonrpc":"2.0","id":1,"method":"double","params":[4],"more":1}', { id: 1, error: { code: -32600 } }],
    ['{"id":1,"method":"double","params":[4]}', { id: 1, error: { code: -32600, message: "Unsupported JSON-RPC protocol version" } }],
    ['{"jsonrpc":"2.0","id":1,"method":"refuse","params":null}', { id: 1, error: { code: -32002 } }],
    ['{"jsonrpc":"2.0","id":1,"method":"refuse","params":[null]}', { id: 1, error: { code: -32602 } }],
    ["{}", { id: null, error: { code: -32600 } }],
    ["7", { id: null, error: { code: -32700 } }],
    ["[{}]", [{ id: null, error: { code: -32600 } }]],
    ["[1]", { id: null, error: { code: -32700 } }],
    ["", { id: null, error: { code: -32700 } }],
    [`${"[".repeat(20_000)}`, { id: null, error: { code: -32700 } }],
  ])("%s", (text, expected) => expect(ask(text)).toMatchObject(expected));

  test("nobody is answered who did not ask", () => {
    expect(ask('{"jsonrpc":"2.0","method":"double","params":[4]}')).toBeUndefined();
    expect(ask('[{"jsonrpc":"2.0","method":"defect"}]')).toBeUndefined();
    expect(ask("[]")).toBeUndefined();
    expect(ask(`[${Array.from({ length: 1_001 }, () => "{}").join(",")}]`)).toMatchObject({ error: { code: -32600 } });
  });
});

test("a zstd frame of raw blocks is one", () => {
  for (const size of [0, 1, 255, 70_000, 131_072, 131_073, 400_000]) {
    const data = Uint8Array.from({ length: size }, (_, index) => index % 251);
    expect(Buffer.from(zstdDecompressSync(zstdFrame(data))).equals(Buffer.from(data))).toBe(true);
  }
});

test("a blockhash is valid for 150 blocks after its own", () => {
  const queue = createBlockhashQueue();
  const expired: string[] = [];
  queue.onExpired((hash) => expired.push(hash));
  for (let height = 0n; height <= 150n; height++) queue.add(`hash ${height}`, height);
  expect([queue.has("hash 0"), queue.lastValidBlockHeight("hash 0")]).toEqual([true, 150n]);
  queue.add("hash 151", 151n);
  expect([queue.has("hash 0"), queue.has("hash 1"), queue.lastValidBlockHeight("hash 0")]).toEqual([false, true, undefined]);
  expect([queue.expire("hash 9"), queue.has("hash 9"), queue.expire("hash 9")]).toEqual([true, false, false]);
  expect(expired).toEqual(["hash 0", "hash 9"]);
});

test.each([
  [1n, 6, "0.000001"],
  [1_500_000n, 6, "1.5"],
  [0n, 6, "0"],
  [7n, 0, "7"],
  [2n ** 64n - 1n, 9, "18446744073.709551615"],
])("%d with %d decimals is %s", (amount, decimals, text) => expect(tokenAmountJson(amount, decimals)).toMatchObject({ amount: String(amount), decimals, uiAmountString: text, uiAmount: Number(text) }));

test.each([
  ["BlockhashNotFound", "Blockhash not found"],
  ["AlreadyProcessed", "This transaction has already been processed"],
  ["InsufficientFundsForFee", "Insufficient funds for fee"],
  [{ InstructionError: [2, { Custom: 17 }] }, "Error processing Instruction 2: custom program error: 0x11"],
  [{ InstructionError: [0, "InvalidAccountData"] }, "Error processing Instruction 0: invalid account data for instruction"],
  [{ InstructionError: [0, "ComputationalBudgetExceeded"] }, "Error processing Instruction 0: Computational budget exceeded"],
  ["InvalidLoadedAccountsDataSizeLimit", "LoadedAccountsDataSizeLimit set for transaction must be greater than 0."],
  [{ ProgramExecutionTemporarilyRestricted: { account_index: 3 } }, "Execution of the program referenced by account at index 3 is temporarily restricted."],
  ["ANewOne", "ANewOne"],
  [{ InsufficientFundsForRent: { account_index: 3 } }, "Transaction results in an account (3) with insufficient funds for rent"],
])("%j in words", (error, words) => expect(transactionErrorText(error)).toBe(words));

test("token accounts and mints are read as they were written", () => {
  const address = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => deriveKeyPair({ seed: String(bytes), path: "" }).address);
  const amount = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  fc.assert(
    fc.property(address, address, amount, fc.boolean(), fc.constantFrom("initialized" as const, "frozen" as const), (mint, owner, held, extended, state) => {
      const tokenProgram = extended ? programs.token2022 : programs.token;
      const account = { mint, owner, amount: held, state, delegate: { address: mint, amount: held }, closeAuthority: owner, ...(extended ? { withheldFee: held } : {}) };
      expect(decodeTokenAccount({ owner: tokenProgram, data: encodeTokenAccount({ account, tokenProgram }) })).toEqual(account);
      const state2 = { supply: held, decimals: 6, mintAuthority: mint, freezeAuthority: owner, ...(extended ? { transferFee: { basisPoints: 100, maximum: held } } : {}) };
      expect(decodeMint({ owner: tokenProgram, data: encodeMint(state2) })).toEqual(state2);
    }),
    { numRuns: 20 },
  );
  expect([1n, 100n, 101n, 10n ** 12n].map((sent) => feeOf({ amount: sent, fee: { basisPoints: 100, maximum: 5_000n } }))).toEqual([1n, 1n, 2n, 5_000n]);
});

describe("the chain without its network", () => {
  const seed = "parts.test";
  const payer = mintAuthority(seed);
  const start = (): Engine => {
    const runtime = createRuntime();
    for (const { address, ...account } of genesisAccounts({ seed })) runtime.setAccount(address, account);
    return createEngine({ runtime, commitmentSlots: { confirmSlots: 1n, finalizeSlots: 3n }, landingDelayMs: 0, now: () => 1_800_000_000n });
  };
  const build = (engine: Engine, instructions: readonly Instruction[]): ParsedTransaction => {
    const message = compileMessage({ feePayer: payer.address, blockhash: engine.slots.block("processed").hash, instructions });
    const parsed = parseTransaction(serializeTransaction(signTransaction({ message, signers: [payer] })));
    if (!parsed.ok) throw new Error(parsed.detail);
    return parsed;
  };

  test("the fee that is shown is the fee that was taken", () => {
    const engine = start();
    const to = deriveKeyPair({ seed, path: "to" }).address;
    const instruction = fc.oneof(
      fc.string({ maxLength: 5 }).map((text) => memo(text)),
      fc.constant(transferSol({ from: payer.address, to, lamports: 10n ** 17n })),
      fc.constant(createAssociatedTokenIdempotent({ payer: payer.address, owner: to, mint: to })),
    );
    fc.assert(
      fc.property(fc.array(instruction, { minLength: 1, maxLength: 4 }), fc.option(fc.integer({ min: 1_000, max: 2_000_000 })), fc.option(fc.bigInt({ min: 0n, max: 10n ** 7n })), (called, limit, price) => {
        engine.slots.advance();
        const before = engine.runtime.getAccount(payer.address)?.lamports ?? 0n;
        engine.landing.submit(build(engine, [...called, ...(limit === null ? [] : [setComputeUnitLimit(limit)]), ...(price === null ? [] : [setComputeUnitPrice(price)])]));
        const [landed] = engine.ledger.newestFirst();
        expect(landed?.fee).toBe(before - (engine.runtime.getAccount(payer.address)?.lamports ?? 0n));
      }),
      { numRuns: 60 },
    );
  });

  test("levels come with slots", () => {
    const engine = start();
    engine.landing.submit(build(engine, [memo("levels")]));
    const [landed] = engine.ledger.newestFirst();
    if (landed === undefined) throw new Error("expected it to land");
    const levels = Array.from({ length: 4 }, () => {
      const level = engine.ledger.levelOf(landed);
      engine.slots.advance();
      return level;
    });
    expect(levels).toEqual(["processed", "confirmed", "confirmed", "finalized"]);
    expect(engine.slots.block("finalized").slot).toBe(engine.slots.block("processed").slot - 3n);
    expect(engine.slots.block("confirmed").hash).not.toBe(engine.slots.block("processed").hash);
  });

  test("logs are kept of the latest 2,000 transactions, the rest of 10,000", () => {
    const engine = start();
    const submit = (count: number): void => {
      for (let sent = 0; sent < count; sent++) {
        if (sent % 100 === 0) engine.slots.advance();
        engine.landing.submit(build(engine, [memo(`${count}/${sent}`)]));
      }
    };
    submit(2_100);
    const all = [...engine.ledger.newestFirst()];
    expect(all).toHaveLength(2_100);
    expect(all.filter(({ details }) => details !== undefined)).toHaveLength(2_000);
    expect(engine.ledger.after(2_098n).map(({ sequence }) => sequence)).toEqual([2_099n, 2_100n]);
  });
});
