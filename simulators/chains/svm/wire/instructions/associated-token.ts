/** The Associated Token Account program. */
import { associatedTokenAddress } from "../addresses.ts";
import type { Instruction } from "../instruction.ts";
import { readonlyAccount, writableAccount, writableSigner } from "../instruction.ts";
import { programs } from "../program-ids.ts";

export interface CreateTokenAccount {
  /** Pays the rent. */
  readonly payer: string;
  readonly owner: string;
  readonly mint: string;
  /** Default: SPL Token. */
  readonly tokenProgram?: string;
}

const create = (discriminator: number, { payer, owner, mint, tokenProgram = programs.token }: CreateTokenAccount): Instruction => ({
  program: programs.associatedToken,
  accounts: [
    writableSigner(payer),
    writableAccount(associatedTokenAddress({ owner, mint, tokenProgram })),
    readonlyAccount(owner),
    readonlyAccount(mint),
    readonlyAccount(programs.system),
    readonlyAccount(tokenProgram),
  ],
  data: Uint8Array.of(discriminator),
});

/** Discriminator 0: fails where the account exists. */
export const createAssociatedToken = (options: CreateTokenAccount): Instruction => create(0, options);
/** Discriminator 1: leaves an account that exists. */
export const createAssociatedTokenIdempotent = (options: CreateTokenAccount): Instruction => create(1, options);

export interface AssociatedTokenInstruction {
  readonly kind: "create" | "createIdempotent" | "recoverNested";
  readonly payer: string;
  readonly account: string;
  readonly owner: string;
  readonly mint: string;
  readonly tokenProgram: string;
}

/** @returns undefined for another program's, an unknown discriminator, and too few accounts; for recoverNested the fields are accounts by position */
export function decodeAssociatedToken({ program, accounts, data }: Instruction): AssociatedTokenInstruction | undefined {
  // No data at all means create: that is how the program began.
  const kind = (["create", "createIdempotent", "recoverNested"] as const)[data[0] ?? 0];
  const [payer, account, owner, mint, , tokenProgram] = accounts.map(({ address }) => address);
  if (program !== programs.associatedToken || kind === undefined || data.length > 1) return undefined;
  if (payer === undefined || account === undefined || owner === undefined || mint === undefined || tokenProgram === undefined) return undefined;
  return { kind, payer, account, owner, mint, tokenProgram };
}
