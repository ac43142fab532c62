import { defineVectors } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { askingOf } from "./_asking.ts";
import type { Asking } from "./_asking.ts";
import { createAta, computeLimit, computePrice, lighthouse, memo, systemTransfer, transferChecked } from "./_instructions.ts";
import type { Instruction } from "./_compile.ts";
import { littleEndian, PROGRAMS } from "./_keys.ts";
import { sceneOf } from "./_scene.ts";
import type { Scene } from "./_scene.ts";

const GUARDS = "Whether a wallet's third guard, or one elsewhere, is taken, the pinned text and the newer one answer differently.";

/** A token instruction of the payer's own accounts. */
const tokenCall = (scene: Scene, data: readonly number[], accounts: readonly string[]): Instruction => ({
  program: scene.tokenProgram,
  accounts: [...accounts.map((address) => ({ address, writable: true })), { address: scene.keys.payer.address, signer: true }],
  data: Uint8Array.from(data),
});

const wallets = (scene: Scene, { fine, open }: Asking): readonly DraftTest[] => {
  const guard = (tag: number): Instruction => lighthouse([{ address: scene.ata.payer }, { address: scene.keys.payer.address }], tag);
  const write: Instruction = lighthouse([{ address: scene.keys.payer.address, signer: true, writable: true }, { address: scene.address("guard memory"), writable: true }], 9);
  const after = (...instructions: readonly Instruction[]): string => scene.pay({ after: instructions });
  const [limit, price, transfer] = [computeLimit(20_000), computePrice(1), transferChecked(scene.transfer)];
  return [
    fine("guard-before-memo", "One Lighthouse instruction between transfer and memo", "WalletGuard", after(guard(1), scene.memo)),
    fine("guard-after-memo", "One Lighthouse instruction behind the memo", "WalletGuard", after(scene.memo, guard(1))),
    fine("two-guards", "Two Lighthouse instructions, then the memo", "WalletGuard", after(guard(1), guard(2), scene.memo)),
    fine("memo-then-writing-guard", "A writing guard behind the memo", "WalletGuard", after(scene.memo, write)),
    fine("guard-writes", "A guard that the payer signs and that writes, as the ones that remember a balance do", "WalletGuard", after(write, guard(2), scene.memo)),
    open("guards-only", "Two guards and no memo", "WalletGuard", after(guard(1), guard(2)), "A client has to add a memo; whether a facilitator has to miss it, the text leaves open."),
    open("guard-last", "Memo, then two guards, so that the sixth is a guard", "WalletGuard", after(scene.memo, guard(1), guard(2)), GUARDS),
    open("three-guards", "Three guards, then the memo: seven instructions", "WalletGuard", after(guard(1), guard(2), guard(3), scene.memo), GUARDS),
    open("three-guards-no-memo", "Three guards in places four to six", "WalletGuard", after(guard(1), guard(2), guard(3)), GUARDS),
    open("guards-before-transfer", "Two guards between price and transfer", "WalletGuard", scene.pay({ instructions: [limit, price, guard(1), guard(2), transfer, scene.memo] }), GUARDS),
    open("guards-around", "Three guards before the transfer, one behind the memo, as current wallets do", "WalletGuard", scene.pay({ instructions: [limit, price, guard(1), guard(2), guard(3), transfer, scene.memo, guard(4)] }), GUARDS),
    open("memos-two", "Two memos, where the seller wants none", "MemoCount", after(scene.memo, memo("second")), "The layout has places for two; the rule for clients speaks of one."),
    open("memos-four", "Four memos: seven instructions", "InstructionCount", after(...["a", "b", "c", "d"].map((text) => memo(text))), "Six is the pinned text's limit, seven the newer one's."),
    open("create-account-by-payer", "The payer creates the destination, which exists, before the memo", "ExtraInstruction", after(createAta({ funder: scene.keys.payer.address, account: scene.account.payTo, owner: scene.keys.merchant.address, mint: scene.mint, idempotent: true }), scene.memo), "One rule speaks of this instruction as possible, another leaves no place for it."),
  ];
};

const disordered = (scene: Scene, { refuse }: Asking): readonly DraftTest[] => {
  const [limit, price, transfer, note] = [computeLimit(20_000), computePrice(1), transferChecked(scene.transfer), scene.memo];
  const order = (id: string, comment: string, instructions: readonly Instruction[], flag = "InstructionOrder", reason = "The instructions have an order: limit, price, transfer, then the optional ones."): DraftTest => refuse(id, comment, flag, scene.pay({ instructions }), reason);
  const few = "Limit, price and transfer have to be there.";
  const none = "There is no transfer.";
  return [
    order("price-before-limit", "Price and limit exchanged", [price, limit, transfer, note]),
    order("transfer-first", "The transfer before the compute budget", [transfer, limit, price, note]),
    order("transfer-second", "The transfer between limit and price", [limit, transfer, price, note]),
    order("memo-before-transfer", "The memo before the transfer", [limit, price, note, transfer]),
    order("memo-first", "The memo before everything", [note, limit, price, transfer]),
    order("no-limit", "No compute unit limit", [price, transfer, note], "MissingInstruction", few),
    order("no-price", "No compute unit price", [limit, transfer, note], "MissingInstruction", few),
    order("no-budget", "No compute budget", [transfer, note], "MissingInstruction", few),
    order("transfer-alone", "Nothing but the transfer", [transfer], "MissingInstruction", few),
    order("no-instructions", "No instruction at all", [], "NoTransfer", none),
    order("no-transfer", "Compute budget and memo only", [limit, price, note], "NoTransfer", none),
    order("no-transfer-guard", "A guard in the transfer's place", [limit, price, lighthouse([{ address: scene.keys.payer.address, signer: true }]), note], "NoTransfer", none),
    order("limit-twice", "The limit in both places", [limit, computeLimit(30_000), transfer, note], "BudgetPlace", "The second sets no price, and the chain refuses a limit that is set twice."),
    order("price-twice", "The price in both places", [price, computePrice(2), transfer, note], "BudgetPlace", "The first sets no limit, and the chain refuses a price that is set twice."),
    order("eight-instructions", "Five memos: eight instructions", [limit, price, transfer, ...["a", "b", "c", "d", "e"].map((text) => memo(text))], "InstructionCount", "No text admits eight."),
    order("nonce-first", "AdvanceNonceAccount first, as payments that never expire have it", [{ program: PROGRAMS.system, accounts: [{ address: scene.address("nonce account"), writable: true }, { address: "SysvarRecentB1ockHashes11111111111111111111" }, { address: scene.keys.payer.address, signer: true }], data: Uint8Array.of(4, 0, 0, 0) }, limit, price, transfer, note]),
  ];
};

const extra = (scene: Scene, { refuse }: Asking): readonly DraftTest[] => {
  const { keys, ata } = scene;
  const reason = "Behind the transfer only Lighthouse and Memo instructions may stand.";
  const append = (id: string, comment: string, instruction: Instruction, flag = "ExtraInstruction"): DraftTest => refuse(id, comment, flag, scene.pay({ after: [instruction, scene.memo] }), reason);
  const call = (program: string): Instruction => ({ program, accounts: [{ address: keys.payer.address, signer: true }], data: Uint8Array.of(1, 2, 3) });
  return [
    append("extra-system-transfer", "A transfer of lamports by the payer", systemTransfer(keys.payer.address, keys.merchant.address, 1000)),
    append("extra-approve", "The payer approves a delegate on its account", tokenCall(scene, [4, ...littleEndian(1000, 8)], [ata.payer, keys.stranger.address])),
    append("extra-revoke", "The payer revokes a delegate", tokenCall(scene, [5], [ata.payer])),
    append("extra-set-authority", "The payer gives its account away", tokenCall(scene, [6, 2, 1, ...keys.stranger.bytes], [ata.payer])),
    append("extra-close-account", "The payer closes an account", tokenCall(scene, [9], [scene.account["payer empty"], keys.payer.address])),
    append("extra-burn", "The payer burns tokens", tokenCall(scene, [15, ...littleEndian(1, 8), 6], [ata.payer, scene.mint])),
    append("extra-transfer-same", "The same transfer again", transferChecked(scene.transfer), "SecondTransfer"),
    append("extra-transfer-back", "A second transfer, to a stranger", transferChecked({ ...scene.transfer, destination: ata.stranger }), "SecondTransfer"),
    append("extra-transfer-to-payer", "A second transfer, within the payer's own accounts", transferChecked({ ...scene.transfer, destination: scene.account["payer aux"] }), "SecondTransfer"),
    append("extra-compute-price", "A second price above the bound, behind the transfer", computePrice(1_000_000_000n), "SecondPrice"),
    append("extra-heap-frame", "RequestHeapFrame behind the transfer", { program: PROGRAMS.computeBudget, accounts: [], data: Uint8Array.of(1, ...littleEndian(65_536, 4)) }),
    append("extra-unknown-program", "A program nobody knows", call(scene.address("unknown program"))),
    append("extra-memo-v1", "The first Memo program, which is another address", { program: PROGRAMS.memoV1, accounts: [], data: new TextEncoder().encode("one") }, "SimilarProgram"),
    append("extra-lighthouse-like", "An address that begins like Lighthouse's", call(`${PROGRAMS.lighthouse.slice(0, 30)}1111111111111`), "SimilarProgram"),
    append("extra-memo-like", "An address that begins like Memo's", call(`${PROGRAMS.memo.slice(0, 30)}1111111111111`), "SimilarProgram"),
    append("extra-ed25519", "The Ed25519 program, checking nothing", { program: "Ed25519SigVerify111111111111111111111111111", accounts: [], data: Uint8Array.of(0, 0) }),
    append("extra-create-account-other", "The payer creates an account for a stranger", createAta({ funder: keys.payer.address, account: ata.stranger, owner: keys.stranger.address, mint: scene.mint, idempotent: true })),
    refuse("extra-after-memo", "A transfer of lamports behind the memo", "ExtraInstruction", scene.pay({ after: [scene.memo, systemTransfer(keys.payer.address, keys.merchant.address, 1000)] }), reason),
    refuse("extra-in-sixth-place", "Two guards, then a transfer of lamports", "ExtraInstruction", scene.pay({ after: [lighthouse([{ address: ata.payer }], 1), lighthouse([{ address: ata.payer }], 2), systemTransfer(keys.payer.address, keys.merchant.address, 1)] }), reason),
  ];
};

export const vectors = defineVectors({
  operation: "svm.exact.verify",
  description: "Which instructions a payment on Solana has, and in which order.",
  requirements: ["svm.client.layout", "svm.client.optional-programs", "svm.client.transfer", "svm.fac.layout-count", "svm.fac.layout-order", "svm.fac.layout-seven", "svm.fac.no-transfer", "svm.fac.optional-programs", "svm.fac.optional-sixth", "svm.fac.lighthouse-allowed", "svm.fac.lighthouse-three", "svm.fac.lighthouse-before", "svm.fac.single-match", "svm.fac.create-ata", "svm.fac.compute-price-cap", "svm.fac.program-allowlist"],
  flags: {
    WalletGuard: { bugClass: "wallet-guard-refused", description: "Does not expect the Lighthouse instructions that wallets add.", effect: "Nobody can pay with those wallets.", links: ["https://github.com/x402-foundation/x402/issues/828", "https://github.com/x402-foundation/x402/pull/3318"] },
    MemoCount: { bugClass: "memo-refused", description: "Counts memos where the seller wants none.", effect: "Payments are refused that the layout has places for.", links: [] },
    InstructionCount: { bugClass: "instruction-count-not-checked", description: "Sets no limit to the number of instructions.", effect: "The sponsor pays for more than a payment.", links: [] },
    InstructionOrder: { bugClass: "instruction-order-not-checked", description: "Looks for instructions anywhere.", effect: "Something else stands where another check looks.", links: [] },
    MissingInstruction: { bugClass: "compute-budget-not-bounded", description: "Does without the compute budget instructions.", effect: "The sponsor pays the chain's default, or an unbounded fee.", links: ["https://github.com/x402-foundation/x402/issues/646"] },
    NoTransfer: { bugClass: "transfer-not-required", description: "Finds nothing wrong and so calls it right.", effect: "The resource is given for nothing.", links: [] },
    BudgetPlace: { bugClass: "compute-budget-not-bounded", description: "Checks the program of the first two instructions but not what they set.", effect: "A payment is accepted that cannot land, or whose price nobody looked at.", links: ["https://github.com/x402-foundation/x402/issues/646"] },
    ExtraInstruction: { bugClass: "extra-instruction-signed", description: "Signs whatever else is in the transaction.", effect: "The sponsor pays for other people's business, or is robbed.", links: ["https://github.com/solana-foundation/pay-kit/issues/112"] },
    SecondTransfer: { bugClass: "several-transfers", description: "Takes the first or the last of several transfers.", effect: "One payment is counted for two offers, or a checked transfer stands beside one that was not.", links: [] },
    SecondPrice: { bugClass: "compute-budget-not-bounded", description: "Checks the price in its usual place only.", effect: "The sponsor's fee has no bound.", links: ["https://github.com/x402-foundation/x402/issues/646"] },
    SimilarProgram: { bugClass: "program-compared-by-prefix", description: "Compares the beginning of an address, or a name shown for it.", effect: "An attacker's program is taken for a known one.", links: ["https://github.com/x402-foundation/x402/pull/3318"] },
  },
  groups: async ({ seeded }) => {
    const scene = await sceneOf({ seeded });
    const asking = askingOf(scene, { flags: ["WalletGuard"] });
    return [{ name: "spl-token", comment: "A mint of SPL Token, no memo of the seller's", shared: scene.shared, tests: [asking.plain, ...wallets(scene, asking), ...disordered(scene, asking), ...extra(scene, asking)] }];
  },
});
