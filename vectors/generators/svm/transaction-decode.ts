import { defineVectors, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { brokenBytes, brokenCounts, brokenText, leftOpen } from "./_broken-transactions.ts";
import { compile } from "./_compile.ts";
import { DECODE_FLAGS } from "./_decode-flags.ts";
import { computeLimit, lighthouse, memo } from "./_instructions.ts";
import { PROGRAMS } from "./_keys.ts";
import { samplesOf } from "./_sample-transactions.ts";
import type { Samples } from "./_sample-transactions.ts";
import { summaryOf } from "./_summary.ts";
import { base64, wireOf } from "./_wire.ts";
import type { Shape } from "./_wire.ts";

type Say = (id: string, comment: string, flag: string, shape: Shape) => DraftTest;

/** Vectors of a group: the first one, and others that are right as well. */
const rightOnes = (id: string, comment: string, flag: string, shape: Shape): { plain: DraftTest; say: Say } => {
  const plain = valid({ id, comment, flags: [flag], input: { transaction: base64(wireOf(shape)) }, output: summaryOf(shape) });
  return { plain, say: (variant, text, name, other) => stillValid(plain, { id: variant, comment: text, flags: [name], path: "/transaction", to: base64(wireOf(other)), output: summaryOf(other) }) };
};

/** A payment whose memo fills the transaction to a length. */
const filledTo = ({ plan, sign }: Samples, length: number): Shape => {
  const of = (size: number): Shape => sign(compile({ ...plan, instructions: [...plan.instructions.slice(0, 3), memo("x".repeat(size))] }));
  return of(length - wireOf(of(200)).length + 200);
};

const variants = (samples: Samples, say: Say): readonly DraftTest[] => {
  const { plan, payment, address, sign } = samples;
  const withMemo = (data: Uint8Array | string): Shape => sign(compile({ ...plan, instructions: [...plan.instructions.slice(0, 3), memo(data)] }));
  const filled = new Uint8Array(64).fill(0x5a);
  const many = compile({ ...plan, instructions: [memo("ten signers", Array.from({ length: 9 }, (_, index) => address(`signer ${index}`)))] });
  const repeated = lighthouse(Array.from({ length: 130 }, () => ({ address: address("guarded") })));
  return [
    say("fee-payer-signed", "Both slots are filled", "EmptySlot", { ...payment, signatures: [filled, payment.signatures[1] ?? filled] }),
    say("nobody-signed", "Both slots are empty", "EmptySlot", { ...payment, signatures: payment.signatures.map(() => new Uint8Array(64)) }),
    say("one-signer", "The fee payer is the only signer", "EmptySlot", compile({ ...plan, instructions: [memo("alone")] })),
    say("ten-signers", "Ten signers", "Privileges", many),
    say("read-only-signer", "A signer that is not writable, and one that is", "Privileges", compile({ ...plan, instructions: [memo("two", [address("reader")]), lighthouse([{ address: address("writer"), signer: true, writable: true }])] })),
    say("all-writable", "No read-only account: the program itself is marked writable", "Privileges", compile({ ...plan, instructions: [lighthouse([{ address: PROGRAMS.lighthouse, writable: true }])] })),
    say("no-instructions", "No instruction at all", "OddButRight", compile({ ...plan, instructions: [] })),
    say("no-accounts-no-data", "An instruction without accounts and data", "OddButRight", compile({ ...plan, instructions: [{ program: PROGRAMS.memo, accounts: [], data: new Uint8Array(0) }] })),
    say("account-twice-in-instruction", "One account twice in one instruction", "OddButRight", compile({ ...plan, instructions: [lighthouse([{ address: address("guarded") }, { address: address("guarded") }])] })),
    say("program-as-account", "A program among the accounts of an instruction", "OddButRight", compile({ ...plan, instructions: [lighthouse([{ address: PROGRAMS.memo }]), memo("after")] })),
    say("fee-payer-as-account", "The fee payer among the accounts: decoding is not judging", "OddButRight", compile({ ...plan, instructions: [lighthouse([{ address: plan.feePayer }])] })),
    say("unused-key", "A key that no instruction uses", "OddButRight", { ...payment, header: [2, 1, payment.header[2] + 1], keys: [...payment.keys, new Uint8Array(32).fill(7)] }),
    say("blockhash-zero", "A blockhash of zeros", "OddButRight", { ...payment, blockhash: new Uint8Array(32) }),
    say("data-127-bytes", "The longest data whose length is one byte", "TwoByteLength", withMemo("x".repeat(127))),
    say("data-128-bytes", "The shortest data whose length is two bytes", "TwoByteLength", withMemo("x".repeat(128))),
    say("data-300-bytes", "Data whose length has bits in both bytes", "TwoByteLength", withMemo("x".repeat(300))),
    say("accounts-130", "130 account indices in one instruction", "TwoByteLength", compile({ ...plan, instructions: [repeated] })),
    say("data-not-text", "Data that is no text", "OddButRight", withMemo(Uint8Array.of(0, 255, 128, 10))),
    say("compute-limit-only", "One instruction of a program without accounts", "OddButRight", compile({ ...plan, instructions: [computeLimit(4_294_967_295)] })),
    say("1232-bytes", "As long as a transaction can be", "SizeLimit", filledTo(samples, 1232)),
    say("1231-bytes", "One byte shorter", "SizeLimit", filledTo(samples, 1231)),
  ];
};

const lookupVariants = ({ plan, lookups, address }: Samples, say: Say): readonly DraftTest[] => {
  const [first, second] = lookups.lookups;
  if (first === undefined || second === undefined) throw new Error("two lookups expected");
  const guards = (writable: boolean): Shape => compile({ ...plan, instructions: [lighthouse([{ address: address("guarded 1"), writable }])], tables: [{ address: address("table 1"), entries: [address("guarded 1")] }] });
  // 253 loaded accounts and 3 static ones are as many as an index of one byte can tell apart.
  const full: Shape = { ...guards(false), lookups: [{ table: first.table, writable: [], readonly: Array.from({ length: 253 }, (_, index) => index) }] };
  return [
    say("writable-only", "One writable account of one table", "LookupTable", guards(true)),
    say("read-only-only", "One read-only account of one table", "LookupTable", guards(false)),
    say("tables-swapped", "The tables in the other order: the indices mean other accounts", "LookupTable", { ...lookups, lookups: [second, first] }),
    say("same-table-twice", "One table looked up twice", "LookupTable", { ...lookups, lookups: [first, { ...second, table: first.table }] }),
    say("256-accounts", "256 accounts in all", "LookupTable", full),
    say("loaded-unused", "A loaded account that no instruction uses", "LookupTable", { ...lookups, lookups: [first, { ...second, readonly: [...second.readonly, 3] }] }),
  ];
};

/** What a reader of legacy messages gets wrong by itself. */
const LEGACY = /^(one-signer|ten-signers|all-writable|no-instructions|data-128-bytes|1232-bytes|cut-in-keys|cut-last-byte|trailing-zero|trailing-itself|longer-keys|longer-data)$/;

export const vectors = defineVectors({
  operation: "svm.transaction.decode",
  description: "The wire format of Solana transactions, as payments carry it: base64 of signatures and message.",
  requirements: ["svm.payload", "svm.payload.versioned", "svm.client.sponsor-slot", "svm.fac.tx-decode", "svm.fac.alt", "svm.fac.feepayer-program", "upto.svm.client.version", "upto.svm.fac.tx-size"],
  flags: DECODE_FLAGS,
  groups: async ({ seeded }) => {
    const samples = await samplesOf(seeded);
    const older: Samples = { ...samples, plan: { ...samples.plan, version: "legacy" }, payment: samples.legacy };
    const v0 = rightOnes("v0.plain", "A payment as clients make it: version 0, the first signature slot empty", "EmptySlot", samples.payment);
    const legacy = rightOnes("legacy.plain", "The same payment as a legacy message", "LegacyMessage", samples.legacy);
    const lookups = rightOnes("lookups.plain", "Accounts from two lookup tables, writable and read-only ones from both", "LookupTable", samples.lookups);
    const prefixed = (prefix: string, tests: readonly DraftTest[]): readonly DraftTest[] => tests.map((test) => ({ ...test, id: `${prefix}.${test.id}` }));
    return [
      { name: "v0", comment: "Version 0 without lookup tables", tests: [v0.plain, ...prefixed("v0", [...variants(samples, v0.say), ...brokenText(samples, v0.plain), ...brokenBytes(samples.payment, v0.plain), ...brokenCounts(samples.payment, v0.plain), ...leftOpen(samples, v0.plain)])] },
      { name: "legacy", comment: "Legacy messages", tests: [legacy.plain, ...prefixed("legacy", [...variants(older, legacy.say).filter(({ id }) => LEGACY.test(id)), ...brokenBytes(samples.legacy, legacy.plain).filter(({ id }) => LEGACY.test(id)), ...brokenCounts(samples.legacy, legacy.plain).filter(({ id }) => /^(index|program)-/.test(id))])] },
      { name: "lookups", comment: "Version 0 with lookup tables", tests: [lookups.plain, ...prefixed("lookups", [...lookupVariants(samples, lookups.say), ...brokenCounts(samples.lookups, lookups.plain).filter(({ id }) => /^(index|program|lookup)-/.test(id)), ...brokenBytes(samples.lookups, lookups.plain).filter(({ id }) => /^(cut|longer)-lookup/.test(id))])] },
    ];
  },
});
