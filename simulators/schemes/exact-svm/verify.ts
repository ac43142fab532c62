import { loadKeys } from "../../chains/svm/wire/index.ts";
import { type FaultSet, faultPoints } from "../../faults.ts";
import { COMMITMENT, readAccounts, readLookupTables } from "./chain-accounts.ts";
import { type ChainRpc, RpcAnswerError, valueOf } from "./chain-rpc.ts";
import { type Defect, type DefectRow, DEFECTS, faults } from "./defects.ts";
import type { ErrorReason } from "./error-reasons.ts";
import { inspect, type Inspection } from "./inspect.ts";
import type { ParsedPayment } from "./parse-payment.ts";
import { accounts } from "./rules/accounts.ts";
import { computeBudget } from "./rules/compute-budget.ts";
import { execution } from "./rules/execution.ts";
import { feePayer } from "./rules/fee-payer.ts";
import { layout } from "./rules/layout.ts";
import { memo } from "./rules/memo.ts";
import type { ChainRule, PaymentReading, Rule } from "./rules/rule.ts";
import { signatures } from "./rules/signatures.ts";
import { sponsor as sponsorRule } from "./rules/sponsor.ts";
import { transfer } from "./rules/transfer.ts";

/**
 * Verification: the rules of scheme_exact_svm.md in their order, and those of the newer text (§2) where they
 * belong. Nothing is asked of the chain about a transaction that is wrong by itself, but what its lookup tables hold.
 */

const RULES: readonly Rule[] = [sponsorRule, layout, memo, feePayer, computeBudget, transfer, signatures];
const CHAIN_RULES: readonly ChainRule[] = [accounts, execution];

export interface Judgement {
  /** The first reason against the payment, `undefined` when it is good. */
  readonly reason: ErrorReason | undefined;
  readonly inspection: Inspection;
  /** What the chain said; `undefined` where it was not asked. */
  readonly reading: PaymentReading | undefined;
  /** Only faults overlook anything. */
  readonly overlooked: ReadonlySet<Defect>;
}

/**
 * @param options.sponsor the address this half signs with
 * @returns judges a payment; rejects when the node cannot be asked or answers nonsense
 */
export function createJudge(options: { chain: ChainRpc; sponsor: string; faults: FaultSet }): (payment: ParsedPayment, phase: "verify" | "settle") => Promise<Judgement> {
  const { chain, sponsor } = options;
  const fault = faultPoints({ declared: faults, active: options.faults });

  return async (payment, phase) => {
    const overlooked = new Set<Defect>();
    const rowOf = (defect: Defect): DefectRow => DEFECTS[defect];
    const overlooks = (defect: Defect): boolean => {
      const row = rowOf(defect);
      const by = phase === "verify" ? row.fault : row.settleFault;
      if (by === undefined || !fault(by)) return false;
      overlooked.add(defect);
      return true;
    };
    const isSpared = (mark: "last" | "doomed"): boolean => [...overlooked].some((defect) => rowOf(defect)[mark] === true);

    const keys = await resolveKeys({ chain, payment });
    const inspection = inspect({ transaction: payment.transaction, ...(keys === undefined ? {} : { keys }) });
    const input = { payment, inspection, sponsor };
    const judged = (reason: ErrorReason | undefined, reading?: PaymentReading): Judgement => ({ reason, inspection, reading, overlooked });

    if (keys === undefined && !overlooks("tables-unresolved")) return judged(DEFECTS["tables-unresolved"].reason);
    for (const rule of RULES) {
      for (const defect of rule(input)) {
        if (!overlooks(defect)) return judged(rowOf(defect).reason);
        if (isSpared("last")) return judged(undefined);
      }
    }
    const reading = await readPayment({ chain, payment, inspection });
    for (const rule of CHAIN_RULES) {
      if (rule === execution && isSpared("doomed")) continue;
      for (const defect of rule({ ...input, reading })) if (!overlooks(defect)) return judged(rowOf(defect).reason, reading);
    }
    return judged(undefined, reading);
  };
}

/** All keys the transaction can touch. `undefined` where a table cannot be read, for whatever reason: what cannot be seen is not signed. */
async function resolveKeys(options: { chain: ChainRpc; payment: ParsedPayment }): Promise<readonly string[] | undefined> {
  const { message } = options.payment.transaction;
  if (message.lookups.length === 0) return message.staticKeys;
  try {
    const tables = await readLookupTables({ chain: options.chain, tables: [...new Set(message.lookups.map(({ table }) => table))] });
    const loaded = loadKeys({ message, tables });
    return loaded.ok ? loaded.keys : undefined;
  } catch {
    return undefined;
  }
}

async function readPayment(options: { chain: ChainRpc; payment: ParsedPayment; inspection: Inspection }): Promise<PaymentReading> {
  const { chain, payment, inspection } = options;
  const { source = "", destination = "" } = inspection.transfer ?? {};
  const [[sourceAccount, destinationAccount], executionError] = await Promise.all([readAccounts({ chain, addresses: [source, destination] }), simulate({ chain, payment })]);
  return { source: sourceAccount, destination: destinationAccount, executionError };
}

/** Signatures are left out: the payer's was checked, and ours is given only to what has passed. */
async function simulate(options: { chain: ChainRpc; payment: ParsedPayment }): Promise<unknown> {
  const parameters = { encoding: "base64", sigVerify: false, replaceRecentBlockhash: false, commitment: COMMITMENT };
  try {
    const value = valueOf(await options.chain.call("simulateTransaction", options.payment.text, parameters));
    const error = (value as { readonly err?: unknown } | null)?.err;
    if (error === undefined) throw new TypeError("expected an err from a simulation");
    return error;
  } catch (error) {
    // The node will not even try: an answer about the transaction, unlike a node that cannot be asked.
    if (error instanceof RpcAnswerError) return error.message;
    throw error;
  }
}
