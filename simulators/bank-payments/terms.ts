import type { PaymentRequirements } from "../../spec/types.ts";
import type { BankNetwork, BankRail, DeliverOn } from "./network.ts";

/** What an offer asks for: clause 4. */
export interface BankTerms {
  readonly payTo: string;
  /** Minor units. */
  readonly amount: bigint;
  readonly asset: string;
  readonly psp: string;
  readonly rail: BankRail;
  readonly deliverOn: DeliverOn;
}

/** What is wrong with an offer. Each is found by itself, whatever else is wrong. */
export type Oddity =
  | "currency"
  | "amount"
  | "psp"
  | "rail"
  | "deliver-on"
  /** `deliverOn` and `paymentFlow` do not belong together. */
  | "pair"
  /** The rail does not have that `deliverOn`. */
  | "rail-deliver-on";

/** The order of settlement and execution that each means (4.3). */
export const FLOW_OF = { accepted: "authorization", settled: "upfront" } as const;

/**
 * Reads an offer.
 *
 * @returns the terms, with something in the place of whatever is odd: only who overlooks it gets to use that
 */
export function readTerms(options: { network: BankNetwork; requirements: PaymentRequirements }): { readonly terms: BankTerms; readonly oddities: readonly Oddity[] } {
  const { network, requirements } = options;
  const { asset, payTo, extra = {} } = requirements;
  const oddities: Oddity[] = [];
  const expect = (holds: boolean, oddity: Oddity): void => void (holds || oddities.push(oddity));

  const amount = amountOf(requirements.amount);
  const psp = extra["psp"];
  const named = network.namesRail ? network.rails.find(({ name }) => name === extra["rail"]) : network.rails[0];
  const rail = named ?? network.rails[0];
  const stated = extra["deliverOn"];
  const deliverOn: DeliverOn = stated === "accepted" ? "accepted" : "settled";
  expect(asset === network.currency, "currency");
  expect(amount > 0n, "amount");
  expect(typeof psp === "string" && /^[^A-Z]+$/.test(psp), "psp");
  expect(named !== undefined, "rail");
  expect(stated === deliverOn, "deliver-on");
  expect(stated !== deliverOn || extra["paymentFlow"] === FLOW_OF[deliverOn], "pair");
  expect(stated !== deliverOn || named === undefined || rail.deliverOn.includes(deliverOn), "rail-deliver-on");
  return { terms: { payTo, amount, asset, psp: typeof psp === "string" ? psp : "", rail, deliverOn }, oddities };
}

/** @returns minor units; 0 for what is no amount, or none that JSON's numbers hold exactly, as PSPs are told it in one */
function amountOf(text: string): bigint {
  if (!/^\d{1,16}$/.test(text)) return 0n;
  const amount = BigInt(text);
  return amount <= BigInt(Number.MAX_SAFE_INTEGER) ? amount : 0n;
}
