/** Methods that take transactions in. */
import { decodeBase58 } from "../../wire/base58.ts";
import { decodeBase64, parseMessage, parseTransaction } from "../../wire/parse-transaction.ts";
import type { ParsedTransaction } from "../../wire/parse-transaction.ts";
import { encodeBase58 } from "../../wire/base58.ts";
import { serializeMessage, serializeTransaction } from "../../wire/serialize-transaction.ts";
import { maxTransactionBytes } from "../../wire/transaction.ts";
import type { JsonObject } from "../../../../json.ts";
import { accountJson, accountViewParam } from "../account-json.ts";
import type { Engine } from "../engine.ts";
import { feeOfMessage } from "../fees.ts";
import type { Method } from "../json-rpc.ts";
import { invalidParams, RpcError } from "../json-rpc.ts";
import { resolveKeys } from "../lookups.ts";
import { maxAge } from "../blockhash-queue.ts";
import { addressParam, blockParam, configParam, flagParam, listParam, stringParam, withContext, wordParam } from "../params.ts";
import type { Simulation } from "../runtime.ts";
import { transactionErrorText } from "../transaction-errors.ts";
import { innerInstructionsJson } from "../instruction-json.ts";

const type = "solana_transaction::versioned::VersionedTransaction";

export function transactionMethods(engine: Engine): Readonly<Record<string, Method>> {
  const { runtime, slots, landing } = engine;

  /** All keys, or the refusal of a transaction whose lookup tables do not give them. */
  function keysOf({ transaction: { message } }: ParsedTransaction): readonly string[] {
    const resolved = resolveKeys({ runtime, message, slot: slots.block("processed").slot });
    if (!resolved.ok) throw invalidParams(`invalid transaction: ${transactionErrorText(resolved.error)}`);
    return resolved.keys;
  }

  return {
    sendTransaction: {
      params: [1, 2],
      run([text, settings]) {
        const config = configParam(settings);
        const parsed = transactionParam(text, config);
        const skipPreflight = flagParam(config, "skipPreflight");
        blockParam({ slots, config: skipPreflight ? { ...config, preflightCommitment: "processed" } : config, member: "preflightCommitment" });
        keysOf(parsed);
        if (!skipPreflight) {
          const simulation = engine.simulate(parsed, { verifySignatures: true });
          if (simulation.error === "SignatureFailure") throw signatureFailure();
          if (simulation.error !== undefined) throw new RpcError(-32_002, `Transaction simulation failed: ${transactionErrorText(simulation.error)}`, simulationJson(simulation));
        }
        // From here on the caller hears no more: what cannot land is dropped, as by validators.
        landing.submit(parsed);
        return encodeBase58(parsed.transaction.signatures[0] ?? new Uint8Array());
      },
    },
    simulateTransaction: {
      params: [1, 2],
      run([text, settings]) {
        const config = configParam(settings);
        let parsed = transactionParam(text, config);
        const block = blockParam({ slots, config });
        const verifySignatures = flagParam(config, "sigVerify");
        const replaced = flagParam(config, "replaceRecentBlockhash");
        if (replaced) {
          if (verifySignatures) throw invalidParams("sigVerify may not be used with replaceRecentBlockhash");
          parsed = withBlockhash(parsed, block.hash);
        }
        const keys = keysOf(parsed);
        const simulation = engine.simulate(parsed, { verifySignatures });
        if (verifySignatures && simulation.error === "SignatureFailure") throw signatureFailure();
        return withContext(block, {
          ...simulationJson(simulation),
          accounts: config["accounts"] === undefined || config["accounts"] === null ? null : wantedAccounts({ config: configParam(config["accounts"]), simulation, keys: keys.length }),
          innerInstructions: flagParam(config, "innerInstructions") && simulation.error === undefined ? innerInstructionsJson({ inner: simulation.inner, keys, parsed: true }) : null,
          replacementBlockhash: replaced ? { blockhash: block.hash, lastValidBlockHeight: block.height + maxAge } : null,
        });
      },
    },
    getFeeForMessage: {
      params: [1, 2],
      run([text, settings]) {
        const block = blockParam({ slots, config: configParam(settings) });
        const bytes = decodeBase64(stringParam(text, "a message"));
        if (bytes === undefined) throw invalidParams("invalid base64 encoding");
        const parsed = parseMessage(bytes);
        if (!parsed.ok) throw invalidParams(`invalid transaction message: ${parsed.detail} (byte ${parsed.position})`);
        return withContext(block, engine.blockhashes.has(parsed.message.blockhash) ? feeOfMessage(parsed.message) : null);
      },
    },
  };

  function wantedAccounts(options: { config: JsonObject; simulation: Simulation; keys: number }): unknown {
    const { config, simulation, keys } = options;
    const view = accountViewParam(config, "base64");
    if (view.encoding === "binary" || view.encoding === "base58") throw invalidParams("base58 encoding not supported");
    const addresses = listParam(config["addresses"] ?? [], "addresses", Infinity);
    if (addresses.length > keys) throw invalidParams(`Too many accounts provided; max ${keys}`);
    return addresses.map(addressParam).map((address) => {
      if (simulation.error !== undefined) return null;
      const account = simulation.accounts.get(address) ?? runtime.getAccount(address);
      return account === undefined || account.lamports === 0n ? null : accountJson({ account, view, runtime, address });
    });
  }
}

const signatureFailure = (): RpcError => new RpcError(-32_003, "Transaction signature verification failure");

/** The result of a simulation as clients read it, also beside a preflight error. */
function simulationJson({ error, logs, unitsConsumed, returnData }: Simulation): object {
  return {
    err: error ?? null,
    logs,
    accounts: null,
    unitsConsumed,
    loadedAccountsDataSize: 0,
    returnData: returnData === undefined ? null : { programId: returnData.programId, data: [Buffer.from(returnData.data).toString("base64"), "base64"] },
    innerInstructions: null,
    replacementBlockhash: null,
  };
}

/** A transaction from the wire. @throws RpcError -32602 for one that is too large, cannot be read, or is refused before any execution */
function transactionParam(value: unknown, config: JsonObject): ParsedTransaction {
  const text = stringParam(value, "a transaction");
  const encoding = wordParam({ config, member: "encoding", words: ["base58", "base64"], otherwise: "base58" });
  const longest = encoding === "base58" ? 1_683 : 1_644;
  if (text.length > longest) throw invalidParams(`${encoding} encoded ${type} too large: ${text.length} bytes (max: encoded/raw ${longest}/${maxTransactionBytes})`);
  const bytes = encoding === "base58" ? decodeBase58(text) : decodeBase64(text);
  if (bytes === undefined) throw invalidParams(`invalid ${encoding} encoding`);
  const parsed = parseTransaction(bytes);
  if (parsed.ok) return parsed;
  const { code, detail, position } = parsed;
  if (code === "transaction.too-large") throw invalidParams(`decoded ${type} too large: ${bytes.length} bytes (max: ${maxTransactionBytes} bytes)`);
  const readable = !["truncated", "trailing-bytes", "length-not-canonical", "version-unsupported"].includes(code.slice("transaction.".length));
  if (readable) throw invalidParams(`invalid transaction: Transaction failed to sanitize accounts offsets correctly: ${detail} (byte ${position})`);
  throw invalidParams(`failed to deserialize ${type}: ${detail} (byte ${position})`);
}

function withBlockhash(parsed: ParsedTransaction, blockhash: string): ParsedTransaction {
  const message = { ...parsed.transaction.message, blockhash };
  const transaction = { ...parsed.transaction, message };
  return { ok: true, transaction, messageBytes: serializeMessage(message), bytes: serializeTransaction(transaction) };
}
