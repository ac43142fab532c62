/** The chain itself, without its network face: what is sent lands here. */
import { encodeBase58 } from "../wire/base58.ts";
import { decompileInstructions } from "../wire/compile-message.ts";
import type { ParsedTransaction } from "../wire/parse-transaction.ts";
import { feePayerOf, isWritable } from "../wire/transaction.ts";
import { signatureStates } from "../wire/sign-transaction.ts";
import type { Message } from "../wire/transaction.ts";
import { createBlockhashQueue } from "./blockhash-queue.ts";
import type { BlockhashQueue } from "./blockhash-queue.ts";
import { advanceNonce, durableNonceOf } from "./durable-nonce.ts";
import { feeOfTransaction } from "./fees.ts";
import { memoOf } from "./memos.ts";
import { createLanding } from "./landing.ts";
import type { Landing } from "./landing.ts";
import { createLedger } from "./ledger.ts";
import type { LandedTransaction, Ledger } from "./ledger.ts";
import { resolveKeys } from "./lookups.ts";
import { readBalances } from "./read-balances.ts";
import type { Execution, Runtime, Simulation } from "./runtime.ts";
import { createSlots } from "./slots.ts";
import type { Block, CommitmentSlots, Slots } from "./slots.ts";
import type { TransactionErrorJson } from "./transaction-errors.ts";
import { feesOnly } from "./transaction-errors.ts";
import { tokenMovements } from "./movements.ts";

export interface Engine {
  readonly runtime: Runtime;
  readonly slots: Slots;
  readonly blockhashes: BlockhashQueue;
  readonly ledger: Ledger;
  readonly landing: Landing;
  /**
   * What a transaction would do now. Blockhash, duplicates and key locks are judged as by a validator; signatures on request.
   *
   * @param options.block the one to simulate on: it has to know the transaction's blockhash. Default: the newest
   */
  simulate(transaction: ParsedTransaction, options: { readonly verifySignatures: boolean; readonly block?: Block }): Simulation;
  /** Told of every transaction that landed, and again where its confirming had been held back. */
  onChange(told: (landed: LandedTransaction) => void): void;
  snapshot(): () => void;
}

export interface EngineOptions {
  readonly runtime: Runtime;
  readonly commitmentSlots: CommitmentSlots;
  readonly landingDelayMs: number;
  /** Seconds since 1970. */
  readonly now: () => bigint;
}

/** What a simulation comes to that never ran. */
const refused = (error: TransactionErrorJson): Simulation => ({ error, logs: [], unitsConsumed: 0n, inner: [], accounts: new Map() });

/** Errors that a validator finds before it looks at the blockhash. */
const beforeAge: ReadonlySet<unknown> = new Set(["SignatureFailure", "AccountLoadedTwice", "TooManyAccountLocks"]);

export function createEngine(options: EngineOptions): Engine {
  const { runtime, now } = options;
  const blockhashes = createBlockhashQueue();
  const slots = createSlots({ runtime, blockhashes, commitmentSlots: options.commitmentSlots, now });
  const ledger = createLedger({ blockhashes, levelOf: slots.levelOf });
  const listeners: ((landed: LandedTransaction) => void)[] = [];
  const tell = (landed: LandedTransaction): void => listeners.forEach((told) => told(landed));
  const verifies = (parsed: ParsedTransaction): boolean => signatureStates(parsed).every(({ state }) => state === "valid");
  const landing = createLanding({
    verifies,
    land,
    confirm(landed) {
      landed.confirmingFrom = slots.block("processed").slot;
      tell(landed);
    },
    milliseconds: options.landingDelayMs,
  });

  /** Why a validator would not take the message up now. */
  function ageError({ transaction: { message }, messageBytes }: ParsedTransaction, block: Block): "BlockhashNotFound" | "AlreadyProcessed" | undefined {
    if (!blockhashes.has(message.blockhash, block.height) && durableNonceOf(runtime, message) === undefined) return "BlockhashNotFound";
    return ledger.wasProcessed(messageBytes, message.blockhash) ? "AlreadyProcessed" : undefined;
  }

  function land(parsed: ParsedTransaction): LandedTransaction | undefined {
    slots.tellRuntime();
    const { message, signatures } = parsed.transaction;
    const newest = slots.block("processed");
    const { slot, time } = newest;
    const resolved = resolveKeys({ runtime, message, slot });
    if (!resolved.ok || ageError(parsed, newest) !== undefined) return undefined;
    const { keys } = resolved;
    const payer = feePayerOf(message);
    const before = readBalances({ runtime, keys });
    const nonce = blockhashes.has(message.blockhash) ? undefined : durableNonceOf(runtime, message);
    const execution = named(message, runtime.execute(parsed));
    if (execution.error !== undefined && (runtime.getAccount(payer)?.lamports ?? 0n) === before.lamports[0]) {
      // Not charged: refused before it ran, so no trace of it stays, but for the kinds that a validator charges for.
      if (!feesOnly.has(execution.error) || !chargeFee(payer, feeOfTransaction(parsed))) return undefined;
    }
    if (nonce === undefined) ledger.markProcessed(parsed.messageBytes, message.blockhash);
    else if (execution.error !== undefined) advanceNonce({ runtime, nonce, blockhash: slots.block("processed").hash });
    const after = readBalances({ runtime, keys, before, changed: (index) => isWritable(message, index) });
    const landed = ledger.add({
      signature: encodeBase58(signatures[0] ?? new Uint8Array()),
      // A copy: the request's buffer is larger and goes.
      bytes: Uint8Array.from(parsed.bytes),
      keys,
      slot,
      time,
      fee: feeOfTransaction(parsed),
      error: execution.error,
      memo: memoOf(message),
      details: { execution, preBalances: before.lamports, postBalances: after.lamports, preTokenBalances: before.tokens, postTokenBalances: after.tokens },
      movements: execution.error === undefined ? movementsOf({ message, keys, execution, before, after }) : [],
      confirmingFrom: landing.isHeld({ account: payer, stage: "confirmation" }) ? undefined : slot,
    });
    tell(landed);
    return landed;
  }

  /** litesvm has one name for a program that is not there and one that is no program. */
  function named<Of extends Execution>(message: Message, execution: Of): Of {
    if (execution.error !== "InvalidProgramForExecution") return execution;
    for (const { programIndex } of message.instructions) {
      const program = runtime.getAccount(message.staticKeys[programIndex] ?? "");
      if (program === undefined) return { ...execution, error: "ProgramAccountNotFound" };
      if (!program.executable) break;
    }
    return execution;
  }

  function movementsOf(of: { message: Message; keys: readonly string[]; execution: Execution; before: ReturnType<typeof readBalances>; after: ReturnType<typeof readBalances> }): LandedTransaction["movements"] {
    const { message, keys, execution, before, after } = of;
    const holders = new Map([...before.tokens, ...after.tokens].map(({ accountIndex, owner, mint }) => [keys[accountIndex] ?? "", { owner, mint }]));
    if (holders.size === 0) return [];
    const called = decompileInstructions({ message, keys }).flatMap((instruction, index) => [
      instruction,
      ...(execution.inner[index] ?? []).map(({ programIndex, accountIndexes, data }) => ({
        program: keys[programIndex] ?? "",
        accounts: accountIndexes.map((account) => ({ address: keys[account] ?? "", signer: false, writable: false })),
        data,
      })),
    ]);
    return tokenMovements({ runtime, instructions: called, holders });
  }

  function chargeFee(payer: string, fee: bigint): boolean {
    const account = runtime.getAccount(payer);
    if (account === undefined || account.lamports < fee) return false;
    const left = account.lamports - fee;
    if (left !== 0n && left < runtime.rentFor(BigInt(account.data.length))) return false;
    runtime.setAccount(payer, { ...account, lamports: left });
    return true;
  }

  return {
    runtime,
    slots,
    blockhashes,
    ledger,
    landing,
    simulate(parsed, how) {
      slots.tellRuntime();
      const simulation = named(parsed.transaction.message, runtime.simulate(parsed, how));
      // Signatures come first, before what litesvm may have found earlier.
      const forged = how.verifySignatures && simulation.error !== undefined && !verifies(parsed);
      if (forged) return refused("SignatureFailure");
      if (beforeAge.has(simulation.error)) return simulation;
      const error = ageError(parsed, how.block ?? slots.block("processed"));
      return error === undefined ? simulation : refused(error);
    },
    onChange: (told) => void listeners.push(told),
    snapshot() {
      const state = runtime.snapshot();
      const history = ledger.save();
      const rewind = landing.snapshot();
      return () => {
        rewind();
        runtime.restore(state);
        slots.forgetTold();
        ledger.restore(history);
      };
    },
  };
}
