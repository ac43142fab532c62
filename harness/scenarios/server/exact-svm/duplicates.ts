import { createHash } from "node:crypto";
import { encodeBase58, parseBase64Transaction, serializeBase64Transaction } from "../../../../simulators/chains/svm/wire/index.ts";
import { svmServerScenario } from "../../../methods/exact-svm/scenarios.ts";
import type { FacilitatorScript } from "../../../seats/server-case.ts";
import type { PaymentJson } from "../../../seats/server-payment.ts";
import type { ServerSeat } from "../../../seats/server-seat.ts";

const AT_ONCE = 5;

/** Sends payments at once. Settlement is held until all are under way, so that a server which serves each has its chance to. */
async function sendAtOnce(seat: ServerSeat, as: string, payments: readonly PaymentJson[]): Promise<void> {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const settle: FacilitatorScript = ({ index }) => ({
    hold: held,
    json: { success: true, transaction: encodeBase58(createHash("sha512").update(`${seat.tag}/${index}`).digest()), network: seat.network, payer: seat.wallet().address },
  });
  seat.facilitator.script({ settle });
  // The case's facilitator has counted the good payment's settlement.
  const before = 1;
  const answers = Promise.all(payments.map((payment) => seat.request({ as, payment })));
  await Promise.race([seat.facilitator.arrived("settle", before + payments.length), seat.facilitator.arrived("settle", before + 1).then(() => seat.barrier()), answers]);
  release();
  await answers;
}

/** The same payment with other bytes in the fee payer's slot, which no signature covers. */
function withSlot(payment: PaymentJson, fill: number): PaymentJson {
  const parsed = parseBase64Transaction(String(payment.payload["transaction"]));
  if (!parsed.ok) throw new Error(`a payment of ours cannot be read: ${parsed.detail}`);
  const { message, signatures } = parsed.transaction;
  const transaction = serializeBase64Transaction({ message, signatures: [new Uint8Array(64).fill(fill), ...signatures.slice(1)] });
  return { ...payment, payload: { ...payment.payload, transaction } };
}

const needs = { features: ["facilitator"], routes: ["basic"] } as const;

export const scenarios = [
  svmServerScenario({
    id: "server/exact-svm/duplicates",
    title: "Sends one payment five times at once; the facilitator tells success to each",
    needs,
    async drive(seat) {
      await seat.pay({ as: "good" });
      const payment = await seat.payment();
      await sendAtOnce(seat, "at-once", Array.from({ length: AT_ONCE }, () => payment));
    },
  }),
  svmServerScenario({
    id: "server/exact-svm/duplicate-messages",
    title: "The same with other bytes in the fee payer's slot each time",
    needs,
    async drive(seat) {
      await seat.pay({ as: "good" });
      const payment = await seat.payment();
      await sendAtOnce(seat, "at-once", Array.from({ length: AT_ONCE }, (_, fill) => withSlot(payment, fill)));
    },
  }),
];
