import { randomBytes } from "node:crypto";
import { encodeBase58 } from "../wire/base58.ts";
import type { BlockhashQueue } from "./blockhash-queue.ts";
import { maxAge } from "./blockhash-queue.ts";
import type { Runtime } from "./runtime.ts";

export type Commitment = "processed" | "confirmed" | "finalized";

/** How many slots later a slot is confirmed, and finalized. */
export interface CommitmentSlots {
  readonly confirmSlots: bigint;
  readonly finalizeSlots: bigint;
}

export interface Block {
  readonly slot: bigint;
  readonly height: bigint;
  /** Seconds since 1970. */
  readonly time: bigint;
  readonly hash: string;
}

/** The chain's time: slots, one block in each, by a timer outside. */
export interface Slots {
  /** The newest block at a commitment level. */
  block(commitment: Commitment): Block;
  /** One of the latest 512. */
  blockAt(slot: bigint): Block | undefined;
  readonly commitmentSlots: CommitmentSlots;
  setCommitmentSlots(slots: CommitmentSlots): void;
  /** The level that something of a slot has by now. */
  levelOf(slot: bigint): Commitment;
  /** Goes on by so many slots. */
  advance(count?: number): void;
  /** A blockhash that nobody else was given and that is valid as long as any: to be expired without harm to others. */
  issueBlockhash(): { readonly blockhash: string; readonly lastValidBlockHeight: bigint };
  /** Tells the runtime what time it is. To be called before it executes or simulates anything. */
  tellRuntime(): void;
  /** Has the runtime told again, whatever it knows: it has been put back to an earlier state. */
  forgetTold(): void;
  onSlot(told: (block: Block) => void): void;
}

/** As far back as blocks are kept, and lookup tables can be created for. */
const blocksKept = 512;
export const slotsPerEpoch = 432_000n;
/** Not 0, and heights are others than slots, as on a chain that has lived: so who takes one for the other is found out. */
const firstSlot = 400_000_000n;
const skippedSlots = 21_000_000n;

/** @param options.now seconds since 1970 */
export function createSlots(options: { readonly runtime: Runtime; readonly blockhashes: BlockhashQueue; readonly commitmentSlots: CommitmentSlots; readonly now: () => bigint }): Slots {
  const { runtime, blockhashes, now } = options;
  let commitmentSlots = options.commitmentSlots;
  const listeners: ((block: Block) => void)[] = [];
  /** Newest last. */
  const blocks: Block[] = [];
  let told: { readonly slot: bigint; readonly unixTimestamp: bigint } | undefined;

  const add = (slot: bigint): Block => {
    const block = { slot, height: slot - skippedSlots, time: now(), hash: encodeBase58(randomBytes(32)) };
    blocks.push(block);
    if (blocks.length > blocksKept) blocks.shift();
    blockhashes.add(block.hash, block.height);
    return block;
  };
  // A few blocks of the past: a finalized one is asked for from the first moment on.
  for (let slot = firstSlot; slot < firstSlot + 40n; slot++) add(slot);

  const newest = (): Block => blocks.at(-1) ?? add(firstSlot);
  const at = (slot: bigint): Block | undefined => blocks[blocks.length - 1 - Number(newest().slot - slot)];
  const behind = (commitment: Commitment): bigint => ({ processed: 0n, confirmed: commitmentSlots.confirmSlots, finalized: commitmentSlots.finalizeSlots })[commitment];

  return {
    block: (commitment) => at(newest().slot - behind(commitment)) ?? blocks[0] ?? newest(),
    blockAt: at,
    get commitmentSlots() {
      return commitmentSlots;
    },
    setCommitmentSlots: (slots) => void (commitmentSlots = slots),
    levelOf(slot) {
      const age = newest().slot - slot;
      return age >= commitmentSlots.finalizeSlots ? "finalized" : age >= commitmentSlots.confirmSlots ? "confirmed" : "processed";
    },
    advance(count = 1) {
      for (let done = 0; done < count; done++) {
        const block = add(newest().slot + 1n);
        for (const listener of listeners) listener(block);
      }
    },
    issueBlockhash() {
      const hash = encodeBase58(randomBytes(32));
      const { height } = newest();
      blockhashes.add(hash, height);
      return { blockhash: hash, lastValidBlockHeight: height + maxAge };
    },
    tellRuntime() {
      const { slot } = newest();
      const unixTimestamp = now();
      if (told?.slot === slot && told.unixTimestamp === unixTimestamp) return;
      const isNewSlot = told?.slot !== slot;
      told = { slot, unixTimestamp };
      runtime.setTime({ slot, epoch: slot / slotsPerEpoch, unixTimestamp });
      if (!isNewSlot) return;
      // The newest slot too: on a real chain a slot has passed by the time a transaction that names it lands.
      runtime.setSlotHashes(blocks.toReversed());
    },
    forgetTold: () => void (told = undefined),
    onSlot: (listener) => void listeners.push(listener),
  };
}
