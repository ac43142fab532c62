/** Instructions that SPL Token and Token-2022 share, and two that only the latter has. */
import { concatBytes, readU64, u64, u8 } from "../bytes.ts";
import type { AccountMeta, Instruction } from "../instruction.ts";
import { readonlyAccount, readonlySigner, writableAccount } from "../instruction.ts";
import { isTokenProgram, programs } from "../program-ids.ts";

interface ByAuthority {
  /** An owner, a delegate, or what the instruction needs; signs unless `multisigners` do in its place. */
  readonly authority: string;
  readonly multisigners?: readonly string[];
  /** Default: SPL Token. */
  readonly tokenProgram?: string;
}

const authorities = ({ authority, multisigners = [] }: ByAuthority): readonly AccountMeta[] =>
  multisigners.length === 0 ? [readonlySigner(authority)] : [readonlyAccount(authority), ...multisigners.map(readonlySigner)];

const build = (options: ByAuthority, accounts: readonly AccountMeta[], ...data: readonly Uint8Array[]): Instruction => ({
  program: options.tokenProgram ?? programs.token,
  accounts: [...accounts, ...authorities(options)],
  data: concatBytes(...data),
});

export interface TransferOptions extends ByAuthority {
  /** Token accounts, not owners. */
  readonly source: string;
  readonly destination: string;
  /** Atomic units. */
  readonly amount: bigint;
}

/** Discriminator 12. */
export const transferChecked = (options: TransferOptions & { readonly mint: string; readonly decimals: number }): Instruction =>
  build(options, [writableAccount(options.source), readonlyAccount(options.mint), writableAccount(options.destination)], u8(12), u64(options.amount), u8(options.decimals));

/** Discriminator 3: says neither mint nor decimals. */
export const transfer = (options: TransferOptions): Instruction =>
  build(options, [writableAccount(options.source), writableAccount(options.destination)], u8(3), u64(options.amount));

/** Token-2022's discriminator 26, 1: the sender states what fee is withheld. */
export const transferCheckedWithFee = (options: TransferOptions & { readonly mint: string; readonly decimals: number; readonly fee: bigint }): Instruction =>
  build(
    { tokenProgram: programs.token2022, ...options },
    [writableAccount(options.source), readonlyAccount(options.mint), writableAccount(options.destination)],
    u8(26), u8(1), u64(options.amount), u8(options.decimals), u64(options.fee),
  );

/** Discriminator 4: lets a delegate move so much. */
export const approve = (options: ByAuthority & { readonly account: string; readonly delegate: string; readonly amount: bigint }): Instruction =>
  build(options, [writableAccount(options.account), readonlyAccount(options.delegate)], u8(4), u64(options.amount));

/** Discriminator 5. */
export const revoke = (options: ByAuthority & { readonly account: string }): Instruction => build(options, [writableAccount(options.account)], u8(5));

/** Discriminator 7. */
export const mintTo = (options: ByAuthority & { readonly mint: string; readonly account: string; readonly amount: bigint }): Instruction =>
  build(options, [writableAccount(options.mint), writableAccount(options.account)], u8(7), u64(options.amount));

/** Discriminator 8. */
export const burn = (options: ByAuthority & { readonly mint: string; readonly account: string; readonly amount: bigint }): Instruction =>
  build(options, [writableAccount(options.account), writableAccount(options.mint)], u8(8), u64(options.amount));

/** Discriminator 9: gives the rent to `destination`. The account must be empty of tokens. */
export const closeAccount = (options: ByAuthority & { readonly account: string; readonly destination: string }): Instruction =>
  build(options, [writableAccount(options.account), writableAccount(options.destination)], u8(9));

/** Discriminator 10. */
export const freezeAccount = (options: ByAuthority & { readonly mint: string; readonly account: string }): Instruction =>
  build(options, [writableAccount(options.account), readonlyAccount(options.mint)], u8(10));

/** Discriminator 11. */
export const thawAccount = (options: ByAuthority & { readonly mint: string; readonly account: string }): Instruction =>
  build(options, [writableAccount(options.account), readonlyAccount(options.mint)], u8(11));

export type TokenTransfer = {
  readonly kind: "transfer" | "transferChecked" | "transferCheckedWithFee";
  readonly tokenProgram: string;
  readonly source: string;
  readonly destination: string;
  /** Owner or delegate of the source; where more signers follow, a multisig. */
  readonly authority: string;
  /** Accounts after the authority: signers of a multisig, or accounts of a transfer hook. */
  readonly more: readonly AccountMeta[];
  readonly amount: bigint;
  /** Absent in a plain transfer, like decimals. */
  readonly mint?: string;
  readonly decimals?: number;
  readonly fee?: bigint;
  /** Bytes after the last field, which the programs do not look at. */
  readonly trailingBytes: number;
};

/** What a transfer instruction of either program says. @returns undefined for anything else, and for one with too few accounts or bytes */
export function decodeTransfer({ program, accounts, data }: Instruction): TokenTransfer | undefined {
  if (!isTokenProgram(program)) return undefined;
  const addresses = accounts.map(({ address }) => address);
  if (data[0] === 3) {
    const [source, destination, authority] = addresses;
    if (data.length < 9 || source === undefined || destination === undefined || authority === undefined) return undefined;
    return { kind: "transfer", tokenProgram: program, source, destination, authority, more: accounts.slice(3), amount: readU64(data, 1), trailingBytes: data.length - 9 };
  }
  const withFee = data[0] === 26 && data[1] === 1 && program === programs.token2022;
  const at = withFee ? 2 : 1;
  const size = withFee ? 19 : 10;
  const [source, mint, destination, authority] = addresses;
  if ((data[0] !== 12 && !withFee) || data.length < size || source === undefined || mint === undefined || destination === undefined || authority === undefined) return undefined;
  return {
    kind: withFee ? "transferCheckedWithFee" : "transferChecked",
    tokenProgram: program,
    source,
    destination,
    authority,
    more: accounts.slice(4),
    amount: readU64(data, at),
    mint,
    decimals: data[at + 8] ?? 0,
    ...(withFee ? { fee: readU64(data, at + 9) } : {}),
    trailingBytes: data.length - size,
  };
}
