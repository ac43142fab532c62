import type { PaymentRequirements } from "../../../../spec/types.ts";
import { parseBase64Transaction, serializeBase64Transaction } from "../../../../simulators/chains/svm/wire/index.ts";
import { type SvmEnvelope, svmFacilitatorScenario, type SvmFacilitatorSeat } from "../../../methods/exact-svm/scenarios.ts";
import { edited } from "../../../seats/facilitator-seat.ts";
import { control, meanwhile, whenSent } from "./settlement.ts";
import { inSlot } from "./signatures.ts";
import { controlsOf } from "./parts.ts";

/** One payment to /settle more than once: scheme_exact_svm.md, Duplicate Settlement Mitigation. */

const TIMES = 20;
const FEE_PAYER_SLOT = 0;

/** The same message in another text: the slot is the facilitator's to fill, and no signature covers it. */
function inOtherBytes(payment: SvmEnvelope, byte: number): SvmEnvelope {
  const parsed = parseBase64Transaction(payment.paymentPayload.payload.transaction);
  if (!parsed.ok) throw new Error("The reference client's payment cannot be read");
  const transaction = serializeBase64Transaction(inSlot(parsed.transaction, FEE_PAYER_SLOT, (own) => own.map(() => byte)));
  return edited(payment, (copy) => void (copy.paymentPayload.payload.transaction = transaction));
}

/** Does all of that at once, while the chain holds back what is sent. */
export async function overlapping(seat: SvmFacilitatorSeat, settle: readonly (() => Promise<unknown>)[]): Promise<void> {
  const { hold, release } = controlsOf(seat);
  await hold({ account: seat.chain.sponsor });
  try {
    const settling = settle.map(async (one) => await one());
    await whenSent(seat, settling);
    await meanwhile(seat);
    seat.mark("released", true);
    await release({ account: seat.chain.sponsor });
    await Promise.all(settling);
  } finally {
    await release({ account: seat.chain.sponsor });
  }
}

const OVERLAPPING: readonly { readonly id: string; readonly title: string; readonly form: (payment: SvmEnvelope, index: number) => SvmEnvelope }[] = [
  { id: "same-text", title: "the same text", form: (payment) => payment },
  { id: "other-slot-bytes", title: "other bytes in the fee payer's slot each time", form: inOtherBytes },
];

/** What the payment is settled for before it is settled for what it is: nothing it could be valid for. */
const REFUSED: readonly { readonly id: string; readonly title: string; readonly terms: (seat: SvmFacilitatorSeat) => PaymentRequirements }[] = [
  { id: "amount", title: "a higher amount", terms: (seat) => seat.requirements({ amount: "10001" }) },
  { id: "asset", title: "another asset", terms: (seat) => seat.requirements({ asset: seat.node.mints.pyusd.address }) },
];

export const scenarios = [
  ...OVERLAPPING.map(({ id, title, form }) =>
    svmFacilitatorScenario({
      id: `facilitator/exact-svm/duplicate/overlapping/${id}`,
      title: `Settle one payment ${TIMES} times at once, ${title}, while the chain holds it back`,
      instance: "fresh",
      async drive(seat) {
        await control(seat);
        const payment = await seat.payment();
        await overlapping(seat, Array.from({ length: TIMES }, (_, index) => async () => await seat.settle(form(payment, index), "settle")));
        await seat.observe();
      },
    }),
  ),
  svmFacilitatorScenario({
    id: "facilitator/exact-svm/duplicate/sequential",
    title: "Settle one payment, and again, and once more with other bytes in the fee payer's slot",
    async drive(seat) {
      await control(seat);
      const payment = await seat.settleGood("settle");
      await seat.observe();
      await seat.settle(payment, "settle-again");
      await seat.settle(inOtherBytes(payment, 7), "settle-again");
      await seat.observe();
    },
  }),
  ...REFUSED.map(({ id, title, terms }) =>
    svmFacilitatorScenario({
      id: `facilitator/exact-svm/duplicate/after-refusal/${id}`,
      title: `Settle a payment for ${title}, which is refused, then for what it pays`,
      async drive(seat) {
        await control(seat);
        await seat.settleGood("settle-control");
        const payment = await seat.payment();
        const wrong = terms(seat);
        await seat.settle(edited(payment, (copy) => void (copy.paymentPayload.accepted = copy.paymentRequirements = { ...wrong })), "settle-refused");
        await seat.settle(payment, "settle");
        await seat.observe();
      },
    }),
  ),
  svmFacilitatorScenario({
    id: "facilitator/exact-svm/duplicate/other-instance",
    title: "Settle a payment at one instance, then at another one that has the same key",
    instance: "fresh",
    async drive(seat) {
      const other = await seat.start();
      await control(seat);
      await other.verify(await seat.payment(), "control-there");
      const payment = await seat.settleGood("settle");
      await seat.observe();
      await other.settle(payment, "settle-again");
      await seat.observe();
    },
  }),
  svmFacilitatorScenario({
    id: "facilitator/exact-svm/duplicate/two-instances",
    title: "Settle a payment at two instances that have the same key, while the chain holds it back",
    instance: "fresh",
    async drive(seat) {
      const other = await seat.start();
      await control(seat);
      await other.verify(await seat.payment(), "control-there");
      const payment = await seat.payment();
      await overlapping(seat, [async () => await seat.settle(payment, "settle"), async () => await other.settle(payment, "settle")]);
      await seat.observe();
    },
  }),
];

