/** Methods that read back what landed. */
import type { Engine } from "../engine.ts";
import { invalidParams, RpcError } from "../json-rpc.ts";
import type { Method } from "../json-rpc.ts";
import type { LandedTransaction } from "../ledger.ts";
import { addressParam, blockParam, configParam, historyCommitmentParam, listParam, signatureParam, u64Param, withContext } from "../params.ts";
import { transactionJson, transactionViewParam } from "../transaction-json.ts";

const maxSignatures = 256;
const maxListed = 1_000;

export function historyMethods({ ledger, slots }: Engine): Readonly<Record<string, Method>> {
  const isAt = (landed: LandedTransaction, commitment: "confirmed" | "finalized"): boolean => {
    const level = ledger.levelOf(landed);
    return level === "finalized" || level === commitment;
  };
  return {
    getSignatureStatuses: {
      params: [1, 2],
      run([signatures, settings]) {
        // Searched is all there is, whether asked for or not: nothing here is in a slower place. Who says something has to say this.
        const given = settings === undefined || settings === null ? undefined : configParam(settings);
        if (given !== undefined && typeof given["searchTransactionHistory"] !== "boolean") throw invalidParams("Invalid params: missing field `searchTransactionHistory`.");
        const found = listParam(signatures, "signatures", maxSignatures).map((signature) => {
          const landed = ledger.find(signatureParam(signature));
          return landed === undefined ? null : statusJson(landed);
        });
        return withContext(blockParam({ slots, config: { commitment: "processed" } }), found);
      },
    },
    getTransaction: {
      params: [1, 2],
      run([signature, settings]) {
        // An encoding alone, as older clients send it.
        const config = configParam(typeof settings === "string" ? { encoding: settings } : settings);
        const commitment = historyCommitmentParam(config);
        const view = transactionViewParam(config);
        const landed = ledger.find(signatureParam(signature));
        return landed === undefined || landed.details === undefined || !isAt(landed, commitment) ? null : transactionJson({ landed, details: landed.details, view });
      },
    },
    getSignaturesForAddress: {
      params: [1, 2],
      run([holder, settings]) {
        const config = configParam(settings);
        const commitment = historyCommitmentParam(config);
        const address = addressParam(holder);
        const before = config["before"] === undefined || config["before"] === null ? undefined : signatureParam(config["before"]);
        const until = config["until"] === undefined || config["until"] === null ? undefined : signatureParam(config["until"]);
        const limit = Number(u64Param(config["limit"] ?? maxListed, "limit"));
        if (limit === 0 || limit > maxListed) throw invalidParams(`Invalid limit; max ${maxListed}`);
        for (const named of [before, until]) if (named !== undefined && ledger.find(named) === undefined) throw new RpcError(-32_020, `Transaction ${named} not found`);
        blockParam({ slots, config });
        const found: unknown[] = [];
        let reached = before === undefined;
        for (const landed of ledger.newestFirst()) {
          if (landed.signature === until || found.length >= limit) break;
          if (reached && landed.keys.includes(address) && isAt(landed, commitment)) found.push(listedJson(landed));
          if (landed.signature === before) reached = true;
        }
        return found;
      },
    },
  };

  function statusJson(landed: LandedTransaction): unknown {
    const { error } = landed;
    const level = ledger.levelOf(landed);
    const age = slots.block("processed").slot - (landed.confirmingFrom ?? landed.slot);
    return {
      slot: landed.slot,
      // Null says that there can be no more: it is rooted.
      confirmations: level === "finalized" ? null : age,
      status: error === undefined ? { Ok: null } : { Err: error },
      err: error ?? null,
      confirmationStatus: level,
    };
  }

  function listedJson(landed: LandedTransaction): unknown {
    return { signature: landed.signature, slot: landed.slot, err: landed.error ?? null, memo: landed.memo, blockTime: landed.time, confirmationStatus: ledger.levelOf(landed), transactionIndex: landed.index };
  }
}
