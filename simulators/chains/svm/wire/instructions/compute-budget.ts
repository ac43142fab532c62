/** The Compute Budget program: how much a transaction may compute, and what it offers for it. */
import { concatBytes, readU32, readU64, u32, u64, u8 } from "../bytes.ts";
import type { Instruction } from "../instruction.ts";
import { programs } from "../program-ids.ts";

const instruction = (...parts: readonly Uint8Array[]): Instruction => ({ program: programs.computeBudget, accounts: [], data: concatBytes(...parts) });

/** Discriminator 1. @param bytes a multiple of 1024 */
export const requestHeapFrame = (bytes: number): Instruction => instruction(u8(1), u32(bytes));
/** Discriminator 2. */
export const setComputeUnitLimit = (units: number): Instruction => instruction(u8(2), u32(units));
/** Discriminator 3. @param microLamports per compute unit; 5 lamports are 5_000_000 */
export const setComputeUnitPrice = (microLamports: bigint): Instruction => instruction(u8(3), u64(microLamports));
/** Discriminator 4. */
export const setLoadedAccountsDataSizeLimit = (bytes: number): Instruction => instruction(u8(4), u32(bytes));

export type ComputeBudgetInstruction = (
  | { readonly kind: "requestHeapFrame"; readonly bytes: number }
  | { readonly kind: "setComputeUnitLimit"; readonly units: number }
  | { readonly kind: "setComputeUnitPrice"; readonly microLamports: bigint }
  | { readonly kind: "setLoadedAccountsDataSizeLimit"; readonly bytes: number }
) & {
  /** Bytes after the last field, which the runtime does not look at. */
  readonly trailingBytes: number;
};

/** @returns undefined for another program's, and for data the runtime refuses */
export function decodeComputeBudget({ program, data }: Pick<Instruction, "program" | "data">): ComputeBudgetInstruction | undefined {
  if (program !== programs.computeBudget) return undefined;
  const size = data[0] === 3 ? 9 : 5;
  if (data.length < size) return undefined;
  const trailingBytes = data.length - size;
  switch (data[0]) {
    case 1:
      return { kind: "requestHeapFrame", bytes: readU32(data, 1), trailingBytes };
    case 2:
      return { kind: "setComputeUnitLimit", units: readU32(data, 1), trailingBytes };
    case 3:
      return { kind: "setComputeUnitPrice", microLamports: readU64(data, 1), trailingBytes };
    case 4:
      return { kind: "setLoadedAccountsDataSizeLimit", bytes: readU32(data, 1), trailingBytes };
    default:
      return undefined;
  }
}
