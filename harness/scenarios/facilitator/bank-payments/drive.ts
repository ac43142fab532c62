import type { PaymentRequirements } from "../../../../spec/types.ts";
import type { RailDuration, StartedPsp } from "../../../../simulators/rails/index.ts";
import { agree } from "../../../methods/bank-agreement.ts";
import { type BankState, type BankView, paymentView, type PaymentView } from "../../../methods/bank-view.ts";
import type { RailPayload } from "../../../methods/rail-payment.ts";
import { edited, type Envelope } from "../../../seats/facilitator-seat.ts";
import type { Bank, BankRail, BankSeat } from "./banks.ts";

/** What scenarios on bank payments do again and again. */

export type BankEnvelope = Envelope<RailPayload>;
export type DeliverOn = "accepted" | "settled";

const FLOW_OF = { accepted: "authorization", settled: "upfront" } as const;

export interface BankPayment {
  readonly rail?: BankRail;
  /** Default: when it has settled. */
  readonly deliverOn?: DeliverOn;
  /** Test instrument. Default: the rail's good one. */
  readonly as?: string;
  /** Where it is paid, by the offer. Default: the first. */
  readonly psp?: string;
  /** Whose token it is paid with. Default: that of {@link psp}. */
  readonly mintedBy?: string;
  /** A token that is there. Nothing is agreed anew. */
  readonly token?: string;
  readonly paymentId?: string;
  /** What the payer has agreed to. Default: this payment. */
  readonly agreed?: (options: { psp: StartedPsp; token: string; requirements: PaymentRequirements }) => void;
  /** Changes to the offer. */
  readonly terms?: (terms: PaymentRequirements) => PaymentRequirements;
}

/** What is offered by a rail. */
export function terms(seat: BankSeat, options: { rail: BankRail; deliverOn?: DeliverOn; psp?: string }): PaymentRequirements {
  const { rail, deliverOn = "settled", psp = seat.node.psp.name } = options;
  return seat.requirements({ extra: { psp, ...rail.extra, paymentFlow: FLOW_OF[deliverOn], deliverOn } });
}

/** A payment of the case's payer with a token of its own, by which it is known at the provider. */
export async function pay(seat: BankSeat, bank: Pick<Bank, "debit">, payment: BankPayment = {}): Promise<BankEnvelope> {
  const { rail = bank.debit, deliverOn, as = rail.instrument, psp, mintedBy = psp, token: given, paymentId } = payment;
  const offer = terms(seat, { rail, ...(deliverOn === undefined ? {} : { deliverOn }), ...(psp === undefined ? {} : { psp }) });
  const requirements = payment.terms?.(offer) ?? offer;
  const minting = pspOf(seat, mintedBy);
  const token = given ?? minting.control.tokens.mint({ owner: timelineOf(seat), as, consent: "none" }).id;
  if (given === undefined && payment.agreed !== undefined) payment.agreed({ psp: minting, token, requirements });
  else if (given === undefined) agree({ chain: seat.node, token, requirements, psp: minting.name });
  return await seat.payment({ requirements, token, ...(paymentId === undefined ? {} : { paymentId }) });
}

export function pspOf(seat: BankSeat, name: string = seat.node.psp.name): StartedPsp {
  const found = seat.node.world.psps.get(name);
  if (found === undefined) throw new Error(`The rails have no provider ${name}; there are ${[...seat.node.world.psps.keys()].join(", ")}`);
  return found;
}

/** The payer's time: what happens to the case's payments happens on it. */
export const timelineOf = (seat: BankSeat): string => seat.wallet().address;

export async function pass(seat: BankSeat, time: RailDuration): Promise<void> {
  await seat.node.world.clock.advance({ timeline: timelineOf(seat), ...time });
}

/** Lets days pass until the payment is in that state at the provider, or it is plain that it will not be. */
export async function until(seat: BankSeat, payment: BankEnvelope, state: BankState, days = 120): Promise<void> {
  for (let day = 0; day < days; day += 1) {
    const own = paymentsOf(seat).filter(({ token, started }) => started && token === payment.paymentPayload.payload.token);
    if (own.length === 0 || own.some((one) => one.state === state)) return;
    await pass(seat, { days: 1 });
  }
}

/** What the providers have of the case's payments: those by its payer, and those to its servers. */
export function paymentsOf(seat: BankSeat): readonly PaymentView[] {
  const payer = timelineOf(seat);
  const accounts = new Set(seat.servers.map(({ account }) => account));
  return [...seat.node.world.psps].flatMap(([psp, { control }]) =>
    control.intents().flatMap(({ id, merchant, paymentMethod, rail }) => {
      const intent = accounts.has(merchant) || (paymentMethod !== null && control.tokens.get(paymentMethod)?.owner === payer) ? control.intent(id) : undefined;
      return intent === undefined ? [] : [paymentView({ psp, started: rail !== null, intent })];
    }),
  );
}

/** Records what providers and books say now. */
export async function look(seat: BankSeat): Promise<void> {
  await seat.observe();
  seat.mark("bank", { payments: paymentsOf(seat) } satisfies BankView);
}

/** Settles, and looks what came of it. */
export async function settle(seat: BankSeat, payment: Envelope, as = "settle"): Promise<void> {
  await seat.settle(payment, as);
  await look(seat);
}

/** A good payment to /verify and another one to /settle: the target works, and what follows is its judgement. */
export async function controls(seat: BankSeat, bank: Pick<Bank, "debit">, payment: BankPayment = {}): Promise<void> {
  await seat.verify(await pay(seat, bank, payment), "control");
  await settle(seat, await pay(seat, bank, payment), "settle-control");
}

/** A server's question what became of a payment. */
export function statusOf(payment: BankEnvelope, paymentId = payment.paymentPayload.payload.paymentId): Envelope {
  return operation(payment, { type: "status", paymentId });
}

/** What a server sends about a payment. */
export function operation(payment: BankEnvelope, payload: Record<string, unknown>): Envelope {
  return edited<Envelope>(payment, (copy) => void (copy.paymentPayload.payload = payload));
}

/** Looks, and then asks for the status. */
export async function ask(seat: BankSeat, payment: BankEnvelope, as = "status"): Promise<void> {
  await look(seat);
  await seat.settle(statusOf(payment), as);
}
