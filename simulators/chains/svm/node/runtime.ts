/** litesvm in plain data: what runs the real programs. Its aborts are kept away by the parser, see {@link Runtime.execute}. */
import { createRequire } from "node:module";
import type * as Native from "litesvm/dist/internal.js";
import { addressBytes } from "../wire/addresses.ts";
import { encodeAddress, encodeBase58 } from "../wire/base58.ts";
import type { ParsedTransaction } from "../wire/parse-transaction.ts";
import { programs } from "../wire/program-ids.ts";
import type { TransactionErrorJson } from "./transaction-errors.ts";
import { transactionErrorJson } from "./transaction-errors.ts";

export interface Account {
  readonly lamports: bigint;
  readonly data: Uint8Array;
  /** The program it belongs to. */
  readonly owner: string;
  readonly executable: boolean;
}

export interface InnerInstruction {
  readonly programIndex: number;
  readonly accountIndexes: readonly number[];
  readonly data: Uint8Array;
  readonly stackHeight: number;
}

/** What became of a transaction. */
export interface Execution {
  /** Absent: it succeeded. */
  readonly error?: TransactionErrorJson;
  readonly logs: readonly string[];
  readonly unitsConsumed: bigint;
  readonly returnData?: { readonly programId: string; readonly data: Uint8Array };
  /** By the index of the instruction that called them. */
  readonly inner: readonly (readonly InnerInstruction[])[];
}

export interface Simulation extends Execution {
  /** Accounts the transaction wrote, as they would be. */
  readonly accounts: ReadonlyMap<string, Account>;
}

export interface Runtime {
  readonly version: string;
  getAccount(address: string): Account | undefined;
  /** 0 lamports take the account away. */
  setAccount(address: string, account: Account): void;
  programAccounts(program: string): readonly (readonly [address: string, account: Account])[];
  /**
   * Executes a transaction, and keeps what it did: a failing one's fee too.
   *
   * Only a parsed transaction may come here: of bytes litesvm cannot read, the process dies.
   */
  execute(transaction: ParsedTransaction): Execution;
  simulate(transaction: ParsedTransaction, options: { readonly verifySignatures: boolean }): Simulation;
  /** Lamports that keep an account of so many bytes. */
  rentFor(space: bigint): bigint;
  setTime(time: { readonly slot: bigint; readonly epoch: bigint; readonly unixTimestamp: bigint }): void;
  setSlotHashes(hashes: readonly { readonly slot: bigint; readonly hash: string }[]): void;
  snapshot(): Uint8Array;
  restore(snapshot: Uint8Array): void;
}

/** The part of the package that is bytes in and bytes out; its front door loads a whole client library. */
const native = createRequire(import.meta.url)("litesvm/dist/internal") as typeof Native;
const { version } = createRequire(import.meta.url)("litesvm/package.json") as { version: string };

/** What an account of no rent epoch of its own says. */
export const rentEpoch = 2n ** 64n - 1n;

export function createRuntime(): Runtime {
  const configure = (svm: Native.LiteSvm): Native.LiteSvm => {
    // Blockhashes, duplicates and history are the node's own: litesvm has one blockhash at a time, and looks at first signatures.
    svm.setBlockhashCheck(false);
    svm.setTransactionHistory(0n);
    svm.setSigverify(true);
    return svm;
  };
  let svm = configure(new native.LiteSvm());

  const runtime: Runtime = {
    version: `litesvm ${version}`,
    getAccount(address) {
      const account = svm.getAccount(addressBytes(address));
      return account === null ? undefined : toAccount(account);
    },
    setAccount(address, { lamports, data, owner, executable }) {
      svm.setAccount(addressBytes(address), new native.Account(lamports, data, addressBytes(owner), executable, rentEpoch));
    },
    programAccounts: (program) => svm.getProgramAccounts(addressBytes(program)).map((found) => [encodeAddress(found.address), toAccount(found.account())]),
    execute({ bytes }) {
      const result = svm.sendVersionedTransaction(bytes);
      return result instanceof native.FailedTransactionMetadata ? { error: transactionErrorJson(result.err()), ...toExecution(result.meta()) } : toExecution(result);
    },
    simulate({ bytes }, { verifySignatures }) {
      svm.setSigverify(verifySignatures);
      try {
        const result = svm.simulateVersionedTransaction(bytes);
        if (result instanceof native.FailedTransactionMetadata) return { error: transactionErrorJson(result.err()), ...toExecution(result.meta()), accounts: new Map() };
        let accounts: ReadonlyMap<string, Account> | undefined;
        return {
          ...toExecution(result.meta()),
          // Made when asked for, which is seldom.
          get accounts() {
            return (accounts ??= new Map(result.postAccounts().map((found) => [encodeAddress(found.address), toAccount(found.account())])));
          },
        };
      } finally {
        svm.setSigverify(true);
      }
    },
    rentFor: (space) => svm.minimumBalanceForRentExemption(space),
    setTime({ slot, epoch, unixTimestamp }) {
      svm.setClock(new native.Clock(slot, unixTimestamp, epoch, epoch + 1n, unixTimestamp));
    },
    setSlotHashes(hashes) {
      svm.setSlotHashes([...hashes]);
    },
    snapshot: () => svm.toBytes(),
    restore(snapshot) {
      svm = configure(native.LiteSvm.fromBytes(snapshot));
    },
  };
  return runtime;
}

/**
 * Puts the Memo program's code where a program's own cannot be had, so that transactions that call it execute.
 * It takes any UTF-8 data and asserts nothing.
 */
export function installStandIn(runtime: Runtime, program: string): void {
  const memo = runtime.getAccount(programs.memo);
  if (memo === undefined) throw new Error("litesvm brings no Memo program any more: another stand-in is needed");
  runtime.setAccount(program, memo);
}

function toAccount(account: Native.Account): Account {
  let data: Uint8Array | undefined;
  let owner: string | undefined;
  return {
    lamports: account.lamports(),
    // Made when asked for: most look at balances only, and a program has a megabyte.
    get data() {
      return (data ??= account.data());
    },
    get owner() {
      return (owner ??= encodeAddress(account.owner()));
    },
    executable: account.executable(),
  };
}

function toExecution(meta: Native.TransactionMetadata): Execution {
  const returned = meta.returnData();
  const data = returned.data();
  return {
    logs: meta.logs(),
    unitsConsumed: meta.computeUnitsConsumed(),
    ...(data.length === 0 ? {} : { returnData: { programId: encodeBase58(returned.programId()), data } }),
    inner: meta.innerInstructions().map((calls) =>
      calls.map((call) => {
        const instruction = call.instruction();
        return { programIndex: instruction.programIdIndex(), accountIndexes: [...instruction.accounts()], data: instruction.data(), stackHeight: call.stackHeight() };
      }),
    ),
  };
}
