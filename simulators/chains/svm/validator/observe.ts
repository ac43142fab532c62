/** What happened on a validator's chain, from its blocks: transfers and transactions, over RPC alone. */
import { NATIVE } from "../../chain.ts";
import type { ChainBalance, ChainTransaction } from "../../chain.ts";
import type { LandedTransaction, SvmTransfer } from "../chain.ts";
import { mintOf } from "../genesis.ts";
import { tokenMovements } from "../node/movements.ts";
import type { RpcClient } from "../rpc-client.ts";
import { decodeTokenAccount } from "../token-state.ts";
import { associatedTokenAddress, decompileInstructions, programs } from "../wire/index.ts";
import type { Instruction } from "../wire/index.ts";
import { createBlockReader } from "./blocks.ts";
import type { BlockTransaction } from "./blocks.ts";

interface RpcAccount {
  readonly owner: string;
  readonly lamports: number | bigint;
  readonly data: readonly [string, "base64"];
  readonly executable: boolean;
}

interface Account {
  readonly owner: string;
  readonly lamports: bigint;
  readonly data: Uint8Array;
  readonly executable: boolean;
}

export interface Observer {
  transfers(options: { readonly after: bigint; readonly accounts: readonly string[]; readonly asset: string }): Promise<readonly SvmTransfer[]>;
  transactions(options: { readonly ids: readonly string[] }): Promise<readonly ChainTransaction[]>;
  landed(options: { readonly account: string; readonly after?: bigint }): Promise<readonly LandedTransaction[]>;
  balances(options: { readonly accounts: readonly string[]; readonly asset: string }): Promise<readonly ChainBalance[]>;
}

/** `getMultipleAccounts` answers for so many at most. */
const accountsPerCall = 100;

/**
 * Positions are slots: a slot that RPC shows as processed takes no more transactions.
 *
 * @param options.after what happened up to this slot is not looked at
 */
export function createObserver(options: { readonly rpc: RpcClient; readonly after: bigint }): Observer {
  const { rpc } = options;
  const blocks = createBlockReader(options);
  /** Of mints, for their fees: mints keep them. */
  const mintAccounts = new Map<string, Account | undefined>();

  async function learnMints(transactions: readonly BlockTransaction[]): Promise<void> {
    const unknown = [...new Set(transactions.flatMap(({ tokenBalances }) => tokenBalances.map(({ mint }) => mint)))].filter((mint) => !mintAccounts.has(mint));
    const found = await readAccounts({ rpc, addresses: unknown });
    unknown.forEach((mint, index) => mintAccounts.set(mint, found[index]));
  }

  return {
    async transfers({ after, accounts, asset }) {
      const wanted = new Set(accounts);
      const candidates = (await blocks.read()).filter(
        ({ slot, error, tokenBalances }) => slot > after && error === null && tokenBalances.some(({ mint, owner }) => mint === asset && wanted.has(owner)),
      );
      await learnMints(candidates);
      return candidates.flatMap((transaction) =>
        movementsOf({ transaction, mintAccounts }).flatMap((movement, index): readonly SvmTransfer[] =>
          movement.asset === asset && (wanted.has(movement.sender) || wanted.has(movement.recipient))
            ? [{ ...movement, transaction: transaction.signature, position: transaction.slot, key: `${transaction.signature}/${index}` }]
            : [],
        ),
      );
    },
    async transactions({ ids }) {
      const wanted = new Set(ids);
      return (await blocks.read()).flatMap((transaction) => {
        const { id, sender, input, status, fee } = shown(transaction);
        return wanted.has(id) ? [{ id, sender, to: null, input, status, fee }] : [];
      });
    },
    async landed({ account, after = -1n }) {
      return (await blocks.read()).filter(({ slot, keys }) => slot > after && keys.includes(account)).map(shown);
    },
    async balances({ accounts, asset }) {
      const tokenProgram = mintOf(asset)?.tokenProgram ?? (asset === NATIVE ? undefined : (await readAccounts({ rpc, addresses: [asset] }))[0]?.owner) ?? programs.token;
      const addresses = asset === NATIVE ? accounts : accounts.map((owner) => associatedTokenAddress({ owner, mint: asset, tokenProgram }));
      const found = await readAccounts({ rpc, addresses });
      return accounts.map((address, index) => {
        const account = found[index];
        const amount = account === undefined ? 0n : asset === NATIVE ? account.lamports : (decodeTokenAccount(account)?.amount ?? 0n);
        return { address, asset, amount };
      });
    },
  };
}

function shown({ signature, keys, bytes, error, slot, fee }: BlockTransaction): LandedTransaction {
  return { id: signature, sender: keys[0] ?? "", input: Buffer.from(bytes).toString("base64"), status: error === null ? "success" : "reverted", position: slot, fee, error };
}

function movementsOf(options: { readonly transaction: BlockTransaction; readonly mintAccounts: ReadonlyMap<string, Account | undefined> }): ReturnType<typeof tokenMovements> {
  const { transaction, mintAccounts } = options;
  const { message, keys, inner, tokenBalances } = transaction;
  const holders = new Map(tokenBalances.map(({ accountIndex, owner, mint }) => [keys[accountIndex] ?? "", { owner, mint }]));
  const instructions = decompileInstructions({ message, keys }).flatMap((instruction, index): readonly Instruction[] => [
    instruction,
    ...(inner.get(index) ?? []).map(({ programIndex, accountIndexes, data }) => ({
      program: keys[programIndex] ?? "",
      accounts: accountIndexes.map((account) => ({ address: keys[account] ?? "", signer: false, writable: false })),
      data,
    })),
  ]);
  return tokenMovements({ runtime: { getAccount: (address) => mintAccounts.get(address) }, instructions, holders });
}

async function readAccounts(options: { readonly rpc: RpcClient; readonly addresses: readonly string[] }): Promise<readonly (Account | undefined)[]> {
  const { rpc, addresses } = options;
  const chunks = Array.from({ length: Math.ceil(addresses.length / accountsPerCall) }, (_, index) => addresses.slice(index * accountsPerCall, (index + 1) * accountsPerCall));
  const answers = await rpc.batch<{ readonly value: readonly (RpcAccount | null)[] }>(
    chunks.map((chunk) => ({ method: "getMultipleAccounts", params: [chunk, { encoding: "base64", commitment: "processed" }] })),
  );
  return answers.flatMap(({ value }) =>
    value.map((account) =>
      account === null ? undefined : { owner: account.owner, lamports: BigInt(account.lamports), data: new Uint8Array(Buffer.from(account.data[0], "base64")), executable: account.executable },
    ),
  );
}
