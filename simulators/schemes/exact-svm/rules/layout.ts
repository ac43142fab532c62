import { programs } from "../../../chains/svm/wire/index.ts";
import type { Defect } from "../defects.ts";
import type { InspectedInstruction, InstructionKind } from "../inspect.ts";
import { isHighPrice } from "./compute-budget.ts";
import { isolatedAddresses, type Rule, type RuleInput } from "./rule.ts";

/**
 * Rule 1 of the pinned text, with the three Lighthouse instructions of the newer one (§3.1): limit, price,
 * transfer, then up to four Memo and Lighthouse instructions of which the last is a Memo.
 */
export const layout: Rule = (input) => {
  const { instructions } = input.inspection;
  if (instructions.length < FEWEST) return ["too-few"];
  return [...transferDefects(instructions), ...budgetDefects(instructions), ...extraDefects(input), ...countDefects(instructions), ...orderDefects(instructions)];
};

const FEWEST = 3;
const MOST = 7;

/** What stands in the place of a transfer that is not there. */
function transferDefects(instructions: readonly InspectedInstruction[]): readonly Defect[] {
  if (has(instructions, "transfer")) return [];
  if (has(instructions, "token")) return ["transfer-kind"];
  if (instructions.some(readsAsTransfer)) return ["token-program"];
  return instructions.some(transfersInside) ? ["inner-transfer"] : ["no-transfer"];
}

/** RecoverNested makes a TransferChecked of its own. */
function transfersInside({ kind, program }: InspectedInstruction): boolean {
  return kind === "other" && program === programs.associatedToken;
}

/** Sent to another program, the bytes and accounts of a TransferChecked. */
function readsAsTransfer({ kind, data, accounts }: InspectedInstruction): boolean {
  return kind !== "budget" && data.length === 10 && data[0] === 12 && accounts.length >= 4;
}

function budgetDefects(instructions: readonly InspectedInstruction[]): readonly Defect[] {
  const limits = instructions.filter(({ kind }) => kind === "limit");
  const prices = instructions.filter(({ kind }) => kind === "price");
  if (limits.length > 0 && prices.length > 0) {
    return [
      ...(has(instructions, "budget") ? (["compute-kind"] as const) : []),
      ...(limits.length > 1 ? (["extra-budget"] as const) : []),
      ...prices.slice(1).map((price) => (isHighPrice(price) ? "extra-price-high" : "extra-budget")),
    ];
  }
  if (instructions.some(isDisguisedBudget)) return ["compute-program"];
  if (has(instructions, "budget") || limits.length > 1 || prices.length > 1) return ["compute-discriminators"];
  return [...(limits.length === 0 ? (["limit-missing"] as const) : []), ...(prices.length === 0 ? (["price-missing"] as const) : [])];
}

/** In the first two places, the bytes of a limit or a price sent to another program. */
function isDisguisedBudget({ kind, data }: InspectedInstruction, index: number): boolean {
  return index < 2 && !["limit", "price", "budget", "transfer", "token"].includes(kind) && ((data[0] === 2 && data.length === 5) || (data[0] === 3 && data.length === 9));
}

function extraDefects(input: RuleInput): readonly Defect[] {
  const { instructions, transfer } = input.inspection;
  const isolated = isolatedAddresses(input);
  const payment = instructions.findIndex(({ kind }) => kind === "transfer");
  return instructions.flatMap((instruction, index): readonly Defect[] => {
    const { kind, program, accounts } = instruction;
    const involvesFeePayer = accounts.some(({ address }) => isolated.has(address));
    switch (kind) {
      case "transfer":
        if (index === payment) return [];
        return transfer !== undefined && accounts[1]?.address === transfer.mint && accounts[2]?.address === transfer.destination ? ["second-transfer"] : ["extra-token"];
      case "token":
        return ["extra-token"];
      case "system":
        // One defect, not two: what a System instruction does with the fee payer is told on its own.
        return involvesFeePayer ? [] : ["extra-system"];
      case "create-account":
        return involvesFeePayer ? [] : ["create-account"];
      case "other":
        // A program that is the fee payer is the isolation rule's; disguised budgets are told above.
        return isolated.has(program) || isDisguisedBudget(instruction, index) ? [] : ["extra-program"];
      default:
        return [];
    }
  });
}

function countDefects(instructions: readonly InspectedInstruction[]): readonly Defect[] {
  return instructions.length > MOST || instructions[MOST - 1]?.kind === "lighthouse" ? ["too-many"] : [];
}

/** The order of what belongs there; anything else has been told already. */
function orderDefects(instructions: readonly InspectedInstruction[]): readonly Defect[] {
  const seen = new Set<InstructionKind>();
  const places = instructions.flatMap((instruction, index) => {
    const { kind } = instruction;
    const place = isDisguisedBudget(instruction, index) ? undefined : PLACES[kind];
    // The first limit, price and transfer are meant; more of them are extra.
    if (place === undefined || (place < OPTIONAL && seen.has(kind))) return [];
    seen.add(kind);
    return [{ kind, place }];
  });
  if (isAscending(places)) return [];
  return isAscending(places.filter(({ kind }) => kind !== "lighthouse")) ? ["lighthouse-before"] : ["order"];
}

const OPTIONAL = 3;
const PLACES: Readonly<Partial<Record<InstructionKind, number>>> = { limit: 0, price: 1, transfer: 2, memo: OPTIONAL, lighthouse: OPTIONAL };

function isAscending(places: readonly { readonly place: number }[]): boolean {
  return places.every(({ place }, index) => index === 0 || (places[index - 1]?.place ?? 0) <= place);
}

function has(instructions: readonly InspectedInstruction[], wanted: InstructionKind): boolean {
  return instructions.some(({ kind }) => kind === wanted);
}
