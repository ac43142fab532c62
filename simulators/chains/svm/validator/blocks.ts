/** Every transaction on the chain, read once from its confirmed blocks. */
import { setTimeout as sleep } from "node:timers/promises";
import { decodeBase58, encodeBase58, parseTransaction } from "../wire/index.ts";
import type { CompiledInstruction, Message } from "../wire/index.ts";
import { SvmNodeError } from "../errors.ts";
import type { RpcClient } from "../rpc-client.ts";
import { slotAt, untilSlot } from "./slots.ts";

/** What a token account held, as a block tells it. */
export interface BlockTokenBalance {
  readonly accountIndex: number;
  readonly mint: string;
  readonly owner: string;
}

export interface BlockTransaction {
  /** Base58 of the first. */
  readonly signature: string;
  readonly slot: bigint;
  /** The whole transaction. */
  readonly bytes: Uint8Array;
  readonly message: Message;
  /** Static and looked-up keys, in the order of indexes. */
  readonly keys: readonly string[];
  /** As RPC writes it; null where the transaction succeeded. */
  readonly error: unknown;
  /** Lamports. */
  readonly fee: bigint;
  /** What programs called, by the index of the instruction that called them. */
  readonly inner: ReadonlyMap<number, readonly CompiledInstruction[]>;
  /** Before and after, in no order: who holds an account, and of what mint. */
  readonly tokenBalances: readonly BlockTokenBalance[];
}

export interface BlockReader {
  /**
   * Every transaction but votes, oldest first, up to the newest slot the validator had processed when asked:
   * waits until that one is confirmed.
   *
   * @throws SvmNodeError `svm.rpc-unreachable`, or `svm.rpc-error`
   */
  read(): Promise<readonly BlockTransaction[]>;
}

/** How long to wait between two questions, in milliseconds: an eighth of a slot. */
const pauseMs = 50;
/** Half a minute. */
const mostTries = 600;
/** Asked for at the same time. */
const blocksPerCall = 25;
/** JSON-RPC errors that mean "not yet" and "never": Agave's names are BlockStatusNotAvailableYet, BlockNotAvailable, SlotSkipped, LongTermStorageSlotSkipped. */
const notYet = new Set([-32_014, -32_004]);
const skipped = new Set([-32_007, -32_009]);
const voteProgram = "Vote111111111111111111111111111111111111111";

interface RpcBlock {
  readonly transactions?: readonly {
    readonly transaction: readonly [string, "base64"];
    readonly meta: {
      readonly err: unknown;
      readonly fee: number | bigint;
      readonly innerInstructions?: readonly { readonly index: number; readonly instructions: readonly RpcInstruction[] }[] | null;
      readonly preTokenBalances?: readonly BlockTokenBalance[] | null;
      readonly postTokenBalances?: readonly BlockTokenBalance[] | null;
      readonly loadedAddresses?: { readonly writable: readonly string[]; readonly readonly: readonly string[] };
    };
  }[];
}

interface RpcInstruction {
  readonly programIdIndex: number;
  readonly accounts: readonly number[];
  readonly data: string;
}

/** @param options.after the first slot to read is the one after it */
export function createBlockReader(options: { readonly rpc: RpcClient; readonly after: bigint }): BlockReader {
  const { rpc } = options;
  const transactions: BlockTransaction[] = [];
  let last = options.after;
  let reading: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  async function readOn(): Promise<void> {
    const target = await slotAt({ rpc, commitment: "processed" });
    await untilSlot({ rpc, commitment: "confirmed", slot: target });
    if (target <= last) return;
    const slots = await rpc.call<readonly number[]>("getBlocks", [Number(last + 1n), Number(target), { commitment: "confirmed" }]);
    for (let from = 0; from < slots.length; from += blocksPerCall) {
      const blocks = await Promise.all(slots.slice(from, from + blocksPerCall).map(async (slot) => ({ slot: BigInt(slot), block: await readBlock({ rpc, slot }) })));
      for (const { slot, block } of blocks) {
        transactions.push(...transactionsOf({ slot, block }));
        last = slot;
      }
    }
    last = target;
  }

  /** Who asks while blocks are being read needs newer ones: all of those share the next reading. */
  function catchUp(): Promise<void> {
    if (reading === undefined) {
      reading = readOn().finally(() => (reading = undefined));
      return reading;
    }
    next ??= reading.catch(() => undefined).then(() => {
      next = undefined;
      return catchUp();
    });
    return next;
  }

  return {
    async read() {
      await catchUp();
      return transactions;
    },
  };
}

/** @returns undefined for a slot without a block */
async function readBlock(options: { readonly rpc: RpcClient; readonly slot: number }): Promise<RpcBlock | undefined> {
  const call = {
    method: "getBlock",
    params: [options.slot, { encoding: "base64", transactionDetails: "full", maxSupportedTransactionVersion: 0, rewards: false, commitment: "confirmed" }],
  };
  let found = "null";
  for (let tries = 0; tries < mostTries; tries++) {
    const answer = await options.rpc.attempt<RpcBlock | null>(call);
    if ("result" in answer) {
      if (answer.result !== null) return answer.result;
    } else {
      if (skipped.has(answer.error.code)) return undefined;
      found = `JSON-RPC error ${answer.error.code}: ${answer.error.message}`;
      if (!notYet.has(answer.error.code)) break;
    }
    // What a transaction did is written down a moment after its slot is confirmed.
    await sleep(pauseMs);
  }
  throw new SvmNodeError({ code: "svm.rpc-error", message: `The validator's block of slot ${options.slot} cannot be read.`, found });
}

function transactionsOf(options: { readonly slot: bigint; readonly block: RpcBlock | undefined }): readonly BlockTransaction[] {
  return (options.block?.transactions ?? []).flatMap(({ transaction: [payload], meta }): readonly BlockTransaction[] => {
    const bytes = new Uint8Array(Buffer.from(payload, "base64"));
    const parsed = parseTransaction(bytes);
    // What the validator put into a block can be read; what cannot is none of the kinds this harness knows.
    if (!parsed.ok) return [];
    const { message, signatures } = parsed.transaction;
    if (message.instructions.every(({ programIndex }) => message.staticKeys[programIndex] === voteProgram)) return [];
    return [
      {
        signature: encodeBase58(signatures[0] ?? new Uint8Array()),
        slot: options.slot,
        bytes,
        message,
        keys: [...message.staticKeys, ...(meta.loadedAddresses?.writable ?? []), ...(meta.loadedAddresses?.readonly ?? [])],
        error: meta.err,
        fee: BigInt(meta.fee),
        inner: new Map((meta.innerInstructions ?? []).map(({ index, instructions }) => [index, instructions.map(toInstruction)])),
        tokenBalances: [...(meta.preTokenBalances ?? []), ...(meta.postTokenBalances ?? [])],
      },
    ];
  });
}

const toInstruction = ({ programIdIndex, accounts, data }: RpcInstruction): CompiledInstruction => ({
  programIndex: programIdIndex,
  accountIndexes: accounts,
  data: decodeBase58(data) ?? new Uint8Array(),
});
