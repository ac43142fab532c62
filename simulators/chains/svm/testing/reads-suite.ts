/** The part of the node suite that reads: encodings, parsed accounts, filters, what a simulation shows. */
import { getMint, createMint, getOrCreateAssociatedTokenAccount, mintTo, TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { Connection, Keypair } from "@solana/web3.js";
import { zstdDecompressSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { associatedTokenAddress } from "../wire/addresses.ts";
import { decodeBase58, encodeBase58 } from "../wire/base58.ts";
import { compileMessage } from "../wire/compile-message.ts";
import { createAssociatedTokenIdempotent } from "../wire/instructions/associated-token.ts";
import { setComputeUnitLimit, setComputeUnitPrice } from "../wire/instructions/compute-budget.ts";
import { memo } from "../wire/instructions/memo.ts";
import { programs } from "../wire/program-ids.ts";
import { serializeBase64Transaction, serializeMessage } from "../wire/serialize-transaction.ts";
import { signTransaction } from "../wire/sign-transaction.ts";
import { airdrop, call, seedOf, subscriber } from "./node-calls.ts";
import type { SuiteOptions } from "./node-calls.ts";

export function readsSuite({ urls, pair }: SuiteOptions): void {
  const payer = pair("reads/payer");
  const owner = pair("reads/owner").address;
  let mint = "";
  let account = "";
  const ask = async (method: string, ...params: readonly unknown[]): Promise<unknown> => (await call(urls().rpcUrl, method, ...params)).result;
  const value = async (method: string, ...params: readonly unknown[]): Promise<unknown> => ((await ask(method, ...params)) as { value: unknown }).value;
  const confirmed = { commitment: "confirmed" };

  beforeAll(async () => {
    await airdrop(urls().rpcUrl, payer.address, 5_000_000_000);
    const chain = new Connection(urls().rpcUrl, "confirmed");
    const signer = Keypair.fromSeed(seedOf(payer));
    const made = await createMint(chain, signer, signer.publicKey, null, 6);
    mint = made.toBase58();
    const holder = await getOrCreateAssociatedTokenAccount(chain, signer, made, Keypair.fromSeed(seedOf(pair("reads/owner"))).publicKey);
    account = holder.address.toBase58();
    await mintTo(chain, signer, made, holder.address, signer, 1_500_000n);
    expect((await getMint(chain, made)).decimals).toBe(6);
  });

  test("an account in every encoding", async () => {
    const data = async (more: object): Promise<unknown> => ((await value("getAccountInfo", mint, { ...confirmed, ...more })) as { data: unknown }).data;
    const [text] = (await data({ encoding: "base64" })) as [string];
    const bytes = Buffer.from(text, "base64");
    expect(bytes).toHaveLength(82);
    expect(await data({ encoding: "base58" })).toEqual([encodeBase58(bytes), "base58"]);
    // Without an encoding it is base58 alone, as the very first clients had it.
    expect(await data({})).toBe(encodeBase58(bytes));
    const [packed, name] = (await data({ encoding: "base64+zstd" })) as [string, string];
    expect([zstdDecompressSync(Buffer.from(packed, "base64")).equals(bytes), name]).toEqual([true, "base64+zstd"]);
    expect(await data({ encoding: "base64", dataSlice: { offset: 36, length: 9 } })).toEqual([bytes.subarray(36, 45).toString("base64"), "base64"]);
    expect(await data({ encoding: "jsonParsed" })).toEqual({
      program: "spl-token",
      parsed: { type: "mint", info: { decimals: 6, freezeAuthority: null, isInitialized: true, mintAuthority: payer.address, supply: "1500000" } },
      space: 82,
    });
    expect((await call(urls().rpcUrl, "getAccountInfo", account, { ...confirmed, encoding: "base58" })).error?.message).toMatch(/less than 128 bytes/);
    expect((await call(urls().rpcUrl, "getAccountInfo", account, { encoding: "hex" })).error?.code).toBe(-32602);
  });

  test("several accounts, also one that is not there", async () => {
    const found = (await value("getMultipleAccounts", [account, pair("reads/nobody").address], { ...confirmed, encoding: "jsonParsed" })) as unknown[];
    expect(found[0]).toMatchObject({ owner: programs.token, space: 165, executable: false, data: { program: "spl-token", parsed: { type: "account", info: { mint, owner, isNative: false, state: "initialized", tokenAmount: { amount: "1500000", decimals: 6, uiAmount: 1.5, uiAmountString: "1.5" } } } } });
    expect(found[1]).toBeNull();
    expect((await call(urls().rpcUrl, "getMultipleAccounts", Array.from({ length: 101 }, () => account))).error?.code).toBe(-32602);
  });

  test("token accounts by owner, by mint and by bytes", async () => {
    expect(account).toBe(associatedTokenAddress({ owner, mint }));
    for (const filter of [{ mint }, { programId: programs.token }]) {
      expect(await value("getTokenAccountsByOwner", owner, filter, { ...confirmed, encoding: "base64" })).toMatchObject([{ pubkey: account }]);
    }
    const filters = [{ dataSize: 165 }, { memcmp: { offset: 32, bytes: owner } }];
    expect(await ask("getProgramAccounts", programs.token, { ...confirmed, encoding: "base64", filters })).toMatchObject([{ pubkey: account }]);
    const other = [{ memcmp: { offset: 32, bytes: Buffer.from(decodeBase58(payer.address) ?? []).toString("base64"), encoding: "base64" } }];
    expect(await ask("getProgramAccounts", programs.token, { ...confirmed, encoding: "base64", filters: other })).toEqual([]);
    expect(await value("getTokenAccountBalance", account, confirmed)).toEqual({ amount: "1500000", decimals: 6, uiAmount: 1.5, uiAmountString: "1.5" });
    expect((await call(urls().rpcUrl, "getTokenAccountBalance", mint)).error?.code).toBe(-32602);
    expect(await value("getTokenLargestAccounts", mint, confirmed)).toMatchObject([{ address: account, amount: "1500000" }]);
  });

  test("parameters as strictly as serde takes them, and as leniently", async () => {
    const alone = { getTokenAccountBalance: () => account, getTokenSupply: () => mint, getTokenLargestAccounts: () => mint, getMinimumBalanceForRentExemption: () => 165 };
    for (const [method, about] of Object.entries(alone)) {
      for (const config of [{}, { encoding: "base64" }, { commitment: 5 }, { commitment: "recent" }, { commitment: null }, [], "confirmed"]) {
        expect([method, config, (await call(urls().rpcUrl, method, about(), config)).error?.code]).toEqual([method, config, -32602]);
      }
      expect((await call(urls().rpcUrl, method, about(), {})).error?.message).toBe("Invalid params: missing field `commitment`.");
      for (const config of [null, confirmed, { ...confirmed, more: 1, minContextSlot: 1e15 }, ["confirmed"]]) {
        const { error } = await call(urls().rpcUrl, method, about(), config);
        // Without a level it is finalized, where the accounts may not be yet: no matter of parameters.
        const refusal = config === null && error?.message.startsWith("Invalid param: ") === true ? undefined : error;
        expect([method, config, refusal]).toEqual([method, config, undefined]);
      }
    }
    const refused: readonly (readonly [method: string, ...params: unknown[]])[] = [
      ["getTransactionCount", "x"],
      ["getTokenAccountsByOwner", owner, { mint, programId: programs.token }],
      ["getTokenAccountsByOwner", owner, {}],
      ["getTokenAccountsByDelegate", owner, { mint, programId: programs.token }],
      ["getProgramAccounts", programs.token, { filters: [{ dataSize: 165, memcmp: { offset: 0, bytes: mint } }] }],
      ["getProgramAccounts", programs.token, { filters: [{ memcmp: { offset: 0, bytes: "AAA", encoding: "base64" } }] }],
      ["getProgramAccounts", programs.token, { filters: [{ memcmp: { offset: 0, bytes: [256] } }] }],
      ["getTransaction", "1".repeat(64), { maxSupportedTransactionVersion: 300 }],
    ];
    for (const [method, ...params] of refused) expect([method, params, (await call(urls().rpcUrl, method, ...params)).error?.code]).toEqual([method, params, -32602]);
    const socket = await subscriber(urls().wsUrl);
    expect(await socket.call("signatureSubscribe", "1".repeat(64), { enableReceivedNotification: 5 })).toMatchObject({ error: { code: -32602 } });
    socket.close();
    const later = { ...confirmed, minContextSlot: 1e15 };
    expect((await call(urls().rpcUrl, "getTransactionCount", later)).error).toMatchObject({ code: -32016 });
    expect((await call(urls().rpcUrl, "getSignaturesForAddress", payer.address, later)).error).toMatchObject({ code: -32016 });
    expect((await call(urls().rpcUrl, "requestAirdrop", pair("reads/airdrop").address, 1_000_000_000, later)).error).toBeUndefined();

    const view = { ...confirmed, encoding: "base64" };
    const sliced = await value("getAccountInfo", account, { ...view, dataSlice: { offset: 1, length: 4 } });
    expect(await value("getAccountInfo", account, { ...view, dataSlice: [1, 4] })).toEqual(sliced);
    const filters = [{ memcmp: { offset: 32, bytes: [...(decodeBase58(owner) ?? [])] } }, { dataSize: 165 }];
    expect(await ask("getProgramAccounts", programs.token, { ...view, filters })).toMatchObject([{ pubkey: account }]);
    const [{ signature }] = (await ask("getSignaturesForAddress", account, { ...confirmed, limit: 1 })) as [{ signature: string }];
    const shown = (encoding: string): Promise<unknown> => ask("getTransaction", signature, { ...confirmed, encoding, maxSupportedTransactionVersion: 255 });
    const [text, name] = ((await shown("base58")) as { transaction: [string, string] }).transaction;
    expect([await shown("binary"), name]).toMatchObject([{ transaction: text }, "base58"]);
  });

  test("a simulation shows what would be, and leaves everything as it is", async () => {
    const newcomer = pair("reads/newcomer").address;
    const latest = (await value("getLatestBlockhash", confirmed)) as { blockhash: string };
    const message = compileMessage({ feePayer: payer.address, blockhash: latest.blockhash, instructions: [createAssociatedTokenIdempotent({ payer: payer.address, owner: newcomer, mint })] });
    const text = serializeBase64Transaction(signTransaction({ message, signers: [payer] }));
    const created = associatedTokenAddress({ owner: newcomer, mint });
    const shown = (await value("simulateTransaction", text, { ...confirmed, encoding: "base64", sigVerify: true, innerInstructions: true, accounts: { addresses: [created, mint], encoding: "jsonParsed" } })) as { unitsConsumed: number; innerInstructions: { index: number; instructions: unknown[] }[] };
    expect(shown).toMatchObject({ err: null, accounts: [{ owner: TOKEN_PROGRAM_ID.toBase58(), data: { parsed: { info: { owner: newcomer, tokenAmount: { amount: "0" } } } } }, { owner: programs.token }], replacementBlockhash: null });
    expect(shown.unitsConsumed).toBeGreaterThan(1_000);
    expect(shown.innerInstructions[0]?.index).toBe(0);
    expect(shown.innerInstructions[0]?.instructions.length).toBeGreaterThan(1);
    expect(await value("getAccountInfo", created, { encoding: "base64" })).toBeNull();
    expect((await call(urls().rpcUrl, "simulateTransaction", text, { encoding: "base64", sigVerify: true, replaceRecentBlockhash: true })).error?.code).toBe(-32602);
    expect((await call(urls().rpcUrl, "simulateTransaction", text, { encoding: "base64", accounts: { addresses: Array.from({ length: 50 }, () => mint), encoding: "base64" } })).error?.code).toBe(-32602);
  });

  test("fees, rent, time and blockhashes", async () => {
    const latest = (await value("getLatestBlockhash", confirmed)) as { blockhash: string; lastValidBlockHeight: number };
    const message = compileMessage({ feePayer: payer.address, blockhash: latest.blockhash, instructions: [memo("fee"), setComputeUnitLimit(1_000), setComputeUnitPrice(5_000_000n)] });
    expect(await value("getFeeForMessage", Buffer.from(serializeMessage(message)).toString("base64"), confirmed)).toBe(10_000);
    expect((await call(urls().rpcUrl, "getFeeForMessage", "AAAA")).error?.code).toBe(-32602);
    expect(await ask("getMinimumBalanceForRentExemption", 165)).toBe(2_039_280);
    expect(await value("isBlockhashValid", latest.blockhash, confirmed)).toBe(true);
    expect(await value("isBlockhashValid", payer.address, confirmed)).toBe(false);
    const height = (await ask("getBlockHeight", confirmed)) as number;
    expect(latest.lastValidBlockHeight - height).toBeGreaterThan(100);
    expect(latest.lastValidBlockHeight - height).toBeLessThanOrEqual(150);
    const epoch = (await ask("getEpochInfo", confirmed)) as { absoluteSlot: number; blockHeight: number; slotsInEpoch: number };
    expect(epoch.absoluteSlot).toBeGreaterThanOrEqual(epoch.blockHeight);
    const time = (await ask("getBlockTime", await ask("getSlot", confirmed))) as number;
    expect(Math.abs(time - Date.now() / 1000)).toBeLessThan(600);
    expect((await call(urls().rpcUrl, "getSlot", { minContextSlot: 2 ** 50 })).error).toMatchObject({ code: -32016, data: { contextSlot: expect.any(Number) as number } });
    expect(await ask("getHealth")).toBe("ok");
    expect(await ask("getVersion")).toMatchObject({ "solana-core": expect.stringMatching(/^\d+\.\d+\.\d+/) as string });
    expect(await ask("getRecentPrioritizationFees", [mint])).toEqual(expect.arrayContaining([{ slot: expect.any(Number) as number, prioritizationFee: expect.any(Number) as number }]));
  });
}
