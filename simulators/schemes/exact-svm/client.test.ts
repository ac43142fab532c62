import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PaymentRequirements } from "../../../spec/types.ts";
import { svm, type SvmChain } from "../../chains/svm/index.ts";
import { addSignatures, associatedTokenAddress, decodeComputeBudget, decodeTransfer, decompileInstructions, feePayerOf, isEmptySignature, keyPairFromPrivateKey, type KeyPair, parseBase64Transaction, programs, serializeBase64Transaction, signatureStates, signersOf } from "../../chains/svm/wire/index.ts";
import { faultSet } from "../../faults.ts";
import { createChainRpc } from "./chain-rpc.ts";
import { faults as clientFaults } from "./client-bends.ts";
import { createClient } from "./index.ts";

/** The client half on the embedded node: what its payments say, whether they execute, and which of it each fault breaks. */

let chain: SvmChain;
let sponsor: KeyPair;
let payer: KeyPair;
let payTo: string;
let hint: string;

beforeAll(async () => {
  chain = await svm.start({ seed: "exact-svm-client", settings: {} });
  [sponsor, payer] = ["sponsor", "payer"].map((path) => keyPairFromPrivateKey(chain.wallet(path).privateKey)) as [KeyPair, KeyPair];
  payTo = chain.wallet("payTo").address;
  await chain.fund([{ address: sponsor.address, nativeAmount: 10n ** 10n }, { address: payer.address, amount: 1_000_000n }, { address: payTo }]);
  await chain.fundToken({ mint: chain.mints.pyusd.address, funds: [{ address: payer.address, amount: 2n ** 62n }, { address: payTo }] });
  ({ blockhash: hint } = await chain.latestBlockhash());
});

afterAll(async () => await chain.stop());

const create = (...faults: string[]) => createClient({ effects: { now: () => Date.now(), randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)) }, faults: faultSet(faults), chains: { [chain.network]: { rpcUrl: chain.rpcUrl } } });
const walletsOf = ({ privateKey }: KeyPair) => [{ namespace: "solana", privateKey }];
const offer = (edit: Partial<PaymentRequirements> = {}, extra: Readonly<Record<string, unknown>> = {}): PaymentRequirements => ({ scheme: "exact", network: chain.network as `solana:${string}`, amount: "1000", asset: chain.asset, payTo, maxTimeoutSeconds: 60, extra: { feePayer: sponsor.address, ...extra }, ...edit });

/** Four offers that between them reach every row. Of different amounts: under a fault of the memo one would be the other again. */
const offers = (): readonly PaymentRequirements[] => [
  offer(),
  offer({ amount: "1002" }, { memo: `Caf\u00e9 ${"x".repeat(200)}` }),
  offer({ asset: chain.mints.pyusd.address, amount: (2n ** 53n + 1n).toString() }, { recentBlockhash: hint }),
  offer({ amount: "1001" }, { recentBlockhash: "0xdeadbeef" }),
];

/** What is wrong with the payments of those offers, by row of the catalogue. */
async function broken(...faults: string[]): Promise<readonly string[]> {
  const rows = new Set<string>();
  const memos = new Set<string>();
  const client = create(...faults);
  for (const requirements of offers()) {
    const expect_ = (row: string, holds: boolean): void => void (holds || rows.add(row));
    const { asset: mint, extra = {} } = requirements;
    const malformed = extra["recentBlockhash"] !== undefined && extra["recentBlockhash"] !== hint;
    if (!client.canPay({ requirements, wallets: walletsOf(payer) })) {
      rows.add(malformed ? "blockhash-malformed" : "blockhash-fallback");
      continue;
    }
    const { transaction: text } = await client.createPayload({ requirements, resource: undefined, wallets: walletsOf(payer) });
    const parsed = parseBase64Transaction(String(text));
    expect_("payload", parsed.ok);
    if (!parsed.ok) continue;
    const { transaction, messageBytes } = parsed;
    const { message, signatures } = transaction;
    const instructions = decompileInstructions({ message });
    const tokenProgram = mint === chain.asset ? programs.token : programs.token2022;
    const paid = instructions.map(decodeTransfer).filter((found) => found !== undefined);
    const [transfer] = paid;
    const budget = instructions.map(decodeComputeBudget);
    const places = instructions.map(({ program }, index) => budget[index]?.kind ?? decodeTransfer(instructions[index] ?? { program, accounts: [], data: new Uint8Array() })?.kind ?? program);
    const memo = instructions.filter(({ program }) => program === programs.memo).map(({ data }) => Buffer.from(data).toString("utf8"));
    const known = (await createChainRpc({ rpcUrl: chain.rpcUrl }).call("isBlockhashValid", message.blockhash, { commitment: "processed" })) as { value: boolean };
    expect_("versioned", message.version === 0);
    expect_("feepayer", feePayerOf(message) === sponsor.address);
    expect_("sponsor-slot", signatures[0] !== undefined && isEmptySignature(signatures[0]));
    expect_("signed", signatureStates({ transaction, messageBytes }).slice(1).every(({ state }) => state === "valid"));
    expect_("signer-set", signersOf(message).length === 2);
    expect_("transfer", paid.length === 1 && transfer?.kind === "transferChecked");
    expect_("token-program", transfer?.tokenProgram === tokenProgram);
    expect_("amount", transfer?.amount === BigInt(requirements.amount));
    expect_("mint", transfer?.mint === undefined || transfer.mint === mint);
    expect_("destination", transfer?.destination === associatedTokenAddress({ owner: payTo, mint, tokenProgram: transfer?.tokenProgram ?? programs.token }));
    expect_("memo", memo.length === 1);
    if (extra["memo"] !== undefined) expect_("memo-seller", memo.length === 0 || memo[0] === extra["memo"]);
    else expect_("memo-random", memo.length === 0 || (/^[0-9a-f]{32,}$/.test(memo[0] ?? "") && !memos.has(memo[0] ?? "")));
    for (const one of memo) memos.add(one);
    expect_("layout", places.length <= 6 && places.slice(0, 3).join() === "setComputeUnitLimit,setComputeUnitPrice,transferChecked");
    expect_("optional-programs", places.slice(3).every((place) => place === programs.memo || place === programs.lighthouse));
    expect_("compute-price", budget.every((found) => found?.kind !== "setComputeUnitPrice" || found.microLamports <= 5_000_000n));
    expect_("no-feepayer-account", instructions.every(({ accounts }) => accounts.every(({ address }) => address !== feePayerOf(message))));
    if (extra["recentBlockhash"] === hint) expect_("blockhash-hint", message.blockhash === hint);
    else expect_(malformed ? "blockhash-malformed" : "blockhash-fallback", known.value);
    expect_("executes", await executes(transaction, requirements));
  }
  return [...rows].toSorted();
}

async function executes(transaction: Parameters<typeof addSignatures>[0]["transaction"], { asset, amount }: PaymentRequirements): Promise<boolean> {
  const before = await chain.balances({ accounts: [payTo], asset });
  try {
    await chain.send({ transaction: serializeBase64Transaction(addSignatures({ transaction, signers: [sponsor] })) });
  } catch {
    return false;
  }
  const after = await chain.balances({ accounts: [payTo], asset });
  return (after[0]?.amount ?? 0n) - (before[0]?.amount ?? 0n) === BigInt(amount);
}

/** Beside the row a fault is meant for, what cannot hold without it. */
const BROKEN: Readonly<Record<string, readonly string[]>> = {
  "transaction-base58": ["payload"],
  "bare-message": ["payload"],
  "legacy-message": ["versioned"],
  "fee-payer-other": ["executes", "feepayer"],
  "sponsor-slot-filled": ["sponsor-slot"],
  "signature-missing": ["executes", "signed"],
  "signature-other-bytes": ["executes", "signed"],
  "third-signer": ["signer-set"],
  "transfer-unchecked": ["layout", "transfer"],
  "paid-twice": ["executes", "optional-programs", "transfer"],
  "token-program-fixed": ["executes", "token-program"],
  overpaid: ["amount", "executes"],
  "amount-as-double": ["amount", "executes"],
  "mint-other": ["executes", "mint"],
  "destination-owner": ["destination", "executes"],
  "destination-other-program": ["destination", "executes"],
  "decimals-wrong": ["executes"],
  "memo-missing": ["memo"],
  "memo-seller-ignored": ["memo-seller"],
  "memo-seller-ascii": ["memo-seller"],
  "memo-seller-truncated": ["memo-seller"],
  "memo-constant": ["memo-random"],
  "memo-short": ["memo-random"],
  "price-before-limit": ["layout"],
  "account-created": ["optional-programs"],
  "price-high": ["compute-price"],
  "fee-payer-signs-memo": ["no-feepayer-account"],
  "blockhash-hint-ignored": ["blockhash-hint"],
  "blockhash-hint-demanded": ["blockhash-fallback"],
  "blockhash-constant": ["blockhash-fallback", "executes"],
  "blockhash-malformed-refused": ["blockhash-malformed"],
  "blockhash-malformed-used": ["blockhash-malformed", "executes"],
};

test("pays each offer by the book", async () => {
  expect(await broken()).toEqual([]);
});

describe("a fault breaks what it is meant to, and no more", () => {
  test.each(Object.keys(clientFaults))("%s", async (fault) => {
    // A hint that is the latest anyway could not be seen to be ignored.
    await chain.controls?.advanceSlots({ count: 2 });
    expect(await broken(fault)).toEqual(BROKEN[fault.replace("client.exact-svm.", "")]);
  });
});

test("passes over what it cannot pay", () => {
  const pays = (edit: Partial<PaymentRequirements>, extra?: Readonly<Record<string, unknown>>): boolean => create().canPay({ requirements: offer(edit, extra), wallets: walletsOf(payer) });
  expect(pays({})).toBe(true);
  expect(pays({ network: "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp" })).toBe(false);
  expect(pays({ asset: "USDC" })).toBe(false);
  expect(pays({ payTo: "merchant" })).toBe(false);
  expect(pays({ amount: "1.5" })).toBe(false);
  expect(pays({ amount: (2n ** 64n).toString() })).toBe(false);
  expect(pays({}, { feePayer: undefined })).toBe(false);
  expect(pays({}, { feePayer: payer.address })).toBe(false);
  expect(pays({}, { memo: 7 })).toBe(false);
  expect(pays({}, { memo: "\u00e9".repeat(129) })).toBe(false);
  expect(create().canPay({ requirements: offer(), wallets: [{ namespace: "eip155", privateKey: "0x1" }] })).toBe(false);
  expect(create().canPay({ requirements: offer(), wallets: [{ namespace: "solana", privateKey: "not a key" }] })).toBe(false);
});

test("says so when the asset is no mint", async () => {
  await expect(create().createPayload({ requirements: offer({ asset: payTo }), resource: undefined, wallets: walletsOf(payer) })).rejects.toThrow(/to be a mint of SPL Token or Token-2022/);
});
