import { defineVectors, valid } from "../../generate/define.ts";
import { goodRows, openRows, pick, refusedRows } from "../../generate/rows.ts";
import { littleEndian, PROGRAMS } from "../svm/_keys.ts";
import { FLAGS } from "./_flags.ts";
import { uptoWorld } from "./_world.ts";

type Instruction = { readonly program: string; readonly accounts: readonly string[]; readonly data: string };

const hex = (...bytes: readonly number[]): string => `0x${Buffer.from(bytes).toString("hex")}`;
const budget = (kind: number, value: bigint | number, width: number): Instruction => ({ program: PROGRAMS.computeBudget, accounts: [], data: hex(kind, ...littleEndian(value, width)) });
const limit = (units: number): Instruction => budget(2, units, 4);
const price = (microLamports: bigint | number): Instruction => budget(3, microLamports, 8);
const memo = (text: string, accounts: readonly string[] = []): Instruction => ({ program: PROGRAMS.memo, accounts, data: hex(...new TextEncoder().encode(text)) });

export const vectors = defineVectors({
  operation: "upto.svm.open.layout",
  description: "The top level of a client's transaction for upto on Solana, which the sponsor signs. Newer text than the pinned revision (schemes/upto/scheme_upto_svm.md).",
  requirements: ["upto.svm.open-layout", "upto.svm.open-cu", "upto.svm.memo-match", "upto.svm.open-feepayer-isolation", "upto.svm.client.memo"],
  flags: pick(FLAGS, "LayoutRegion", "BudgetBound", "GuardRefused", "MemoNotCompared", "FeePayerElsewhere"),
  groups: async ({ seeded }) => {
    const { keys } = await uptoWorld(seeded);
    const feePayer = keys["fee payer"].address;
    const open: Instruction = { program: PROGRAMS.channels, accounts: [keys.payer.address, feePayer, feePayer], data: "0x01" };
    const guard: Instruction = { program: PROGRAMS.lighthouse, accounts: [keys.payer.address], data: "0x05" };
    const random = memo("7d5d747be160e280504c099d984bcfe0");
    const usual = [limit(200_000), price(5000), open, random];
    const transfer: Instruction = { program: PROGRAMS.system, accounts: [feePayer, keys.stranger.address], data: hex(2, 0, 0, 0, ...littleEndian(1_000_000, 8)) };
    const plain = valid({ id: "plain", comment: "Limit, price, open and a memo", input: { instructions: usual } });
    const path = "/instructions";
    const told = valid({ id: "memo-told", comment: "The offer tells the memo", flags: ["MemoNotCompared"], input: { memo: "order-A-17", instructions: [limit(200_000), price(5000), open, memo("order-A-17")] } });
    return [{
      name: "messages",
      comment: "Instructions in their order",
      shared: { channelProgram: PROGRAMS.channels, feePayer },
      tests: [
        plain,
        told,
        ...goodRows(plain, [
          ["limit-alone", path, [limit(200_000), open, random], "BudgetBound", "A limit without a price"],
          ["budget-low", path, [limit(60_000), price(0), open, random], "BudgetBound", "A price of 0"],
        ]),
        ...openRows(plain, [
          ["without-budget", path, [open, random], "BudgetBound", "No compute budget", "It is optional; a sponsor may bound units more strictly, and a limit that is not set is the chain's default."],
          ["price-alone", path, [price(5000), open, random], "BudgetBound", "A price without a limit", "Both are optional; a sponsor may bound units more strictly, and a limit that is not set is the chain's default."],
          ["memo-text", path, [limit(200_000), price(5000), open, memo("gr\u00fc\u00dfe")], "MemoNotCompared", "A memo of the client's own", "Clients have to write a random one; the facilitator has to look only where the offer tells it."],
          ["limit-greatest", path, [limit(400_000), open, random], "BudgetBound", "The greatest limit", "A sponsor may have a lower bound of its own."],
          ["price-greatest", path, [price(5_000_000), open, random], "BudgetBound", "The greatest price", "A sponsor may have a lower bound of its own."],
          ["guards-1", path, [...usual, guard], "GuardRefused", "A guard that a wallet adds", "A sponsor may refuse all optional instructions."],
          ["guards-3", path, [...usual, guard, guard, guard], "GuardRefused", "Three guards, as many as there may be", "A sponsor may refuse all optional instructions."],
          ["guards-before-memo", path, [limit(200_000), price(5000), open, guard, guard, random], "GuardRefused", "Guards before the memo", "A sponsor may refuse all optional instructions."],
          ["memos-2", path, [...usual, memo("second")], "MemoNotCompared", "Two memos where the offer tells none", "The suffix holds up to four; the text does not say how many memos."],
          ["without-memo", path, [limit(200_000), price(5000), open], "MemoNotCompared", "No memo", "Clients have to add one; the facilitator has to look only where the offer tells it."],
        ]),
        ...refusedRows(plain, [
          ["guards-4", path, [limit(200_000), price(5000), open, guard, guard, guard, guard], "LayoutRegion", "Four guards", "The suffix holds at most three."],
          ["suffix-5", path, [limit(200_000), price(5000), open, random, memo("b"), guard, guard, guard], "LayoutRegion", "Five instructions behind the open", "The suffix holds at most four."],
          ["transfer-behind", path, [...usual, transfer], "LayoutRegion", "A transfer out of the fee payer", "System is not allowed."],
          ["transfer-before", path, [transfer, ...usual], "LayoutRegion", "A transfer in front of everything", "System is not allowed."],
          ["account-created", path, [limit(200_000), price(5000), { program: PROGRAMS.ata, accounts: [keys.payer.address], data: "0x01" }, open, random], "LayoutRegion", "A token account is created first", "That program is not allowed at the top level."],
          ["open-twice", path, [limit(200_000), price(5000), open, open, random], "LayoutRegion", "Two opens", "There is exactly one."],
          ["other-channel-instruction", path, [limit(200_000), price(5000), open, { ...open, data: "0x03" }, random], "LayoutRegion", "A top-up behind the open", "No other instruction of the program is allowed."],
          ["no-open", path, [limit(200_000), price(5000), random], "LayoutRegion", "No open", "There is exactly one."],
          ["top-up-for-open", path, [limit(200_000), price(5000), { ...open, data: "0x03" }, random], "LayoutRegion", "A top-up in place of the open", "The discriminator is not 1."],
          ["program-of-client", path, [limit(200_000), price(5000), { ...open, program: keys.stranger.address }, random], "LayoutRegion", "The open calls another program", "It is not the channel program."],
          ["memo-before", path, [limit(200_000), price(5000), random, open], "LayoutRegion", "The memo in front of the open", "Memos stand in the suffix."],
          ["memo-v1", path, [limit(200_000), price(5000), open, { ...random, program: PROGRAMS.memoV1 }], "LayoutRegion", "The memo program of the first version", "That program is not allowed."],
          ["budget-behind", path, [price(5000), open, limit(200_000), random], "LayoutRegion", "The limit behind the open", "The budget stands in the prefix."],
          ["price-before-limit", path, [price(5000), limit(200_000), open, random], "BudgetBound", "The price in front of the limit", "The limit comes first."],
          ["limit-twice", path, [limit(200_000), limit(1), price(5000), open, random], "BudgetBound", "Two limits", "There is at most one."],
          ["price-twice", path, [limit(200_000), price(1), price(5_000_000_000), open, random], "BudgetBound", "Two prices, of which the first is small", "There is at most one."],
          ["limit-400001", path, [limit(400_001), price(5000), open, random], "BudgetBound", "One unit above the greatest limit", "The limit is at most 400000."],
          ["price-5000001", path, [limit(200_000), price(5_000_001), open, random], "BudgetBound", "One above the greatest price", "The price is at most 5000000."],
          ["price-above-32-bits", path, [limit(200_000), price(2n ** 32n), open, random], "BudgetBound", "A price whose low 32 bits are 0", "The price is at most 5000000."],
          ["limit-trailing-byte", path, [{ ...limit(200_000), data: `${limit(200_000).data}00` }, price(5000), open, random], "BudgetBound", "A byte behind the limit", "It has exactly 5 bytes."],
          ["heap-frame", path, [budget(1, 32_768, 4), limit(200_000), price(5000), open, random], "BudgetBound", "A request for heap", "Only limit and price are allowed."],
          ["guard-with-fee-payer", path, [limit(200_000), price(5000), open, random, { ...guard, accounts: [feePayer] }], "FeePayerElsewhere", "A guard over the fee payer", "The fee payer stands in the open alone."],
          ["memo-with-fee-payer", path, [limit(200_000), price(5000), open, memo("7d5d747be160e280504c099d984bcfe0", [feePayer])], "FeePayerElsewhere", "A memo the fee payer signs", "The fee payer stands in the open alone."],
        ]),
        ...refusedRows(told, [
          ["memo-told-other", path, [limit(200_000), price(5000), open, memo("order-A-18")], "MemoNotCompared", "Another memo than told", "The memo is not the offer's."],
          ["memo-told-longer", path, [limit(200_000), price(5000), open, memo("order-A-17 ")], "MemoNotCompared", "The memo and a space", "The memo is not the offer's."],
          ["memo-told-missing", path, [limit(200_000), price(5000), open], "MemoNotCompared", "No memo although one is told", "There is exactly one memo."],
          ["memo-told-and-another", path, [limit(200_000), price(5000), open, memo("order-A-17"), memo("x")], "MemoNotCompared", "The memo told and another one", "There is exactly one memo."],
        ]),
        valid({ id: "memo-told-umlaut", comment: "A memo with more bytes than characters", flags: ["MemoNotCompared"], input: { memo: "Bestellung f\u00fcr M\u00fcller", instructions: [limit(200_000), price(5000), open, memo("Bestellung f\u00fcr M\u00fcller")] } }),
        valid({ id: "memo-told-256", comment: "A memo of 256 bytes", flags: ["MemoNotCompared"], input: { memo: "x".repeat(256), instructions: [limit(200_000), price(5000), open, memo("x".repeat(256))] } }),
      ],
    }];
  },
});
