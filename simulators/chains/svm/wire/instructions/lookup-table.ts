/** The Address Lookup Table program, and the accounts it owns. */
import { addressBytes, findProgramAddress } from "../addresses.ts";
import { encodeBase58 } from "../base58.ts";
import { concatBytes, readU32, readU64, u32, u64, u8 } from "../bytes.ts";
import type { Instruction } from "../instruction.ts";
import { readonlyAccount, readonlySigner, writableAccount, writableSigner } from "../instruction.ts";
import { programs } from "../program-ids.ts";

/** The address of a table. @param options.slot recent, i.e. among the slot hashes, when the table is created */
export const lookupTableAddress = (options: { readonly authority: string; readonly slot: bigint }): { readonly address: string; readonly bump: number } =>
  findProgramAddress({ program: programs.lookupTable, seeds: [addressBytes(options.authority), u64(options.slot)] });

/** Discriminator 0. */
export const createLookupTable = (options: { readonly authority: string; readonly payer: string; readonly slot: bigint }): Instruction => {
  const { address, bump } = lookupTableAddress(options);
  return {
    program: programs.lookupTable,
    accounts: [writableAccount(address), readonlySigner(options.authority), writableSigner(options.payer), readonlyAccount(programs.system)],
    data: concatBytes(u32(0), u64(options.slot), u8(bump)),
  };
};

/** Discriminator 2. What is added can be looked up from the next slot on. */
export const extendLookupTable = (options: { readonly table: string; readonly authority: string; readonly payer: string; readonly addresses: readonly string[] }): Instruction => ({
  program: programs.lookupTable,
  accounts: [writableAccount(options.table), readonlySigner(options.authority), writableSigner(options.payer), readonlyAccount(programs.system)],
  data: concatBytes(u32(2), u64(BigInt(options.addresses.length)), ...options.addresses.map(addressBytes)),
});

/** Discriminator 3: about 512 slots later the table can no longer be used. */
export const deactivateLookupTable = (options: { readonly table: string; readonly authority: string }): Instruction => ({
  program: programs.lookupTable,
  accounts: [writableAccount(options.table), readonlySigner(options.authority)],
  data: u32(3),
});

export interface LookupTableState {
  /** 2^64 - 1 while the table is active. */
  readonly deactivationSlot: bigint;
  readonly lastExtendedSlot: bigint;
  readonly lastExtendedSlotStartIndex: number;
  /** Absent in a frozen table. */
  readonly authority?: string;
  readonly addresses: readonly string[];
}

/** What stands before the addresses, in bytes. */
const metaBytes = 56;

/** The data of a table's account. @returns undefined where it is none */
export function decodeLookupTable(data: Uint8Array): LookupTableState | undefined {
  if (data.length < metaBytes || (data.length - metaBytes) % 32 !== 0 || readU32(data, 0) !== 1) return undefined;
  return {
    deactivationSlot: readU64(data, 4),
    lastExtendedSlot: readU64(data, 12),
    lastExtendedSlotStartIndex: data[20] ?? 0,
    ...(data[21] === 1 ? { authority: encodeBase58(data.subarray(22, 54)) } : {}),
    addresses: Array.from({ length: (data.length - metaBytes) / 32 }, (_, index) => encodeBase58(data.subarray(metaBytes + index * 32, metaBytes + (index + 1) * 32))),
  };
}

/** The reverse of {@link decodeLookupTable}: for tables put in place without transactions. */
export function encodeLookupTable(state: LookupTableState): Uint8Array {
  return concatBytes(
    u32(1),
    u64(state.deactivationSlot),
    u64(state.lastExtendedSlot),
    u8(state.lastExtendedSlotStartIndex),
    u8(state.authority === undefined ? 0 : 1),
    state.authority === undefined ? new Uint8Array(32) : addressBytes(state.authority),
    new Uint8Array(2),
    ...state.addresses.map(addressBytes),
  );
}
