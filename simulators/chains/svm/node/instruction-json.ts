/** Instructions as RPC answers show them: compiled, or parsed where the program is known. */
import { encodeBase58 } from "../wire/base58.ts";
import { parseInstruction } from "./parse-instruction.ts";
import type { InnerInstruction } from "./runtime.ts";

export interface ShownInstruction {
  readonly programIndex: number;
  readonly accountIndexes: readonly number[];
  readonly data: Uint8Array;
  /** 1 for those of the transaction itself. */
  readonly stackHeight: number;
}

export function instructionJson(options: { readonly instruction: ShownInstruction; readonly keys: readonly string[]; readonly parsed: boolean }): unknown {
  const { instruction, keys } = options;
  const { programIndex, accountIndexes, data, stackHeight } = instruction;
  if (!options.parsed) return { programIdIndex: programIndex, accounts: accountIndexes, data: encodeBase58(data), stackHeight };
  const programId = keys[programIndex] ?? "";
  const accounts = accountIndexes.map((index) => keys[index] ?? "");
  const known = parseInstruction({ program: programId, accounts, data });
  return known === undefined ? { programId, accounts, data: encodeBase58(data), stackHeight } : { ...known, programId, stackHeight };
}

/** Instructions that programs called, by the index of the one that set them off; those without any are left out. */
export function innerInstructionsJson(options: { readonly inner: readonly (readonly InnerInstruction[])[]; readonly keys: readonly string[]; readonly parsed: boolean }): unknown {
  const { inner, keys, parsed } = options;
  return inner.flatMap((calls, index) => (calls.length === 0 ? [] : [{ index, instructions: calls.map((instruction) => instructionJson({ instruction, keys, parsed })) }]));
}
