import type { ErrorClass } from "../../../../spec/registry.ts";
import type { PaymentRequirements } from "../../../../spec/types.ts";
import type { Instruction } from "../../../../simulators/chains/svm/wire/index.ts";
import type { SvmDraft } from "../../../methods/exact-svm/create-payload.ts";
import { type SvmEnvelope, svmFacilitatorScenario, type SvmFacilitatorSeat } from "../../../methods/exact-svm/scenarios.ts";
import type { Scenario, ScenarioDefinition } from "../../scenario.ts";
import { executes } from "./parts.ts";

/**
 * Payments with one thing wrong. Each case first has the same payment verified with nothing wrong, so that a
 * refusal is a judgement of the edit. Everything else about the edited payment is right: signed by its payer,
 * and, but for what says otherwise, a transaction that would land and do what it says.
 */
export interface Edit {
  /** `<rule>/<variant>` */
  readonly id: string;
  readonly title: string;
  /** The kind of failure, for the meaning of the reason given. Several where a facilitator may rightly see either, none where it may see anything. */
  readonly classes?: readonly ErrorClass[];
  readonly wallets?: ScenarioDefinition<SvmFacilitatorSeat>["wallets"];
  /** What both payments are for; puts in place what they need. Default: the ordinary terms. */
  readonly terms?: (seat: SvmFacilitatorSeat) => PaymentRequirements | Promise<PaymentRequirements>;
  readonly make: (seat: SvmFacilitatorSeat, terms: PaymentRequirements) => Promise<SvmEnvelope>;
  /** Also shows a payment of too little: for questions the text leaves open, where a target that says yes to all must be told from one that judges. */
  readonly forged?: true;
  /** Also shows a payment that breaks another rule of the pinned text's layout, and is in order by the later text: tells who goes by that one. */
  readonly later?: Edit["make"];
  /** Also asks the chain whether it would execute the edited payment: for what rests on a program that may not be there. */
  readonly proven?: true;
}

export type Parts = SvmDraft["parts"];

/** A payment of other instructions, signed as ever. */
export const composed =
  (instructions: (parts: Parts, seat: SvmFacilitatorSeat) => readonly Instruction[] | Promise<readonly Instruction[]>): Edit["make"] =>
  async (seat, requirements) =>
    await seat.payment({ requirements, draft: async (draft) => ({ ...draft, instructions: await instructions(draft.parts, seat) }) });

/** The ordinary instructions with another one for one of them. */
export const inPlaceOf = (name: keyof Parts, other: (parts: Parts, seat: SvmFacilitatorSeat) => Instruction | Promise<Instruction>): Edit["make"] =>
  composed(async (parts, seat) => {
    const replacement = await other(parts, seat);
    const { limit, price, transfer, memo } = parts;
    return [limit, price, transfer, memo].map((part) => (part === parts[name] ? replacement : part));
  });

/** The ordinary instructions and more behind them. */
export const beside = (more: (parts: Parts, seat: SvmFacilitatorSeat) => readonly Instruction[] | Promise<readonly Instruction[]>): Edit["make"] =>
  composed(async (parts, seat) => [parts.limit, parts.price, parts.transfer, parts.memo, ...(await more(parts, seat))]);

/** The ordinary terms with a memo of the seller's. */
export const withMemo =
  (memo: string): NonNullable<Edit["terms"]> =>
  (seat) => {
    const { extra, ...terms } = seat.requirements();
    return { ...terms, extra: { ...extra, memo } };
  };

/** The ordinary terms in another of the chain's mints, of which the payer has enough. They are all under Token-2022; `fee` withholds 1 % of a transfer. */
export const inMint =
  (name: "pyusd" | "usdg" | "fee"): NonNullable<Edit["terms"]> =>
  async (seat) => {
    const { address: asset } = seat.node.mints[name];
    const terms = seat.requirements({ asset });
    await seat.node.fundToken({ mint: asset, funds: [{ address: seat.wallet().address, amount: 1_000_000n }, { address: terms.payTo }] });
    return terms;
  };

/** In another order than the pinned text's, with the same outcome. */
export const transferFirst = composed(({ limit, price, transfer, memo }) => [transfer, limit, price, memo]);

export function editScenario(edit: Edit): Scenario<SvmFacilitatorSeat> {
  const { id, title, classes, wallets, terms, make, forged, later, proven } = edit;
  return svmFacilitatorScenario({
    id: `facilitator/exact-svm/${id}`,
    title: `Verify a payment, then one with ${title}`,
    ...(wallets === undefined ? {} : { wallets }),
    async drive(seat) {
      const requirements = (await terms?.(seat)) ?? seat.requirements();
      await seat.verify(await seat.payment({ requirements }), "control");
      if (forged === true) await seat.verify(await seat.payment({ requirements, amount: 1n }), "forged");
      if (later !== undefined) await seat.verify(await later(seat, requirements), "later");
      const wrong = await make(seat, requirements);
      if (classes !== undefined) seat.mark("failure", { classes });
      if (proven === true) seat.mark("executes", await executes(seat, wrong));
      await seat.verify(wrong, "edited");
    },
  });
}
