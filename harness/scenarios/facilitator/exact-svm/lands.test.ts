import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SvmChain, svm } from "../../../../simulators/chains/svm/index.ts";
import type { SvmFacilitatorSeat } from "../../../methods/exact-svm/scenarios.ts";
import type { Scenario } from "../../scenario.ts";
import { scenarios as chainState } from "./chain-state.ts";
import { scenarios as computeBudget } from "./compute-budget.ts";
import { scenarios as feePayer } from "./fee-payer.ts";
import { scenarios as layout } from "./layout.ts";
import { scenarios as lookupTables } from "./lookup-tables.ts";
import { scenarios as memo } from "./memo.ts";
import { scenarios as optional } from "./optional.ts";
import { scenarios as signatures } from "./signatures.ts";
import { scenarios as smartWallet } from "./smart-wallet.ts";
import { landing, shown } from "./testing/without-target.ts";
import { scenarios as transfer } from "./transfer.ts";

/**
 * Each edited payment breaks one rule and no other: signed by the sponsor, the chain takes it. A refusal of it is
 * then a judgement of the rule, and no accident. Those the chain refuses as well are named, with what it says.
 */
const REFUSED_BY_CHAIN: Readonly<Record<string, RegExp>> = {
  "optional-programs/second-limit": /DuplicateInstruction/,
  "compute-discriminators/limit-twice": /DuplicateInstruction/,
  "compute-discriminators/price-twice": /DuplicateInstruction/,
  "compute-price-cap/second": /DuplicateInstruction/,
  // More than any sponsor has.
  "compute-price/10e12": /InsufficientFundsForFee/,
  "compute-price/highest": /InsufficientFundsForFee/,
  "destination/wallet": /InstructionError/,
  "destination/other-mint": /InstructionError/,
  // No message may call its first key, nor name a key twice.
  "feepayer-program/first-key": /^transaction\./,
  "feepayer-program/second-key": /AccountLoadedTwice/,
  "alt/transfer": /AccountLoadedTwice/,
  "alt/transfer-writable": /AccountLoadedTwice/,
  "alt/memo": /AccountLoadedTwice/,
  "alt/budget": /AccountLoadedTwice/,
  "simulation/key-twice": /AccountLoadedTwice/,
  // The rule is that it cannot be executed, or that somebody has yet to sign.
  "alt-fail-closed/missing": /AddressLookupTableNotFound/,
  "alt-fail-closed/short": /InvalidAddressLookupTableIndex/,
  "alt-fail-closed/no-table": /InvalidAddressLookupTableOwner/,
  "account-existence/never": /InstructionError/,
  "account-existence/closed": /InstructionError/,
  "destination-exists/never": /InstructionError/,
  "destination-exists/closed": /InstructionError/,
  "simulation/one-short": /InstructionError/,
  "simulation/nothing": /InstructionError/,
  "simulation/frozen-source": /InstructionError/,
  "simulation/frozen-destination": /InstructionError/,
  "simulation/table-deactivated": /AddressLookupTableNotFound/,
  "blockhash-expired/expired": /BlockhashNotFound/,
  "blockhash-expired/never": /BlockhashNotFound/,
  "client-signature/zeroed": /SignatureFailure/,
  "client-signature/flipped": /SignatureFailure/,
  "client-signature/foreign": /SignatureFailure/,
  "client-signature/other-payment": /SignatureFailure/,
  "client-signature/other-slot": /SignatureFailure/,
  "client-signature/malleated": /SignatureFailure/,
  "client-signature/small-order": /SignatureFailure/,
  "signer-set/unsigned": /SignatureFailure/,
  // Only whose key that is can sign it.
  "feepayer-managed/other": /SignatureFailure/,
};

const all: readonly Scenario<SvmFacilitatorSeat>[] = [...layout, ...optional, ...memo, ...computeBudget, ...transfer, ...feePayer, ...lookupTables, ...chainState, ...signatures, ...smartWallet];
const nameOf = ({ id }: { readonly id: string }): string => id.replace("facilitator/exact-svm/", "");

let chain: SvmChain;
beforeAll(async () => {
  chain = await svm.start({ seed: "edits", settings: {} });
});
afterAll(async () => await chain.stop());

describe("what a scenario shows", () => {
  test.each(all.map((scenario) => [nameOf(scenario), scenario] as const))("%s", async (name, scenario) => {
    const { calls, marks, sponsor } = await shown({ chain, scenario });
    expect(calls.map(({ as }) => as)).toContain("control");
    expect(marks.get("executes") ?? true).toBe(true);
    // What is shown as later text's is the edit of another scenario.
    const judged = calls.filter(({ as }) => !["control", "forged", "priced", "later"].includes(as));
    expect(judged.length).toBeGreaterThan(0);
    for (const { as, envelope } of judged) expect(await landing({ chain, envelope, sponsor }), as).toMatch(REFUSED_BY_CHAIN[name] ?? /^landed$/);
  });

  test("nothing is excused that is not there", () => {
    expect(all.map(nameOf)).toEqual(expect.arrayContaining(Object.keys(REFUSED_BY_CHAIN)));
  });
});
