import type { TransactionErrorCode } from "./parse-error.ts";
import type { Message } from "./transaction.ts";

/** Where parts of the message begin, as byte positions. */
export interface Layout {
  readonly header: number;
  readonly keys: number;
  /** Of each instruction's program index. */
  readonly programs: readonly number[];
  /** Of each instruction's first account index. */
  readonly accounts: readonly number[];
  /** Of each lookup. */
  readonly tables: readonly number[];
}

export interface SanitizeFault {
  readonly code: TransactionErrorCode;
  readonly position: number;
  readonly detail: string;
}

/** SIMD-0160. */
const maxInstructions = 64;
/** SIMD-0406. */
const maxInstructionAccounts = 255;

/**
 * What Agave refuses about a transaction that can be read, before it executes anything (`sanitize` of
 * `VersionedTransaction` and of both message kinds).
 */
export function sanitize(options: { readonly message: Message; readonly signatures: number; readonly layout: Layout }): SanitizeFault | undefined {
  const { message, signatures, layout } = options;
  const { header, staticKeys, instructions, lookups } = message;
  const fault = (code: TransactionErrorCode, position: number, detail: string): SanitizeFault => ({ code, position, detail });

  if (header.requiredSignatures + header.readonlyUnsigned > staticKeys.length) {
    return fault("transaction.header", layout.header, `expected at least ${header.requiredSignatures + header.readonlyUnsigned} keys, found ${staticKeys.length}`);
  }
  // Someone has to pay the fee, which needs a signature and a writable account.
  if (header.readonlySigned >= header.requiredSignatures) {
    return fault("transaction.header", layout.header + 1, `expected fewer than ${header.requiredSignatures} read-only signers, found ${header.readonlySigned}`);
  }
  if (signatures !== header.requiredSignatures) {
    return fault("transaction.signature-count", 0, `expected ${header.requiredSignatures} signatures, found ${signatures}`);
  }
  let keys = staticKeys.length;
  for (const [index, { writableIndexes, readonlyIndexes }] of lookups.entries()) {
    const looked = writableIndexes.length + readonlyIndexes.length;
    if (looked === 0) return fault("transaction.lookup-empty", layout.tables[index] ?? 0, "expected at least one index into the table");
    keys += looked;
  }
  if (keys > 256) return fault("transaction.too-many-keys", layout.keys, `expected at most 256 keys, found ${keys}`);

  if (instructions.length > maxInstructions) {
    return fault("transaction.too-many-instructions", layout.programs[maxInstructions] ?? 0, `expected at most ${maxInstructions} instructions, found ${instructions.length}`);
  }
  for (const [index, { programIndex, accountIndexes }] of instructions.entries()) {
    if (programIndex === 0 || programIndex >= staticKeys.length) {
      return fault(programIndex === 0 ? "transaction.program-is-fee-payer" : "transaction.program-index", layout.programs[index] ?? 0, `expected a static key from 1 to ${staticKeys.length - 1}, found ${programIndex}`);
    }
    const beyond = accountIndexes.findIndex((account) => account >= keys);
    if (beyond >= 0) return fault("transaction.account-index", (layout.accounts[index] ?? 0) + beyond, `expected less than ${keys}, found ${accountIndexes[beyond]}`);
    if (accountIndexes.length > maxInstructionAccounts) {
      return fault("transaction.too-many-instruction-accounts", (layout.accounts[index] ?? 0) + maxInstructionAccounts, `expected at most ${maxInstructionAccounts} accounts of an instruction, found ${accountIndexes.length}`);
    }
  }
  return undefined;
}
