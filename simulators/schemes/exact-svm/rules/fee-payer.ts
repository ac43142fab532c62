import { associatedTokenAddress, type TokenTransfer } from "../../../chains/svm/wire/index.ts";
import type { Defect } from "../defects.ts";
import type { InstructionKind } from "../inspect.ts";
import { isolatedAddresses, type Rule } from "./rule.ts";

/**
 * Rule 2, and the newer text's §2.1.1: our signature pays the fee and does nothing else, so our address is in no
 * account list, lookup tables included, calls no program and is nobody's authority.
 */
export const feePayer: Rule = (input) => {
  const { instructions, transfer } = input.inspection;
  const isolated = isolatedAddresses(input);
  const payment = instructions.findIndex(({ kind }) => kind === "transfer");
  return instructions.flatMap(({ kind, program, accounts, lookedUp }, index) => [
    ...(isolated.has(program) ? (["fee-payer-as-program"] as const) : []),
    ...accounts.flatMap(({ address }, place): readonly Defect[] => {
      if (!isolated.has(address)) return [];
      if (lookedUp[place] === true) return ["fee-payer-looked-up"];
      if (kind !== "transfer") return [IN_INSTRUCTION[kind] ?? "fee-payer-in-other"];
      if (index !== payment || transfer === undefined) return ["fee-payer-in-other"];
      if (place !== AUTHORITY) return ["fee-payer-in-transfer"];
      return [spendsOwn(transfer) ? "fee-payer-authority" : "fee-payer-delegate"];
    }),
  ]);
};

/** Of TransferChecked: source, mint, destination, authority. */
const AUTHORITY = 3;

const IN_INSTRUCTION: Readonly<Partial<Record<InstructionKind, Defect>>> = {
  limit: "fee-payer-in-budget",
  price: "fee-payer-in-budget",
  budget: "fee-payer-in-budget",
  memo: "fee-payer-in-memo",
  lighthouse: "fee-payer-in-lighthouse",
  system: "fee-payer-in-system",
  "create-account": "fee-payer-in-create-account",
};

function spendsOwn({ source, mint, authority, tokenProgram }: TokenTransfer): boolean {
  return mint !== undefined && source === associatedTokenAddress({ owner: authority, mint, tokenProgram });
}
