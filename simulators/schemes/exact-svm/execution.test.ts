import { afterAll, beforeAll, expect, test } from "vitest";
import type { PaymentRequirements } from "../../../spec/types.ts";
import { svm, type SvmChain } from "../../chains/svm/index.ts";
import { associatedTokenAddress, compileMessage, type Instruction, type LookupTable, memo, programs, readonlyAccount, serializeBase64Transaction, setComputeUnitLimit, setComputeUnitPrice, keyPairFromPrivateKey, signTransaction, transferChecked } from "../../chains/svm/wire/index.ts";
import { faultSet } from "../../faults.ts";
import type { SchemeFacilitator } from "../scheme.ts";
import { createFacilitator } from "./index.ts";

/** What verification makes of a real chain's answers. */

let chain: SvmChain;
let half: SchemeFacilitator;

beforeAll(async () => {
  chain = await svm.start({ seed: "exact-svm-execution", settings: {} });
  const [sponsor, rich, poor, frozen, payTo] = ["sponsor", "rich", "poor", "frozen", "payTo"].map((path) => chain.wallet(path).address);
  if (sponsor === undefined || rich === undefined || poor === undefined || frozen === undefined || payTo === undefined) throw new Error("five wallets");
  await chain.fund([{ address: sponsor, nativeAmount: 10n ** 10n }, { address: rich, amount: 10_000n }, { address: poor, amount: 999n }, { address: payTo }]);
  await chain.controls?.setTokenAccount({ owner: frozen, mint: chain.asset, amount: 10_000n, state: "frozen" });
  half = createFacilitator({ effects: { now: () => Date.now(), randomBytes: () => new Uint8Array() }, faults: faultSet(), network: chain.network, chain: { rpcUrl: chain.rpcUrl, signerPrivateKey: chain.wallet("sponsor").privateKey }, confirmationTimeoutSeconds: 5 });
});

afterAll(async () => await chain.stop());

interface Edit {
  readonly payer?: string;
  readonly payTo?: string;
  readonly blockhash?: string;
  readonly beside?: readonly Instruction[];
  readonly tables?: readonly LookupTable[];
}

async function verdict(edit: Edit): Promise<string> {
  const payer = keyPairFromPrivateKey(chain.wallet(edit.payer ?? "rich").privateKey);
  const { address: payTo } = chain.wallet(edit.payTo ?? "payTo");
  const feePayer = chain.wallet("sponsor").address;
  const [source, destination] = [payer.address, payTo].map((owner) => associatedTokenAddress({ owner, mint: chain.asset }));
  if (source === undefined || destination === undefined) throw new Error("two owners have two accounts");
  const { beside = [], tables = [], blockhash = (await chain.latestBlockhash()).blockhash } = edit;
  const instructions = [setComputeUnitLimit(100_000), setComputeUnitPrice(1n), transferChecked({ source, mint: chain.asset, destination, authority: payer.address, amount: 1000n, decimals: 6 }), ...beside, memo(crypto.randomUUID())];
  const message = compileMessage({ feePayer, blockhash, instructions, tables });
  const requirements: PaymentRequirements = { scheme: "exact", network: chain.network as `solana:${string}`, amount: "1000", asset: chain.asset, payTo, maxTimeoutSeconds: 60, extra: { feePayer } };
  const { isValid, invalidReason } = await half.verify({ payload: { transaction: serializeBase64Transaction(signTransaction({ message, signers: [payer] })) }, accepted: requirements, requirements });
  return isValid ? "valid" : String(invalidReason);
}

const lighthouse = (...addresses: readonly string[]): Instruction => ({ program: programs.lighthouse, accounts: addresses.map(readonlyAccount), data: Buffer.from("assert") });

test("takes what executes: Lighthouse once, twice and three times", async () => {
  expect(await verdict({})).toBe("valid");
  expect(await verdict({ beside: [lighthouse()] })).toBe("valid");
  expect(await verdict({ beside: [lighthouse(), lighthouse()] })).toBe("valid");
  expect(await verdict({ beside: [lighthouse(), lighthouse(), lighthouse()] })).toBe("valid");
});

test("looks behind a lookup table", async () => {
  const { address: stranger } = chain.wallet("stranger");
  const { address: sponsor } = chain.wallet("sponsor");
  const { address: payTo } = chain.wallet("payTo");
  const destination = associatedTokenAddress({ owner: payTo, mint: chain.asset });
  const table = await chain.createLookupTable({ addresses: [sponsor, destination] });
  expect(await verdict({ tables: [{ table, addresses: [sponsor, destination] }] })).toBe("valid");
  // The message loads the table's first entry, which it was told is a stranger's.
  expect(await verdict({ beside: [lighthouse(stranger)], tables: [{ table, addresses: [stranger] }] })).toBe("invalid_exact_svm_payload_transaction_fee_payer_transferring_funds");
  expect(await verdict({ beside: [lighthouse(stranger)], tables: [{ table: stranger, addresses: [stranger] }] })).toBe("smart_wallet_alt_resolution_not_available");
});

test.each<[string, Edit, string]>([
  ["too little", { payer: "poor" }, "insufficient_funds"],
  ["a frozen account", { payer: "frozen" }, "invalid_exact_svm_transaction_simulation_failed"],
  ["no account", { payer: "nobody" }, "insufficient_funds"],
  ["no account to pay to", { payTo: "nobody" }, "invalid_transaction_state"],
  ["a blockhash of another chain", { blockhash: "4sGjMW1sUnHzSxGspuhpqLDx6wiyjNtZAMdL4VZHirAn" }, "invalid_transaction_state"],
])("refuses %s", async (_name, edit, reason) => {
  expect(await verdict(edit)).toBe(reason);
});

test("refuses a blockhash that has expired", async () => {
  const { blockhash = "" } = (await chain.controls?.issueBlockhash()) ?? {};
  expect(await verdict({ blockhash })).toBe("valid");
  await chain.controls?.expireBlockhash({ blockhash });
  expect(await verdict({ blockhash })).toBe("invalid_transaction_state");
});
