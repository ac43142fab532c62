import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PaymentRequirements } from "../../../spec/types.ts";
import {
  addressBytes,
  approve,
  associatedTokenAddress,
  closeAccount,
  compileMessage,
  concatBytes,
  createAssociatedTokenIdempotent,
  deriveKeyPair,
  encodeBase58,
  encodeLookupTable,
  type Instruction,
  type KeyPair,
  memo,
  parseBase64Transaction,
  programs,
  readonlyAccount,
  requestHeapFrame,
  serializeBase64Transaction,
  setComputeUnitLimit,
  setComputeUnitPrice,
  setLoadedAccountsDataSizeLimit,
  signTransaction,
  transfer,
  transferChecked,
  transferCheckedWithFee,
  transferSol,
  u64,
  u8,
  writableAccount,
} from "../../chains/svm/wire/index.ts";
import { faultSet } from "../../faults.ts";
import type { SchemeFacilitator } from "../scheme.ts";
import { faults as defectFaults } from "./defects.ts";
import { createFacilitator } from "./index.ts";
import type { faults as refusalFaults } from "./needless-refusals.ts";

/** Verification against a scripted chain: each edit of a good payment is refused, and let through by the one fault that overlooks it. */

const network = "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1";
const key = (path: string): KeyPair => deriveKeyPair({ seed: "exact-svm-verify", path });
const [payer, sponsor, stranger, other] = [key("payer"), key("sponsor"), key("stranger"), key("other")];
const payTo = key("payTo").address;
const [mint, worthless, mint2022] = [key("mint").address, key("worthless").address, key("mint 2022").address];
const blockhash = encodeBase58(new Uint8Array(32).fill(7));
const ata = (owner: string, of = mint, tokenProgram: string = programs.token): string => associatedTokenAddress({ owner, mint: of, tokenProgram });
const source = ata(payer.address);
const destination = ata(payTo);
const table = key("table").address;
const note = "pi_3abc";

const accounts = new Map<string, { owner: string; data: Uint8Array }>();
const hold = (owner: string, of = mint, tokenProgram: string = programs.token): void => void accounts.set(ata(owner, of, tokenProgram), { owner: tokenProgram, data: concatBytes(addressBytes(of), addressBytes(owner), u64(10_000n), new Uint8Array(93)) });
for (const { address } of [payer, sponsor, stranger]) hold(address);
hold(payTo);
hold(payTo, worthless);
hold(payer.address, mint2022, programs.token2022);
hold(payTo, mint2022, programs.token2022);
accounts.set(table, { owner: programs.lookupTable, data: encodeLookupTable({ deactivationSlot: 2n ** 64n - 1n, lastExtendedSlot: 0n, lastExtendedSlotStartIndex: 0, addresses: [sponsor.address, stranger.address] }) });

/** What a run of the transaction with that memo ends with; null for the others. */
const endings: Readonly<Record<string, unknown>> = { expired: "BlockhashNotFound", fails: { InstructionError: [2, { Custom: 1 }] }, again: "AlreadyProcessed" };

let server: Server;
let rpcUrl: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const { method, params } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as { method: string; params: [never] };
      response.end(JSON.stringify({ jsonrpc: "2.0", id: 1, result: { context: { slot: 1 }, value: answer(method, params[0]) } }));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  rpcUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

function answer(method: string, first: readonly string[] & string): unknown {
  if (method === "getMultipleAccounts") {
    return first.map((address) => {
      const account = accounts.get(address);
      return account === undefined ? null : { owner: account.owner, data: [Buffer.from(account.data).toString("base64"), "base64"], lamports: 1, executable: false };
    });
  }
  const parsed = parseBase64Transaction(first);
  const memos = parsed.ok ? parsed.transaction.message.instructions.map(({ data }) => endings[Buffer.from(data).toString("utf8")]) : [];
  return { err: memos.find((ending) => ending !== undefined) ?? null };
}

function create(...faults: string[]): SchemeFacilitator {
  return createFacilitator({ effects: { now: () => Date.now(), randomBytes: () => new Uint8Array() }, faults: faultSet(faults), network, chain: { rpcUrl, signerPrivateKey: sponsor.privateKey }, confirmationTimeoutSeconds: 1 });
}

type Four = readonly [limit: Instruction, price: Instruction, payment: Instruction, note: Instruction];

interface Edit {
  readonly instructions?: (plain: Four) => readonly Instruction[];
  readonly transfer?: Partial<Parameters<typeof transferChecked>[0]>;
  readonly feePayer?: string;
  readonly signers?: readonly KeyPair[];
  readonly tables?: readonly { table: string; addresses: readonly string[] }[];
  readonly signatures?: (feePayer: Uint8Array, payer: Uint8Array) => readonly Uint8Array[];
  readonly requirements?: Partial<PaymentRequirements>;
  readonly extra?: Readonly<Record<string, unknown>>;
}

function payment(edit: Edit = {}) {
  const { signers = [payer], extra = {} } = edit;
  const plain: Four = [setComputeUnitLimit(20_000), setComputeUnitPrice(1n), transferChecked({ source, mint, destination, authority: payer.address, amount: 1000n, decimals: 6, ...edit.transfer }), memo(note)];
  const message = compileMessage({ feePayer: edit.feePayer ?? sponsor.address, blockhash, instructions: edit.instructions?.(plain) ?? plain, ...(edit.tables === undefined ? {} : { tables: edit.tables }) });
  const signed = signTransaction({ message, signers });
  const [first = new Uint8Array(64), second = first] = signed.signatures;
  const transaction = serializeBase64Transaction({ ...signed, signatures: edit.signatures?.(first, second) ?? signed.signatures });
  const requirements: PaymentRequirements = { scheme: "exact", network, amount: "1000", asset: mint, payTo, maxTimeoutSeconds: 60, extra: { feePayer: sponsor.address, ...extra }, ...edit.requirements };
  return { payload: { transaction }, accepted: requirements, requirements };
}

const lighthouse = (text = "assert", accountsOf: Instruction["accounts"] = []): Instruction => ({ program: programs.lighthouse, accounts: accountsOf, data: Buffer.from(text) });
const unknown: Instruction = { program: stranger.address, accounts: [], data: Uint8Array.of(1) };
const sentTo = (instruction: Instruction, program: string): Instruction => ({ ...instruction, program });
const withAccount = (instruction: Instruction, address: string, writable = false): Instruction => ({ ...instruction, accounts: [...instruction.accounts, { address, signer: false, writable }] });
const beside = (...more: readonly Instruction[]): Edit => ({ instructions: (plain) => [...plain, ...more] });
const inPlaceOf = (index: 0 | 1 | 2, make: (plain: Four) => Instruction): Edit => ({ instructions: (plain) => plain.map((instruction, at) => (at === index ? make(plain) : instruction)) });
const says = (text: string | Uint8Array): Edit => ({ instructions: ([limit, price, paid]) => [limit, price, paid, memo(text)], extra: { memo: note } });
const authority = payer.address;

const BAD: readonly (readonly [name: string, fault: keyof typeof defectFaults, edit: Edit])[] = [
  ["another facilitator's fee payer", "facilitator.exact-svm.fee-payer-unmanaged-accepted", { feePayer: other.address, extra: { feePayer: other.address } }],
  ["the payer as fee payer", "facilitator.exact-svm.fee-payer-uncompared", { feePayer: payer.address }],
  ["a third one as fee payer", "facilitator.exact-svm.fee-payer-uncompared", { feePayer: other.address }],
  ["a call of the fee payer", "facilitator.exact-svm.fee-payer-as-program-accepted", beside({ program: sponsor.address, accounts: [], data: new Uint8Array() })],
  ["the fee payer behind a table", "facilitator.exact-svm.tables-not-resolved", { ...beside(lighthouse("assert", [readonlyAccount(stranger.address)])), tables: [{ table, addresses: [stranger.address] }] }],
  ["a table that is none", "facilitator.exact-svm.tables-unresolvable-accepted", { ...beside(lighthouse("assert", [readonlyAccount(stranger.address)])), tables: [{ table: other.address, addresses: [stranger.address] }] }],
  ["a table too short", "facilitator.exact-svm.tables-unresolvable-accepted", { ...beside(lighthouse("assert", [readonlyAccount(stranger.address)])), tables: [{ table, addresses: ["a", "b", "c", stranger.address] }] }],
  ["two instructions", "facilitator.exact-svm.too-few-accepted", { instructions: ([limit, , paid]) => [limit, paid] }],
  ["eight instructions", "facilitator.exact-svm.too-many-accepted", beside(lighthouse(), lighthouse(), memo("a"), memo("b"))],
  ["price before limit", "facilitator.exact-svm.order-accepted", { instructions: ([limit, price, paid, said]) => [price, limit, paid, said] }],
  ["the transfer first", "facilitator.exact-svm.order-accepted", { instructions: ([limit, price, paid, said]) => [paid, limit, price, said] }],
  ["the memo before the transfer", "facilitator.exact-svm.order-accepted", { instructions: ([limit, price, paid, said]) => [limit, price, said, paid] }],
  ["Lighthouse before the transfer", "facilitator.exact-svm.lighthouse-before-accepted", { instructions: ([limit, price, paid, said]) => [limit, price, lighthouse(), lighthouse(), paid, said] }],
  ["a call of the Associated Token Account program, which may transfer, in place of the transfer", "facilitator.exact-svm.inner-transfer-accepted", { instructions: ([limit, price, , said]) => [limit, price, { program: programs.associatedToken, accounts: [], data: u8(2) }, said] }],
  ["no transfer", "facilitator.exact-svm.no-transfer-accepted", { instructions: ([limit, price, , said]) => [limit, price, said, memo(authority)] }],
  ["Transfer", "facilitator.exact-svm.transfer-kind-unchecked", inPlaceOf(2, () => transfer({ source, destination, authority, amount: 1000n }))],
  ["Approve", "facilitator.exact-svm.transfer-kind-unchecked", inPlaceOf(2, () => approve({ account: source, delegate: payTo, authority, amount: 1000n }))],
  ["TransferCheckedWithFee", "facilitator.exact-svm.transfer-kind-unchecked", inPlaceOf(2, () => transferCheckedWithFee({ source, mint, destination, authority, amount: 1000n, decimals: 6, fee: 0n }))],
  ["a transfer by another program", "facilitator.exact-svm.token-program-unchecked", inPlaceOf(2, ([, , paid]) => sentTo(paid, stranger.address))],
  ["a transfer by the Memo program", "facilitator.exact-svm.token-program-unchecked", inPlaceOf(2, ([, , paid]) => sentTo(paid, programs.memo))],
  ["a limit by another program", "facilitator.exact-svm.compute-program-unchecked", inPlaceOf(0, ([limit]) => sentTo(limit, stranger.address))],
  ["a price by the Memo program", "facilitator.exact-svm.compute-program-unchecked", inPlaceOf(1, ([, price]) => sentTo(price, programs.memo))],
  ["a heap for the limit", "facilitator.exact-svm.compute-discriminators-unchecked", inPlaceOf(0, () => requestHeapFrame(65_536))],
  ["a data size for the price", "facilitator.exact-svm.compute-discriminators-unchecked", inPlaceOf(1, () => setLoadedAccountsDataSizeLimit(65_536))],
  ["the limit twice", "facilitator.exact-svm.compute-discriminators-unchecked", inPlaceOf(1, ([limit]) => limit)],
  ["no limit", "facilitator.exact-svm.limit-missing-accepted", { instructions: ([, price, paid, said]) => [price, paid, said] }],
  ["a heap beside", "facilitator.exact-svm.compute-kinds-accepted", { instructions: ([limit, price, paid, said]) => [limit, price, requestHeapFrame(65_536), paid, said] }],
  ["a second limit", "facilitator.exact-svm.extra-budget-accepted", beside(setComputeUnitLimit(20_000))],
  ["a second, high price", "facilitator.exact-svm.extra-price-unbounded", beside(setComputeUnitPrice(10n ** 12n))],
  ["a high price", "facilitator.exact-svm.price-unbounded", inPlaceOf(1, () => setComputeUnitPrice(2n ** 64n - 1n))],
  ["a price of 5.000001 lamports", "facilitator.exact-svm.price-unbounded", inPlaceOf(1, () => setComputeUnitPrice(5_000_001n))],
  ["the highest limit", "facilitator.exact-svm.limit-unbounded", inPlaceOf(0, () => setComputeUnitLimit(2 ** 32 - 1))],
  ["a System transfer", "facilitator.exact-svm.extra-system-accepted", beside(transferSol({ from: authority, to: stranger.address, lamports: 1n }))],
  ["an Approve beside", "facilitator.exact-svm.extra-token-accepted", beside(approve({ account: source, delegate: stranger.address, authority, amount: 1n }))],
  ["a CloseAccount beside", "facilitator.exact-svm.extra-token-accepted", beside(closeAccount({ account: source, destination: authority, authority }))],
  ["an unknown program", "facilitator.exact-svm.extra-program-accepted", beside(unknown)],
  ["the first Memo program", "facilitator.exact-svm.extra-program-accepted", beside(sentTo(memo("v1"), programs.memoV1))],
  ["the creation of an account", "facilitator.exact-svm.create-account-accepted", { instructions: ([limit, price, paid, said]) => [limit, price, createAssociatedTokenIdempotent({ payer: authority, owner: payTo, mint }), paid, said] }],
  ["the payment twice", "facilitator.exact-svm.second-transfer-accepted", { instructions: ([limit, price, paid, said]) => [limit, price, paid, said, paid] }],
  ["another memo", "facilitator.exact-svm.memo-uncompared", says("pi_3ABC")],
  ["a longer memo", "facilitator.exact-svm.memo-uncompared", says(`${note} `)],
  ["no memo", "facilitator.exact-svm.memo-missing-accepted", { instructions: ([limit, price, paid]) => [limit, price, paid], extra: { memo: note } }],
  ["the memo twice", "facilitator.exact-svm.memo-repeated-accepted", { ...beside(memo(note)), extra: { memo: note } }],
  ["the memo and another", "facilitator.exact-svm.memo-repeated-accepted", { ...beside(memo("other")), extra: { memo: note } }],
  ["the memo in another normal form", "facilitator.exact-svm.memo-normalized", { ...says("Cafe\u0301"), extra: { memo: "Caf\u00e9" } }],
  ["the fee payer signing the memo", "facilitator.exact-svm.fee-payer-in-memo-accepted", { instructions: ([limit, price, paid]) => [limit, price, paid, memo(note, { signers: [sponsor.address] })] }],
  ["the fee payer in Lighthouse", "facilitator.exact-svm.fee-payer-in-lighthouse-accepted", beside(lighthouse("assert", [writableAccount(sponsor.address)]))],
  ["the fee payer behind the authority", "facilitator.exact-svm.fee-payer-in-transfer-accepted", inPlaceOf(2, ([, , paid]) => withAccount(paid, sponsor.address))],
  ["the fee payer in the limit", "facilitator.exact-svm.fee-payer-in-budget-accepted", inPlaceOf(0, ([limit]) => withAccount(limit, sponsor.address))],
  ["the fee payer in the price", "facilitator.exact-svm.fee-payer-in-budget-accepted", inPlaceOf(1, ([, price]) => withAccount(price, sponsor.address, true))],
  ["the fee payer's tokens", "facilitator.exact-svm.fee-payer-authority-accepted", { transfer: { source: ata(sponsor.address), authority: sponsor.address }, signers: [] }],
  ["the fee payer as delegate", "facilitator.exact-svm.fee-payer-delegate-accepted", { transfer: { authority: sponsor.address }, signers: [] }],
  ["the fee payer's tokens by a delegate", "facilitator.exact-svm.fee-payer-source-accepted", { transfer: { source: ata(sponsor.address) } }],
  ["another mint", "facilitator.exact-svm.mint-uncompared", { transfer: { mint: worthless, destination: ata(payTo, worthless) } }],
  ["another mint, right destination", "facilitator.exact-svm.mint-uncompared", { transfer: { mint: worthless } }],
  ["a stranger's account", "facilitator.exact-svm.destination-uncompared", { transfer: { destination: ata(stranger.address) } }],
  ["payTo itself", "facilitator.exact-svm.destination-uncompared", { transfer: { destination: payTo } }],
  ["payTo's account for another mint", "facilitator.exact-svm.destination-uncompared", { transfer: { destination: ata(payTo, worthless) } }],
  ["the account under the other program", "facilitator.exact-svm.destination-either-program", { transfer: { destination: ata(payTo, mint, programs.token2022) } }],
  ["less", "facilitator.exact-svm.amount-under-accepted", { transfer: { amount: 999n } }],
  ["nothing", "facilitator.exact-svm.amount-under-accepted", { transfer: { amount: 0n } }],
  ["more", "facilitator.exact-svm.amount-over-accepted", { transfer: { amount: 1001n } }],
  ["a third signer", "facilitator.exact-svm.third-signer-accepted", { ...beside(memo("x", { signers: [stranger.address] })), signers: [payer, stranger] }],
  ["a third signer who has not signed", "facilitator.exact-svm.third-signer-accepted", beside(memo("x", { signers: [stranger.address] }))],
  ["no signature", "facilitator.exact-svm.signature-unchecked", { signers: [] }],
  ["a bent signature", "facilitator.exact-svm.signature-unchecked", { signatures: (first, second) => [first, second.map((byte, index) => (index === 40 ? byte ^ 1 : byte))] }],
  ["an authority that need not sign", "facilitator.exact-svm.signature-unchecked", inPlaceOf(2, ([, , paid]) => ({ ...paid, accounts: paid.accounts.map(({ address, writable }) => ({ address, writable, signer: false })) }))],
  ["a payer without an account", "facilitator.exact-svm.source-missing-accepted", { transfer: { source: ata(other.address), authority: other.address }, signers: [other] }],
  ["a recipient without an account", "facilitator.exact-svm.destination-missing-accepted", { transfer: { destination: ata(other.address) }, requirements: { payTo: other.address } }],
  ["an expired blockhash", "facilitator.exact-svm.blockhash-expired-accepted", beside(memo("expired"))],
  ["a transaction that fails", "facilitator.exact-svm.not-simulated", beside(memo("fails"))],
];

const GOOD: readonly (readonly [name: string, fault: keyof typeof refusalFaults, edit: Edit])[] = [
  ["a Lighthouse instruction", "facilitator.exact-svm.lighthouse-refused", { instructions: ([limit, price, paid, said]) => [limit, price, paid, lighthouse(), said] }],
  ["three of them", "facilitator.exact-svm.third-lighthouse-refused", { instructions: ([limit, price, paid, said]) => [limit, price, paid, lighthouse(), lighthouse(), lighthouse(), said] }],
  ["no memo", "facilitator.exact-svm.memo-demanded", { instructions: ([limit, price, paid]) => [limit, price, paid] }],
  ["a memo beyond ASCII", "facilitator.exact-svm.memo-ascii-only", { ...says("Caf\u00e9 \u2713"), extra: { memo: "Caf\u00e9 \u2713" } }],
  ["Token-2022", "facilitator.exact-svm.token-2022-refused", { requirements: { asset: mint2022 }, transfer: { mint: mint2022, source: ata(authority, mint2022, programs.token2022), destination: ata(payTo, mint2022, programs.token2022), tokenProgram: programs.token2022 } }],
  ["payTo as fee payer", "facilitator.exact-svm.payto-fee-payer-refused", { requirements: { payTo: sponsor.address }, transfer: { destination: ata(sponsor.address) } }],
  ["another blockhash than hinted", "facilitator.exact-svm.blockhash-hint-bound", { extra: { recentBlockhash: payTo } }],
];

const PLAIN: readonly (readonly [name: string, edit: Edit])[] = [
  ["an ordinary payment", {}],
  ["the seller's memo", says(note)],
  ["bytes in the fee payer's slot", { signatures: (_, second) => [new Uint8Array(64).fill(3), second] }],
  ["an account from a table", { ...beside(lighthouse("assert", [readonlyAccount(stranger.address)])), tables: [{ table, addresses: [other.address, stranger.address] }] }],
  ["a price of 5 lamports", inPlaceOf(1, () => setComputeUnitPrice(5_000_000n))],
];

const named = (mark: string, rows: readonly (readonly [name: string, ...rest: readonly unknown[]])[]): readonly string[] => rows.map(([name]) => `${mark}: ${name}`);
const allGood = [...named("good", GOOD), ...named("good", PLAIN)];
const payments = [...BAD, ...GOOD, ...PLAIN].map((row) => payment(row.at(-1) as Edit));

/** The names of those found valid. */
async function validUnder(...faults: string[]): Promise<readonly string[]> {
  const half = create(...faults);
  const verdicts = await Promise.all(payments.map(async (body) => (await half.verify(body)).isValid));
  return [...named("bad", BAD), ...allGood].filter((_, index) => verdicts[index]);
}

test("refuses each bad payment and takes each good one", async () => {
  expect(await validUnder()).toEqual(allGood);
});

describe("a fault overlooks its own matter and no other", () => {
  test.each(Object.keys(defectFaults))("%s", async (fault) => {
    const overlooked = named("bad", BAD.filter(([, by]) => by === fault));
    // Save for what settlement overlooks.
    expect(overlooked.length > 0).toBe(!/sponsor-|-settled$/.test(fault));
    expect(await validUnder(fault)).toEqual([...overlooked, ...allGood]);
  });

  test.each(GOOD.map(([, fault]) => fault))("%s", async (fault) => {
    expect((await validUnder(fault)).filter((name) => !named("good", PLAIN).includes(name))).toEqual(named("good", GOOD.filter(([, by]) => by !== fault)));
  });
});

test.each<[string, Edit, string]>([
  ["names the payer", {}, "undefined"],
  ["tells a repeated payment from a failing one", beside(memo("again")), "duplicate_settlement"],
  ["wants a fee payer named", { extra: { feePayer: undefined } }, "invalid_exact_svm_payload_missing_fee_payer"],
  ["wants an amount of 64 bits", { requirements: { amount: (2n ** 64n).toString() } }, "invalid_payment_requirements"],
  ["knows no transfer method by name", { extra: { assetTransferMethod: "eip3009" } }, "unsupported_asset_transfer_method"],
])("%s", async (_name, edit, reason) => {
  const verdict = await create().verify(payment(edit));
  expect(String(verdict.invalidReason)).toBe(reason);
  if (verdict.isValid) expect(verdict.payer).toBe(payer.address);
});

test.each<[string, unknown]>([["a number", 7], ["nothing", ""], ["no base64", "%%%"], ["random bytes", Buffer.alloc(300, 0x5a).toString("base64")], ["half a transaction", payment().payload.transaction.slice(0, 200)]])("refuses %s for a transaction", async (_name, transaction) => {
  const body = { ...payment(), payload: { transaction } };
  expect(await create().verify(body)).toEqual({ isValid: false, invalidReason: "invalid_payload" });
  expect(await create().settle(body)).toMatchObject({ success: false, errorReason: "invalid_payload", transaction: "" });
  expect(await create("facilitator.exact-svm.undecodable-valid").verify(body)).toEqual({ isValid: true });
});
