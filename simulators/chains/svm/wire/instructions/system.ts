/** The System program: SOL, accounts, durable nonces. */
import { addressBytes } from "../addresses.ts";
import { concatBytes, readU32, readU64, u32, u64 } from "../bytes.ts";
import type { Instruction } from "../instruction.ts";
import { readonlyAccount, readonlySigner, writableAccount, writableSigner } from "../instruction.ts";
import { programs, sysvars } from "../program-ids.ts";

/** Discriminator 2. */
export const transferSol = (options: { readonly from: string; readonly to: string; readonly lamports: bigint }): Instruction => ({
  program: programs.system,
  accounts: [writableSigner(options.from), writableAccount(options.to)],
  data: concatBytes(u32(2), u64(options.lamports)),
});

/** Discriminator 0: the new account signs too. @param options.space bytes */
export const createAccount = (options: { readonly payer: string; readonly account: string; readonly lamports: bigint; readonly space: bigint; readonly owner: string }): Instruction => ({
  program: programs.system,
  accounts: [writableSigner(options.payer), writableSigner(options.account)],
  data: concatBytes(u32(0), u64(options.lamports), u64(options.space), addressBytes(options.owner)),
});

/** Discriminator 6: makes an account of 80 bytes a durable nonce. */
export const initializeNonceAccount = (options: { readonly nonce: string; readonly authority: string }): Instruction => ({
  program: programs.system,
  accounts: [writableAccount(options.nonce), readonlyAccount(sysvars.recentBlockhashes), readonlyAccount(sysvars.rent)],
  data: concatBytes(u32(6), addressBytes(options.authority)),
});

/** Discriminator 4: as the first instruction it lets the nonce stand in for a recent blockhash. */
export const advanceNonceAccount = (options: { readonly nonce: string; readonly authority: string }): Instruction => ({
  program: programs.system,
  accounts: [writableAccount(options.nonce), readonlyAccount(sysvars.recentBlockhashes), readonlySigner(options.authority)],
  data: u32(4),
});

export type SystemInstruction =
  | { readonly kind: "transfer"; readonly from: string; readonly to: string; readonly lamports: bigint }
  | { readonly kind: "advanceNonce"; readonly nonce: string; readonly authority: string }
  | { readonly kind: "other"; readonly discriminator: number };

/** @returns undefined for another program's, and for one with too few accounts or bytes */
export function decodeSystem({ program, accounts, data }: Instruction): SystemInstruction | undefined {
  if (program !== programs.system || data.length < 4) return undefined;
  const discriminator = readU32(data, 0);
  const [first, second, third] = accounts.map(({ address }) => address);
  if (discriminator === 2) {
    return data.length < 12 || first === undefined || second === undefined ? undefined : { kind: "transfer", from: first, to: second, lamports: readU64(data, 4) };
  }
  if (discriminator === 4) return first === undefined || third === undefined ? undefined : { kind: "advanceNonce", nonce: first, authority: third };
  return { kind: "other", discriminator };
}
