/** The part of the node suite that is for web3.js v1 and spl-token. */
import {
  createAssociatedTokenAccountIdempotentInstruction,
  createInitializeMintInstruction,
  createInitializeTransferFeeConfigInstruction,
  createMint,
  ExtensionType,
  getAccount,
  getAssociatedTokenAddressSync,
  getMint,
  getMintLen,
  getOrCreateAssociatedTokenAccount,
  getTransferFeeAmount,
  mintTo,
  TOKEN_2022_PROGRAM_ID,
  TOKEN_PROGRAM_ID,
  transferChecked,
  transferCheckedWithFee,
} from "@solana/spl-token";
import type { PublicKey } from "@solana/web3.js";
import { AddressLookupTableProgram, Connection, Keypair, LAMPORTS_PER_SOL, sendAndConfirmTransaction, SystemProgram, Transaction, TransactionMessage, VersionedTransaction } from "@solana/web3.js";
import { beforeAll, expect, test } from "vitest";
import { airdrop, call, seedOf } from "./node-calls.ts";
import type { SuiteOptions } from "./node-calls.ts";

export function web3Suite({ urls, pair }: SuiteOptions): void {
  // Its websocket is at the port after the one of HTTP, where it looks by itself.
  const connection = (): Connection => new Connection(urls().rpcUrl, "confirmed");
  const keypair = (path: string): Keypair => Keypair.fromSeed(seedOf(pair(path)));
  const payer = keypair("web3/payer");
  beforeAll(() => airdrop(urls().rpcUrl, payer.publicKey.toBase58(), 10 * LAMPORTS_PER_SOL));

  test("confirmTransaction is told over the websocket", async () => {
    const chain = connection();
    const latest = await chain.getLatestBlockhash();
    const signature = await chain.requestAirdrop(keypair("web3/airdrop").publicKey, LAMPORTS_PER_SOL);
    expect((await chain.confirmTransaction({ signature, ...latest }, "confirmed")).value.err).toBeNull();
    expect(await chain.getBalance(keypair("web3/airdrop").publicKey)).toBe(LAMPORTS_PER_SOL);
  });

  test("a legacy transaction, shown in full", async () => {
    const chain = connection();
    const to = keypair("web3/to").publicKey;
    const signature = await sendAndConfirmTransaction(chain, new Transaction().add(SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: to, lamports: LAMPORTS_PER_SOL })), [payer]);
    const shown = await chain.getParsedTransaction(signature, "confirmed");
    expect(shown?.meta?.fee).toBe(5000);
    expect(shown?.transaction.message.instructions).toMatchObject([{ program: "system", parsed: { type: "transfer", info: { lamports: LAMPORTS_PER_SOL } } }]);
    const raw = await chain.getTransaction(signature, { commitment: "confirmed", maxSupportedTransactionVersion: 0 });
    expect(raw?.version).toBe("legacy");
    expect((raw?.meta?.postBalances[1] ?? 0) - (raw?.meta?.preBalances[1] ?? 0)).toBe(LAMPORTS_PER_SOL);
  });

  test("finality comes", async () => {
    const chain = new Connection(urls().rpcUrl, "finalized");
    const signature = await chain.requestAirdrop(keypair("web3/final").publicKey, LAMPORTS_PER_SOL);
    const latest = await chain.getLatestBlockhash();
    expect((await chain.confirmTransaction({ signature, ...latest }, "finalized")).value.err).toBeNull();
    expect((await chain.getSignatureStatus(signature)).value).toMatchObject({ confirmationStatus: "finalized", confirmations: null });
  });

  test.each([["SPL Token", TOKEN_PROGRAM_ID], ["Token-2022", TOKEN_2022_PROGRAM_ID]] as const)("%s: mint, accounts, transfer", async (_, program) => {
    const chain = connection();
    const mint = await createMint(chain, payer, payer.publicKey, payer.publicKey, 6, Keypair.generate(), { commitment: "confirmed" }, program);
    const to = Keypair.generate().publicKey;
    const source = await getOrCreateAssociatedTokenAccount(chain, payer, mint, payer.publicKey, false, "confirmed", {}, program);
    const destination = await getOrCreateAssociatedTokenAccount(chain, payer, mint, to, false, "confirmed", {}, program);
    await mintTo(chain, payer, mint, source.address, payer, 5_000n, [], { commitment: "confirmed" }, program);
    await transferChecked(chain, payer, source.address, mint, destination.address, payer, 1_234n, 6, [], { commitment: "confirmed" }, program);
    expect((await getAccount(chain, destination.address, "confirmed", program)).amount).toBe(1_234n);
    expect((await getMint(chain, mint, "confirmed", program)).supply).toBe(5_000n);
    expect((await chain.getTokenAccountBalance(source.address)).value).toMatchObject({ amount: "3766", decimals: 6, uiAmountString: "0.003766" });
    expect((await chain.getTokenSupply(mint)).value.amount).toBe("5000");
    const owned = await chain.getParsedTokenAccountsByOwner(to, { mint });
    expect(owned.value.map(({ account }) => (account.data.parsed as { info: { tokenAmount: { amount: string } } }).info.tokenAmount.amount)).toEqual(["1234"]);
  });

  test("Token-2022 with a transfer fee", async () => {
    const chain = connection();
    const mint = Keypair.generate();
    const program = TOKEN_2022_PROGRAM_ID;
    const space = getMintLen([ExtensionType.TransferFeeConfig]);
    const lamports = await chain.getMinimumBalanceForRentExemption(space);
    const made = new Transaction().add(
      SystemProgram.createAccount({ fromPubkey: payer.publicKey, newAccountPubkey: mint.publicKey, space, lamports, programId: program }),
      createInitializeTransferFeeConfigInstruction(mint.publicKey, payer.publicKey, payer.publicKey, 100, 1_000_000n, program),
      createInitializeMintInstruction(mint.publicKey, 6, payer.publicKey, null, program),
    );
    await sendAndConfirmTransaction(chain, made, [payer, mint]);
    const to = Keypair.generate().publicKey;
    const accounts = [payer.publicKey, to].map((owner) => getAssociatedTokenAddressSync(mint.publicKey, owner, false, program)) as [PublicKey, PublicKey];
    const opened = new Transaction().add(...[payer.publicKey, to].map((owner, index) => createAssociatedTokenAccountIdempotentInstruction(payer.publicKey, accounts[index] ?? owner, owner, mint.publicKey, program)));
    await sendAndConfirmTransaction(chain, opened, [payer]);
    await mintTo(chain, payer, mint.publicKey, accounts[0], payer, 100_000n, [], {}, program);
    await transferCheckedWithFee(chain, payer, accounts[0], mint.publicKey, accounts[1], payer, 10_000n, 6, 100n, [], {}, program);
    const received = await getAccount(chain, accounts[1], "confirmed", program);
    expect(received.amount).toBe(9_900n);
    expect(getTransferFeeAmount(received)?.withheldAmount).toBe(100n);
  });

  test("lookup tables: created, filled, read and used", async () => {
    const chain = connection();
    const [create, table] = AddressLookupTableProgram.createLookupTable({ authority: payer.publicKey, payer: payer.publicKey, recentSlot: await chain.getSlot("finalized") });
    const to = keypair("web3/looked-up").publicKey;
    const extend = AddressLookupTableProgram.extendLookupTable({ authority: payer.publicKey, payer: payer.publicKey, lookupTable: table, addresses: [to, SystemProgram.programId] });
    await sendAndConfirmTransaction(chain, new Transaction().add(create, extend), [payer]);
    const { value } = await chain.getAddressLookupTable(table);
    expect(value?.state.addresses.map(String)).toEqual([String(to), String(SystemProgram.programId)]);
    const parsed = await call(urls().rpcUrl, "getMultipleAccounts", [table.toBase58()], { encoding: "jsonParsed", commitment: "confirmed" });
    expect(parsed.result).toMatchObject({ value: [{ data: { program: "address-lookup-table", parsed: { type: "lookupTable", info: { addresses: [String(to), String(SystemProgram.programId)], deactivationSlot: "18446744073709551615" } } } }] });
    if (value === null) throw new Error("expected the table");
    // What was added can be looked up from the next slot on.
    const extended = value.state.lastExtendedSlot;
    await expect.poll(() => chain.getSlot("processed"), { timeout: 30_000 }).toBeGreaterThan(extended);
    const latest = await chain.getLatestBlockhash();
    const message = new TransactionMessage({ payerKey: payer.publicKey, recentBlockhash: latest.blockhash, instructions: [SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: to, lamports: LAMPORTS_PER_SOL })] }).compileToV0Message([value]);
    expect(message.addressTableLookups).toHaveLength(1);
    const transaction = new VersionedTransaction(message);
    transaction.sign([payer]);
    const signature = await chain.sendTransaction(transaction);
    await chain.confirmTransaction({ signature, ...latest }, "confirmed");
    expect(await chain.getBalance(to)).toBe(LAMPORTS_PER_SOL);
    const shown = await chain.getTransaction(signature, { commitment: "confirmed", maxSupportedTransactionVersion: 0 });
    expect(shown?.meta?.loadedAddresses?.writable.map(String)).toEqual([String(to)]);
  });

  test("a table that is not there refuses the transaction before it is simulated", async () => {
    const chain = connection();
    const latest = await chain.getLatestBlockhash();
    const table = { key: Keypair.generate().publicKey, isActive: () => true, state: { deactivationSlot: 2n ** 64n - 1n, lastExtendedSlot: 0, lastExtendedSlotStartIndex: 0, addresses: [keypair("web3/looked-up").publicKey] } };
    const message = new TransactionMessage({
      payerKey: payer.publicKey,
      recentBlockhash: latest.blockhash,
      instructions: [SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: keypair("web3/looked-up").publicKey, lamports: 1 })],
    }).compileToV0Message([table]);
    const transaction = new VersionedTransaction(message);
    transaction.sign([payer]);
    const text = Buffer.from(transaction.serialize()).toString("base64");
    const { error } = await call(urls().rpcUrl, "sendTransaction", text, { encoding: "base64", skipPreflight: true });
    expect(error).toMatchObject({ code: -32602, message: expect.stringContaining("address table account that doesn't exist") as string });
  });
}
