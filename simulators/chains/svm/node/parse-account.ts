/** Accounts in `jsonParsed`: those that SDKs ask for so, mints, token accounts and lookup tables. */
import { decodeMint, decodeTokenAccount, readExtensions } from "../token-state.ts";
import { encodeBase58 } from "../wire/base58.ts";
import { readU16, readU64 } from "../wire/bytes.ts";
import { decodeLookupTable } from "../wire/instructions/lookup-table.ts";
import { programs } from "../wire/program-ids.ts";
import type { Account, Runtime } from "./runtime.ts";
import { tokenAmountJson } from "./token-amount.ts";

/** @returns undefined for an account nobody here can read: it is then shown in base64 */
export function parseAccount(options: { readonly account: Account; readonly runtime: Runtime; readonly address: string }): unknown {
  const { account, runtime } = options;
  const { owner, data } = account;
  const shown = (program: string, type: string, info: object): unknown => ({ program, parsed: { type, info }, space: data.length });
  if (owner === programs.lookupTable) {
    const table = decodeLookupTable(data);
    if (table === undefined) return undefined;
    const { deactivationSlot, lastExtendedSlot, lastExtendedSlotStartIndex, authority, addresses } = table;
    const info = { deactivationSlot: String(deactivationSlot), lastExtendedSlot: String(lastExtendedSlot), lastExtendedSlotStartIndex, ...(authority === undefined ? {} : { authority }), addresses };
    return shown("address-lookup-table", "lookupTable", info);
  }
  const program = owner === programs.token2022 ? "spl-token-2022" : "spl-token";
  const mint = decodeMint(account);
  if (mint !== undefined) {
    const info = { decimals: mint.decimals, freezeAuthority: mint.freezeAuthority ?? null, isInitialized: true, mintAuthority: mint.mintAuthority ?? null, supply: String(mint.supply) };
    return shown(program, "mint", { ...info, ...extensionsJson(account) });
  }
  const token = decodeTokenAccount(account);
  if (token === undefined) return undefined;
  const mintAccount = runtime.getAccount(token.mint);
  const decimals = mintAccount === undefined ? undefined : decodeMint(mintAccount)?.decimals;
  // Without its mint an amount cannot be shown.
  if (decimals === undefined) return undefined;
  const { delegate, closeAuthority, nativeReserve } = token;
  return shown(program, "account", {
    isNative: nativeReserve !== undefined,
    mint: token.mint,
    owner: token.owner,
    state: token.state,
    tokenAmount: tokenAmountJson(token.amount, decimals),
    ...(delegate === undefined ? {} : { delegate: delegate.address, delegatedAmount: tokenAmountJson(delegate.amount, decimals) }),
    ...(closeAuthority === undefined ? {} : { closeAuthority }),
    ...(nativeReserve === undefined ? {} : { rentExemptReserve: tokenAmountJson(nativeReserve, 9) }),
    ...extensionsJson(account),
  });
}

function extensionsJson({ owner, data }: Account): object {
  if (owner !== programs.token2022 || data.length <= 166) return {};
  return { extensions: readExtensions(data).map(({ type, value }) => extensionJson(type, value)) };
}

const addressOrNull = (bytes: Uint8Array): string | null => (bytes.every((byte) => byte === 0) ? null : encodeBase58(bytes));

function extensionJson(type: number, value: Uint8Array): unknown {
  if (type === 1 && value.length === 108) {
    const fee = (at: number): unknown => ({ epoch: readU64(value, at), maximumFee: readU64(value, at + 8), transferFeeBasisPoints: readU16(value, at + 16) });
    const state = {
      transferFeeConfigAuthority: addressOrNull(value.subarray(0, 32)),
      withdrawWithheldAuthority: addressOrNull(value.subarray(32, 64)),
      withheldAmount: readU64(value, 64),
      olderTransferFee: fee(72),
      newerTransferFee: fee(90),
    };
    return { extension: "transferFeeConfig", state };
  }
  if (type === 2 && value.length === 8) return { extension: "transferFeeAmount", state: { withheldAmount: readU64(value, 0) } };
  if (type === 7) return { extension: "immutableOwner" };
  return { extension: "unparseableExtension" };
}
