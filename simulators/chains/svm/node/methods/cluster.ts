/** Methods about the chain's time and its node. */
import { genesisHash } from "../../genesis.ts";
import type { Engine } from "../engine.ts";
import type { Method } from "../json-rpc.ts";
import { invalidParams, RpcError } from "../json-rpc.ts";
import { addressParam, apiVersion, blockParam, commitmentAloneParam, configParam, listParam, stringParam, u64Param, withContext } from "../params.ts";
import { slotsPerEpoch } from "../slots.ts";
import { maxAge } from "../blockhash-queue.ts";
import { decodeBase58 } from "../../wire/base58.ts";

/** As much as an account may hold. */
const mostAccountBytes = 10n * 1024n * 1024n;

/** @param options.identity the node's own address; nothing is signed with it */
export function clusterMethods(options: { readonly engine: Engine; readonly identity: string }): Readonly<Record<string, Method>> {
  const { slots, blockhashes, ledger, runtime } = options.engine;
  const rentFor = (space: bigint): bigint => {
    if (space > mostAccountBytes) throw new RpcError(-32_600, "Invalid request");
    return runtime.rentFor(space);
  };
  const constant = (value: unknown): Method => ({ params: [0, 0], run: () => value });
  return {
    getLatestBlockhash: {
      params: [0, 1],
      run([settings]) {
        const block = blockParam({ slots, config: configParam(settings) });
        return withContext(block, { blockhash: block.hash, lastValidBlockHeight: block.height + maxAge });
      },
    },
    isBlockhashValid: {
      params: [1, 2],
      run([hash, settings]) {
        const text = stringParam(hash, "a blockhash");
        if (decodeBase58(text, 44)?.length !== 32) throw invalidParams("WrongSize");
        const block = blockParam({ slots, config: configParam(settings) });
        return withContext(block, blockhashes.has(text, block.height));
      },
    },
    getSlot: { params: [0, 1], run: ([settings]) => blockParam({ slots, config: configParam(settings) }).slot },
    getBlockHeight: { params: [0, 1], run: ([settings]) => blockParam({ slots, config: configParam(settings) }).height },
    getEpochInfo: {
      params: [0, 1],
      run([settings]) {
        const { slot, height } = blockParam({ slots, config: configParam(settings) });
        return { absoluteSlot: slot, blockHeight: height, epoch: slot / slotsPerEpoch, slotIndex: slot % slotsPerEpoch, slotsInEpoch: slotsPerEpoch, transactionCount: ledger.sequence() };
      },
    },
    getBlockTime: {
      params: [1, 1],
      run([slot]) {
        const wanted = u64Param(slot, "a slot");
        const block = slots.blockAt(wanted);
        if (block === undefined) throw new RpcError(-32_004, `Block not available for slot ${wanted}`);
        return block.time;
      },
    },
    getTransactionCount: {
      params: [0, 1],
      run([settings]) {
        blockParam({ slots, config: configParam(settings) });
        return ledger.sequence();
      },
    },
    getMinimumBalanceForRentExemption: {
      params: [1, 2],
      run([space, settings]) {
        commitmentAloneParam(settings);
        return rentFor(u64Param(space, "a number of bytes"));
      },
    },
    getRecentPrioritizationFees: {
      params: [0, 1],
      run([addresses]) {
        listParam(addresses ?? [], "addresses", 128).forEach(addressParam);
        const { slot } = slots.block("processed");
        return Array.from({ length: 150 }, (_, index) => ({ slot: slot - BigInt(149 - index), prioritizationFee: 0 }));
      },
    },
    getGenesisHash: constant(genesisHash),
    getHealth: constant("ok"),
    getVersion: constant({ "solana-core": apiVersion, "feature-set": 3_640_012_085 }),
    getIdentity: constant({ identity: options.identity }),
    getFirstAvailableBlock: constant(0),
    minimumLedgerSlot: constant(0),
    getEpochSchedule: constant({ slotsPerEpoch, leaderScheduleSlotOffset: slotsPerEpoch, warmup: false, firstNormalEpoch: 0, firstNormalSlot: 0 }),
  };
}
