/** Methods that take transactions in. */
import { decodeBase64, parseMessage } from "../../wire/parse-transaction.ts";
import type { ParsedTransaction } from "../../wire/parse-transaction.ts";
import { encodeBase58 } from "../../wire/base58.ts";
import { serializeMessage, serializeTransaction } from "../../wire/serialize-transaction.ts";
import type { JsonObject } from "../../../../json.ts";
import { accountJson, accountViewParam } from "../account-json.ts";
import type { Engine } from "../engine.ts";
import { transactionErrorText } from "../error-text.ts";
import { feeOfMessage, feeOfTransaction } from "../fees.ts";
import type { Method } from "../json-rpc.ts";
import { invalidParams, RpcError } from "../json-rpc.ts";
import { resolveKeys } from "../lookups.ts";
import { maxAge } from "../blockhash-queue.ts";
import { addressParam, blockParam, configParam, flagParam, listParam, stringParam, withContext } from "../params.ts";
import type { Simulation } from "../runtime.ts";
import { simulatedBalancesJson, simulationJson } from "../simulation-json.ts";
import { innerInstructionsJson } from "../instruction-json.ts";
import { loadedAddressesJson } from "../transaction-json.ts";
import { transactionParam } from "../transaction-param.ts";

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
        const { parsed, trailing } = transactionParam(text, config);
        const skipPreflight = flagParam(config, "skipPreflight");
        const block = blockParam({ slots, config: skipPreflight ? { ...config, preflightCommitment: "processed" } : config, member: "preflightCommitment" });
        keysOf(parsed);
        if (!skipPreflight) {
          const simulation = engine.simulate(parsed, { verifySignatures: true, block });
          if (simulation.error !== undefined) {
            throw new RpcError(-32_002, `Transaction simulation failed: ${transactionErrorText(simulation.error)}`, simulationJson({ simulation, message: parsed.transaction.message, fee: feeOfTransaction(parsed) }));
          }
        }
        // From here on the caller hears no more: what cannot land is dropped, as by validators.
        if (!trailing) landing.submit(parsed);
        return encodeBase58(parsed.transaction.signatures[0] ?? new Uint8Array());
      },
    },
    simulateTransaction: {
      params: [1, 2],
      run([text, settings]) {
        const config = configParam(settings);
        let { parsed } = transactionParam(text, config);
        const block = blockParam({ slots, config });
        const verifySignatures = flagParam(config, "sigVerify");
        const replaced = flagParam(config, "replaceRecentBlockhash");
        if (replaced) {
          if (verifySignatures) throw invalidParams("sigVerify may not be used with replaceRecentBlockhash");
          parsed = withBlockhash(parsed, block.hash);
        }
        const keys = keysOf(parsed);
        const simulation = engine.simulate(parsed, { verifySignatures, block });
        const { message } = parsed.transaction;
        const fee = feeOfTransaction(parsed);
        return withContext(block, {
          ...simulationJson({ simulation, message, fee }),
          ...simulatedBalancesJson({ runtime, simulation, message, keys, fee }),
          loadedAddresses: loadedAddressesJson({ message, keys }),
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
        return withContext(block, engine.blockhashes.has(parsed.message.blockhash, block.height) ? feeOfMessage(parsed.message) : null);
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

function withBlockhash(parsed: ParsedTransaction, blockhash: string): ParsedTransaction {
  const message = { ...parsed.transaction.message, blockhash };
  const transaction = { ...parsed.transaction, message };
  return { ok: true, transaction, messageBytes: serializeMessage(message), bytes: serializeTransaction(transaction) };
}
