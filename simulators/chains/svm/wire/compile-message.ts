import type { AccountMeta, Instruction } from "./instruction.ts";
import type { Message, TableLookup } from "./transaction.ts";
import { isSigner, isWritable } from "./transaction.ts";

/** A lookup table and what it holds, in its order. */
export interface LookupTable {
  readonly table: string;
  readonly addresses: readonly string[];
}

/**
 * Puts instructions into a message: the fee payer first, then writable signers, read-only signers, writable and
 * read-only accounts, each in the order they are named first. An account named more than once gets every
 * privilege it is given anywhere.
 *
 * @param options.tables accounts found in one of them are looked up, unless they sign, or are called as programs
 * @param options.version default 0; a legacy message has no lookups, whatever tables say
 * @example
 * const message = compileMessage({ feePayer, blockhash, instructions: [setComputeUnitLimit(20_000), memo("hello")] });
 */
export function compileMessage(options: {
  readonly feePayer: string;
  readonly blockhash: string;
  readonly instructions: readonly Instruction[];
  readonly tables?: readonly LookupTable[];
  readonly version?: "legacy" | 0;
}): Message {
  const { feePayer, blockhash, instructions, version = 0 } = options;
  const metas = new Map<string, AccountMeta>();
  const add = (meta: AccountMeta): void => {
    const known = metas.get(meta.address);
    metas.set(meta.address, { ...meta, signer: meta.signer || known?.signer === true, writable: meta.writable || known?.writable === true });
  };
  add({ address: feePayer, signer: true, writable: true });
  for (const { program, accounts } of instructions) {
    accounts.forEach(add);
    add({ address: program, signer: false, writable: false });
  }

  const called = new Set(instructions.map(({ program }) => program));
  const lookups: TableLookup[] = [];
  const lookedUp = { writable: [] as string[], readonly: [] as string[] };
  const taken = new Set<string>();
  for (const { table, addresses } of version === 0 ? (options.tables ?? []) : []) {
    const indexes = { writable: [] as number[], readonly: [] as number[] };
    for (const { address, signer, writable } of metas.values()) {
      const index = addresses.indexOf(address);
      if (index < 0 || signer || called.has(address) || taken.has(address)) continue;
      taken.add(address);
      const kind = writable ? "writable" : "readonly";
      indexes[kind].push(index);
      lookedUp[kind].push(address);
    }
    if (indexes.writable.length + indexes.readonly.length > 0) lookups.push({ table, writableIndexes: indexes.writable, readonlyIndexes: indexes.readonly });
  }

  const fixed = [...metas.values()].filter(({ address }) => !taken.has(address));
  const kept = (signer: boolean, writable: boolean): readonly string[] =>
    fixed.filter((meta) => meta.signer === signer && meta.writable === writable).map(({ address }) => address);
  const readonlySigned = kept(true, false);
  const readonlyUnsigned = kept(false, false);
  const signing = [...kept(true, true), ...readonlySigned];
  const staticKeys = [...signing, ...kept(false, true), ...readonlyUnsigned];
  const keys = new Map([...staticKeys, ...lookedUp.writable, ...lookedUp.readonly].map((address, index) => [address, index]));
  // Every one was added above.
  const indexOf = (address: string): number => keys.get(address) ?? -1;
  return {
    version,
    header: { requiredSignatures: signing.length, readonlySigned: readonlySigned.length, readonlyUnsigned: readonlyUnsigned.length },
    staticKeys,
    blockhash,
    instructions: instructions.map(({ program, accounts, data }) => ({
      programIndex: indexOf(program),
      accountIndexes: accounts.map(({ address }) => indexOf(address)),
      data,
    })),
    lookups,
  };
}

export type LoadedKeys =
  | { readonly ok: true; /** Static keys, then writable looked-up ones, then read-only ones: what account indexes point into. */ readonly keys: readonly string[] }
  | { readonly ok: false; readonly code: "lookup.table-unknown" | "lookup.index-out-of-range"; readonly table: string };

/** Resolves a message's lookups. @param tables addresses by table */
export function loadKeys(options: { readonly message: Message; readonly tables: ReadonlyMap<string, readonly string[]> }): LoadedKeys {
  const { message, tables } = options;
  const writable: string[] = [];
  const readonly: string[] = [];
  for (const lookup of message.lookups) {
    const addresses = tables.get(lookup.table);
    if (addresses === undefined) return { ok: false, code: "lookup.table-unknown", table: lookup.table };
    for (const [indexes, into] of [[lookup.writableIndexes, writable], [lookup.readonlyIndexes, readonly]] as const) {
      for (const index of indexes) {
        const address = addresses[index];
        if (address === undefined) return { ok: false, code: "lookup.index-out-of-range", table: lookup.table };
        into.push(address);
      }
    }
  }
  return { ok: true, keys: [...message.staticKeys, ...writable, ...readonly] };
}

/**
 * Instructions with their accounts' addresses and privileges, the reverse of {@link compileMessage}.
 *
 * @param options.keys of {@link loadKeys}; default: the static keys, enough where the message looks nothing up
 * @throws RangeError where the message looks accounts up and `keys` lacks them
 */
export function decompileInstructions(options: { readonly message: Message; readonly keys?: readonly string[] }): readonly Instruction[] {
  const { message, keys = message.staticKeys } = options;
  const keyAt = (index: number): string => {
    const key = keys[index];
    if (key === undefined) throw new RangeError(`expected the keys of the lookups too: there is none at index ${index} of ${keys.length}`);
    return key;
  };
  return message.instructions.map(({ programIndex, accountIndexes, data }) => ({
    program: keyAt(programIndex),
    accounts: accountIndexes.map((index) => ({ address: keyAt(index), signer: isSigner(message, index), writable: isWritable(message, index) })),
    data,
  }));
}
