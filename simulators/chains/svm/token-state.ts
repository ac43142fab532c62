/** Accounts of SPL Token and Token-2022, as bytes and as data. */
import { addressBytes } from "./wire/addresses.ts";
import { encodeAddress } from "./wire/base58.ts";
import { concatBytes, readU16, readU32, readU64, u16, u32, u64, u8 } from "./wire/bytes.ts";
import { isTokenProgram, programs } from "./wire/program-ids.ts";

/** What Token-2022 withholds of every transfer: `basisPoints` of the amount, rounded up, at most `maximum`. */
export interface TransferFee {
  readonly basisPoints: number;
  /** Atomic units. */
  readonly maximum: bigint;
}

export interface MintState {
  readonly supply: bigint;
  readonly decimals: number;
  readonly mintAuthority?: string;
  readonly freezeAuthority?: string;
  /** Token-2022 only. */
  readonly transferFee?: TransferFee;
}

export interface TokenAccountState {
  readonly mint: string;
  readonly owner: string;
  /** Atomic units. */
  readonly amount: bigint;
  readonly state: "uninitialized" | "initialized" | "frozen";
  readonly delegate?: { readonly address: string; readonly amount: bigint };
  readonly closeAuthority?: string;
  /** Lamports of rent in an account of wrapped SOL. */
  readonly nativeReserve?: bigint;
  /** Set aside by transfer fees; in accounts of mints that have them. */
  readonly withheldFee?: bigint;
}

export const mintBytes = 82;
export const tokenAccountBytes = 165;

/** Extension types of Token-2022 that are written and read here. */
const extension = { transferFeeConfig: 1, transferFeeAmount: 2, immutableOwner: 7 } as const;
/** The extension of token accounts whose mint takes a fee of transfers. */
export const { transferFeeAmount } = extension;
/** What the byte after 165 says of an account with extensions. */
const accountKind = { mint: 1, account: 2 } as const;

const states = ["uninitialized", "initialized", "frozen"] as const;
const coption = (bytes: Uint8Array | undefined, size: number): Uint8Array => concatBytes(u32(bytes === undefined ? 0 : 1), bytes ?? new Uint8Array(size));
const pubkeyOption = (address: string | undefined): Uint8Array => coption(address === undefined ? undefined : addressBytes(address), 32);
const tlv = (type: number, value: Uint8Array): Uint8Array => concatBytes(u16(type), u16(value.length), value);

/** With a transfer fee the mint belongs to Token-2022 and has its one extension. */
export function encodeMint(mint: MintState): Uint8Array {
  const base = concatBytes(pubkeyOption(mint.mintAuthority), u64(mint.supply), u8(mint.decimals), u8(1), pubkeyOption(mint.freezeAuthority));
  if (mint.transferFee === undefined) return base;
  const authority = mint.mintAuthority === undefined ? new Uint8Array(32) : addressBytes(mint.mintAuthority);
  const fee = concatBytes(u64(0n), u64(mint.transferFee.maximum), u16(mint.transferFee.basisPoints));
  return concatBytes(base, new Uint8Array(tokenAccountBytes - mintBytes), u8(accountKind.mint), tlv(extension.transferFeeConfig, concatBytes(authority, authority, u64(0n), fee, fee)));
}

/**
 * @param options.tokenProgram with Token-2022 the account is one that the ATA program made: its owner is immutable
 */
export function encodeTokenAccount(options: { readonly account: TokenAccountState; readonly tokenProgram: string }): Uint8Array {
  const { account, tokenProgram } = options;
  const base = concatBytes(
    addressBytes(account.mint),
    addressBytes(account.owner),
    u64(account.amount),
    pubkeyOption(account.delegate?.address),
    u8(states.indexOf(account.state)),
    coption(account.nativeReserve === undefined ? undefined : u64(account.nativeReserve), 8),
    u64(account.delegate?.amount ?? 0n),
    pubkeyOption(account.closeAuthority),
  );
  if (tokenProgram !== programs.token2022) return base;
  const withheld = account.withheldFee === undefined ? new Uint8Array() : tlv(extension.transferFeeAmount, u64(account.withheldFee));
  return concatBytes(base, u8(accountKind.account), tlv(extension.immutableOwner, new Uint8Array()), withheld);
}

interface OwnedData {
  /** The account's owner: a program. */
  readonly owner: string;
  readonly data: Uint8Array;
}

/** @returns undefined for anything that is not an initialized mint of a token program */
export function decodeMint({ owner, data }: OwnedData): MintState | undefined {
  if (!isTokenProgram(owner)) return undefined;
  const extended = data.length > tokenAccountBytes && owner === programs.token2022 && data[tokenAccountBytes] === accountKind.mint;
  if ((data.length !== mintBytes && !extended) || data[45] !== 1) return undefined;
  const mintAuthority = readPubkeyOption(data, 0);
  const freezeAuthority = readPubkeyOption(data, 46);
  const config = extended ? readExtension(data, extension.transferFeeConfig) : undefined;
  return {
    supply: readU64(data, 36),
    decimals: data[44] ?? 0,
    ...(mintAuthority === undefined ? {} : { mintAuthority }),
    ...(freezeAuthority === undefined ? {} : { freezeAuthority }),
    // The newer of its two fees: the older one is for epochs this chain has behind it.
    ...(config?.length === 108 ? { transferFee: { maximum: readU64(config, 98), basisPoints: readU16(config, 106) } } : {}),
  };
}

/** @returns undefined for anything that is not an initialized token account */
export function decodeTokenAccount({ owner, data }: OwnedData): TokenAccountState | undefined {
  if (!isTokenProgram(owner)) return undefined;
  const extended = data.length > tokenAccountBytes && owner === programs.token2022 && data[tokenAccountBytes] === accountKind.account;
  const state = states[data[108] ?? 0];
  if ((data.length !== tokenAccountBytes && !extended) || state === undefined || state === "uninitialized") return undefined;
  const delegate = readPubkeyOption(data, 72);
  const closeAuthority = readPubkeyOption(data, 129);
  const withheld = extended ? readExtension(data, extension.transferFeeAmount) : undefined;
  return {
    mint: encodeAddress(data.subarray(0, 32)),
    owner: encodeAddress(data.subarray(32, 64)),
    amount: readU64(data, 64),
    state,
    ...(delegate === undefined ? {} : { delegate: { address: delegate, amount: readU64(data, 121) } }),
    ...(closeAuthority === undefined ? {} : { closeAuthority }),
    ...(readU32(data, 109) === 1 ? { nativeReserve: readU64(data, 113) } : {}),
    ...(withheld?.length === 8 ? { withheldFee: readU64(withheld, 0) } : {}),
  };
}

/** What is withheld of one transfer, in atomic units. */
export function feeOf(options: { readonly amount: bigint; readonly fee: TransferFee | undefined }): bigint {
  const { amount, fee } = options;
  if (fee === undefined) return 0n;
  const share = (amount * BigInt(fee.basisPoints) + 9_999n) / 10_000n;
  return share < fee.maximum ? share : fee.maximum;
}

function readPubkeyOption(data: Uint8Array, at: number): string | undefined {
  return readU32(data, at) === 1 ? encodeAddress(data.subarray(at + 4, at + 36)) : undefined;
}

/** The types of an account's extensions, in their order, with what they hold. */
export function readExtensions(data: Uint8Array): readonly { readonly type: number; readonly value: Uint8Array }[] {
  const found: { type: number; value: Uint8Array }[] = [];
  for (let at = tokenAccountBytes + 1; at + 4 <= data.length; ) {
    const type = readU16(data, at);
    const length = readU16(data, at + 2);
    // Type 0 is room not yet used.
    if (type === 0 || at + 4 + length > data.length) break;
    found.push({ type, value: data.subarray(at + 4, at + 4 + length) });
    at += 4 + length;
  }
  return found;
}

function readExtension(data: Uint8Array, type: number): Uint8Array | undefined {
  return readExtensions(data).find((one) => one.type === type)?.value;
}
