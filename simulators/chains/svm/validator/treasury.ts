/** The mint authority of a validator's chain: it gives wallets their money, and pays for what the harness sends. */
import type { SvmMint } from "../genesis.ts";
import type { RpcClient } from "../rpc-client.ts";
import {
  associatedTokenAddress,
  compileMessage,
  createAssociatedTokenIdempotent,
  encodeBase58,
  mintTo,
  serializeBase64Transaction,
  setComputeUnitLimit,
  signTransaction,
  transferSol,
} from "../wire/index.ts";
import type { Instruction, KeyPair } from "../wire/index.ts";
import { latestBlockhash } from "./latest-blockhash.ts";
import { sendAll } from "./sender.ts";

/** What one owner is to get of one mint, in atomic units and lamports, on top of what they have. */
export interface Grant {
  readonly address: string;
  readonly mint: SvmMint;
  readonly amount: bigint;
  readonly lamports: bigint;
}

export interface Treasury {
  /** Gives each an associated token account, and what it is to get. Resolves when all of it is confirmed. */
  grant(grants: readonly Grant[]): Promise<void>;
  /** Sends each group of instructions as one transaction. Resolves when all are confirmed. */
  send(groups: readonly (readonly Instruction[])[]): Promise<void>;
}

/** As many as fit into the 1232 bytes of a transaction: each brings two keys and three instructions, 106 bytes. */
const grantsPerTransaction = 8;
/** Far above what a grant needs (30,000 or so, for the account's address is searched), and far below what a block lets transactions spend that write one account. */
const unitsPerTransaction = grantsPerTransaction * 60_000;

/** @param options.authority may mint, and pays fees and rent */
export function createTreasury(options: { readonly rpc: RpcClient; readonly authority: KeyPair }): Treasury {
  const { rpc, authority } = options;
  let sent = 0;

  async function send(groups: readonly (readonly Instruction[])[]): Promise<void> {
    if (groups.length === 0) return;
    const { blockhash, lastValidBlockHeight } = await latestBlockhash(rpc);
    const transactions = groups.map((group) => {
      // The limit's number makes each transaction another one: the same grant twice under one blockhash would be the
      // same transaction, and be taken once.
      const instructions = [setComputeUnitLimit(unitsPerTransaction + (sent++ % 100_000)), ...group];
      const transaction = signTransaction({ message: compileMessage({ feePayer: authority.address, blockhash, instructions }), signers: [authority] });
      return { signature: encodeBase58(transaction.signatures[0] ?? new Uint8Array()), payload: serializeBase64Transaction(transaction), lastValidBlockHeight };
    });
    await sendAll({ rpc, transactions });
  }

  function instructionsFor({ address, mint, amount, lamports }: Grant): readonly Instruction[] {
    const token = { owner: address, mint: mint.address, tokenProgram: mint.tokenProgram };
    return [
      createAssociatedTokenIdempotent({ payer: authority.address, ...token }),
      ...(amount === 0n ? [] : [mintTo({ mint: mint.address, account: associatedTokenAddress(token), authority: authority.address, amount, tokenProgram: mint.tokenProgram })]),
      ...(lamports === 0n ? [] : [transferSol({ from: authority.address, to: address, lamports })]),
    ];
  }

  return {
    send,
    async grant(grants) {
      const chunks = Array.from({ length: Math.ceil(grants.length / grantsPerTransaction) }, (_, index) => grants.slice(index * grantsPerTransaction, (index + 1) * grantsPerTransaction));
      await send(chunks.map((chunk) => chunk.flatMap(instructionsFor)));
    },
  };
}
