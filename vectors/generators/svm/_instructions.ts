import type { Instruction, Meta } from "./_compile.ts";
import { littleEndian, PROGRAMS } from "./_keys.ts";

/** SetComputeUnitLimit. */
export const computeLimit = (units: number): Instruction => ({ program: PROGRAMS.computeBudget, accounts: [], data: Uint8Array.of(2, ...littleEndian(units, 4)) });

/** SetComputeUnitPrice, in micro-lamports for a unit. */
export const computePrice = (price: bigint | number): Instruction => ({ program: PROGRAMS.computeBudget, accounts: [], data: Uint8Array.of(3, ...littleEndian(price, 8)) });

export type Transfer = {
  readonly source: string;
  readonly mint: string;
  readonly destination: string;
  readonly authority: string;
  readonly amount: bigint;
  readonly decimals: number;
  readonly tokenProgram?: string;
  /** Accounts behind the authority, where a multisig has its signers. */
  readonly more?: readonly Meta[];
};

/** TransferChecked of either token program. */
export const transferChecked = ({ source, mint, destination, authority, amount, decimals, tokenProgram = PROGRAMS.token, more = [] }: Transfer): Instruction => ({
  program: tokenProgram,
  accounts: [{ address: source, writable: true }, { address: mint }, { address: destination, writable: true }, { address: authority, signer: true }, ...more],
  data: Uint8Array.of(12, ...littleEndian(amount, 8), decimals),
});

/** A Memo. */
export const memo = (text: string | Uint8Array, signers: readonly string[] = []): Instruction => ({
  program: PROGRAMS.memo,
  accounts: signers.map((address) => ({ address, signer: true })),
  data: typeof text === "string" ? new TextEncoder().encode(text) : text,
});

/** A guard as wallets add them: an assertion about one account, in a form only Lighthouse reads. */
export const lighthouse = (accounts: readonly Meta[], tag = 0): Instruction => ({ program: PROGRAMS.lighthouse, accounts, data: Uint8Array.of(6, 0, 1, 0, tag) });

/** A transfer of lamports. */
export const systemTransfer = (from: string, to: string, lamports: number): Instruction => ({
  program: PROGRAMS.system,
  accounts: [{ address: from, signer: true, writable: true }, { address: to, writable: true }],
  data: Uint8Array.of(2, 0, 0, 0, ...littleEndian(lamports, 8)),
});

/** Creation of an associated token account; `idempotent` passes where it is there already. */
export const createAta = (options: { funder: string; account: string; owner: string; mint: string; idempotent: boolean }): Instruction => ({
  program: PROGRAMS.ata,
  accounts: [
    { address: options.funder, signer: true, writable: true },
    { address: options.account, writable: true },
    { address: options.owner },
    { address: options.mint },
    { address: PROGRAMS.system },
    { address: PROGRAMS.token },
  ],
  data: options.idempotent ? Uint8Array.of(1) : new Uint8Array(0),
});
