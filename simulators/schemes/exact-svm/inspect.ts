import { decodeAssociatedToken, decodeComputeBudget, decodeTransfer, decompileInstructions, feePayerOf, type Instruction, isTokenProgram, programs, signersOf, type TokenTransfer, type Transaction } from "../../chains/svm/wire/index.ts";

/** A transaction with its instructions told apart, as far as the scheme cares. */

export type InstructionKind =
  /** Compute Budget: SetComputeUnitLimit, SetComputeUnitPrice, anything else of it. */
  | "limit"
  | "price"
  | "budget"
  /** TransferChecked of either token program, and what else they do. */
  | "transfer"
  | "token"
  | "memo"
  | "lighthouse"
  /** Create or CreateIdempotent of the Associated Token Account program. */
  | "create-account"
  | "system"
  | "other";

export interface InspectedInstruction extends Instruction {
  readonly kind: InstructionKind;
  /** Of each account, whether it was loaded from a lookup table. */
  readonly lookedUp: readonly boolean[];
}

export interface Inspection {
  readonly instructions: readonly InspectedInstruction[];
  /** The first TransferChecked; the payment, if there is one. */
  readonly transfer: TokenTransfer | undefined;
  /** Of the first instructions that say so. */
  readonly unitLimit: number | undefined;
  readonly microLamportsPerUnit: bigint | undefined;
  readonly feePayer: string;
  /** The fee payer first. */
  readonly signers: readonly string[];
}

/** @param options.keys static keys and those that were looked up; default: where the latter could not be read, something stands in their place */
export function inspect(options: { transaction: Transaction; keys?: readonly string[] }): Inspection {
  const { message } = options.transaction;
  const { keys = [...message.staticKeys, ...message.lookups.flatMap(({ writableIndexes, readonlyIndexes }) => [...writableIndexes, ...readonlyIndexes].map(() => UNSEEN))] } = options;
  const instructions = decompileInstructions({ message, keys }).map((instruction, index): InspectedInstruction => ({
    ...instruction,
    kind: kindOf(instruction),
    lookedUp: (message.instructions[index]?.accountIndexes ?? []).map((account) => account >= message.staticKeys.length),
  }));
  const budget = instructions.map(decodeComputeBudget);
  return {
    instructions,
    transfer: first(instructions, (instruction) => (instruction.kind === "transfer" ? decodeTransfer(instruction) : undefined)),
    unitLimit: first(budget, (found) => (found?.kind === "setComputeUnitLimit" ? found.units : undefined)),
    microLamportsPerUnit: first(budget, (found) => (found?.kind === "setComputeUnitPrice" ? found.microLamports : undefined)),
    feePayer: feePayerOf(message),
    signers: signersOf(message),
  };
}

/** Stands for an account of a table that was not read. */
const UNSEEN = programs.system;

function kindOf(instruction: Instruction): InstructionKind {
  const { program } = instruction;
  if (program === programs.computeBudget) return BUDGET_KINDS[decodeComputeBudget(instruction)?.kind ?? ""] ?? "budget";
  if (isTokenProgram(program)) return decodeTransfer(instruction)?.kind === "transferChecked" ? "transfer" : "token";
  if (program === programs.associatedToken) return decodeAssociatedToken(instruction)?.kind.startsWith("create") === true ? "create-account" : "other";
  return PROGRAM_KINDS[program] ?? "other";
}

const BUDGET_KINDS: Readonly<Record<string, InstructionKind>> = { setComputeUnitLimit: "limit", setComputeUnitPrice: "price" };
const PROGRAM_KINDS: Readonly<Record<string, InstructionKind>> = { [programs.memo]: "memo", [programs.lighthouse]: "lighthouse", [programs.system]: "system" };

function first<Item, Found>(items: readonly Item[], look: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = look(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
