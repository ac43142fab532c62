/** The Memo program: UTF-8 that stays in the transaction. */
import type { Instruction } from "../instruction.ts";
import { readonlySigner } from "../instruction.ts";
import { programs } from "../program-ids.ts";

/** @param text bytes need not be UTF-8, but the program fails those that are not */
export function memo(text: string | Uint8Array, options: { readonly signers?: readonly string[] } = {}): Instruction {
  return { program: programs.memo, accounts: (options.signers ?? []).map(readonlySigner), data: typeof text === "string" ? new TextEncoder().encode(text) : text };
}

export const isMemo = ({ program }: Pick<Instruction, "program">): boolean => program === programs.memo;
