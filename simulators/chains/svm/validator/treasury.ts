/** Puts money into wallets on a validator: real transactions of the account that may mint. */
import { createAssociatedTokenIdempotent, associatedTokenAddress, mintTo, setComputeUnitLimit, transferSol } from "../wire/index.ts";
import type { Instruction, KeyPair } from "../wire/index.ts";
import type { SvmMint } from "../genesis.ts";
import type { ValidatorRpc } from "./rpc.ts";
import { sendAll } from "./sender.ts";

/** What one owner is to get of one mint, in atomic units and lamports, on top of what they have. */
export interface Grant {
  readonly address: string;
  readonly mint: SvmMint;
  readonly amount: bigint;
  readonly lamports: bigint;
}

/** As many as fit into the 1232 bytes of a transaction: each brings two keys and three instructions, 106 bytes. */
const grantsPerTransaction = 8;
/** Far above what a grant needs (measured: 30,000, for the account's address is searched), far below the block's limit per writable account. */
const unitsPerGrant = 60_000;

export interface Treasury {
  /** Resolves when all of it is confirmed. */
  grant(grants: readonly Grant[]): Promise<void>;
  /** Sends each group of instructions as one transaction, paid for by the treasury. */
  send(groups: readonly (readonly Instruction[])[]): Promise<readonly string[]>;
}

/** @param options.authority may mint, and pays fees and rent */
export function createTreasury(options: { readonly rpc: ValidatorRpc; readonly authority: KeyPair }): Treasury {
  const { rpc, authority } = options;
  let sent = 0;

  function instructionsFor({ address, mint, amount, lamports }: Grant): readonly Instruction[] {
    const token = { owner: address, mint: mint.address, tokenProgram: mint.tokenProgram };
    const account = associatedTokenAddress(token);
    return [
      createAssociatedTokenIdempotent({ payer: authority.address, ...token }),
      ...(amount === 0n ? [] : [mintTo({ mint: mint.address, account, authority: authority.address, amount, tokenProgram: mint.tokenProgram })]),
      ...(lamports === 0n ? [] : [transferSol({ from: authority.address, to: address, lamports })]),
    ];
  }

  function send(groups: readonly (readonly Instruction[])[]): Promise<readonly string[]> {
    // The number makes each transaction another one: the same grant twice under one blockhash would be the same
    // transaction, and be taken once.
    const unique = groups.map((group) => [setComputeUnitLimit(unitsPerGrant * grantsPerTransaction + (sent++ % 100_000)), ...group]);
    return sendAll({ rpc, payer: authority, groups: unique });
  }

  return {
    send,
    async grant(grants) {
      const chunks = Array.from({ length: Math.ceil(grants.length / grantsPerTransaction) }, (_, index) => grants.slice(index * grantsPerTransaction, (index + 1) * grantsPerTransaction));
      await send(chunks.map((chunk) => chunk.flatMap(instructionsFor)));
    },
  };
}
