import { sepaFacilitatorScenario, type SepaFacilitatorSeat } from "../../../methods/exact-sepa/scenarios.ts";
import { SCT_INST, SDD_CORE } from "../bank-payments/banks.ts";
import { ask, type BankEnvelope, controls, look, pass, pay, pspOf, settle } from "../bank-payments/drive.ts";

/** Instant transfers: sepa.md, 3. */

const BANK = { debit: SDD_CORE };
const REJECTS = ["AB05", "AC04", "AG01", "AM02", "MS03"] as const;
/** Why a transfer is asked back: by the payer's bank, and by the payer. */
const RECALLS = [
  { code: "DUPL", type: "recall" },
  { code: "TECH", type: "recall" },
  { code: "FRAD", type: "recall" },
  { code: "CUST", type: "request-for-recall" },
] as const;

const instant = async (seat: SepaFacilitatorSeat, as?: string): Promise<BankEnvelope> => await pay(seat, BANK, { rail: SCT_INST, ...(as === undefined ? {} : { as }) });

/** Settles while the rail has no answer, and goes on when the provider has the order and other calls have gone to and fro. */
async function settleSlowly(seat: SepaFacilitatorSeat, payment: BankEnvelope, meanwhile: () => Promise<void>): Promise<void> {
  const { token } = payment.paymentPayload.payload;
  const settling = seat.settle(payment, "settle");
  const answered = settling.then(() => true);
  const ordered = (): boolean => pspOf(seat).control.intents().some(({ paymentMethod, rail }) => paymentMethod === token && rail !== null);
  const goToAndFro = async (): Promise<false> => {
    await seat.supported("meanwhile");
    return false;
  };
  while (!ordered() && !(await Promise.race([answered, goToAndFro()])));
  for (let time = 0; time < 5; time += 1) await goToAndFro();
  await look(seat);
  await meanwhile();
  await settling;
  await look(seat);
}

function intentOf(seat: SepaFacilitatorSeat, payment: BankEnvelope): string | undefined {
  return pspOf(seat).control.intents().find(({ paymentMethod }) => paymentMethod === payment.paymentPayload.payload.token)?.id;
}

/** Settles a transfer and has it asked back. @returns its id, where the facilitator has made one */
async function recalled(seat: SepaFacilitatorSeat, { code, type }: (typeof RECALLS)[number]): Promise<{ readonly payment: BankEnvelope; readonly id: string | undefined }> {
  await seat.verify(await instant(seat), "control");
  const payment = await instant(seat);
  await settle(seat, payment);
  const id = intentOf(seat, payment);
  if (id !== undefined) {
    pspOf(seat).control.payers.recall({ intent: id, type, code });
    seat.mark("recall", { id, code, is: "open" });
  }
  return { payment, id };
}

export const scenarios = [
  sepaFacilitatorScenario({
    id: "facilitator/exact-sepa/inst-waits",
    title: "Settle an instant transfer that the rail accepts after eight seconds, while other calls go to and fro",
    async drive(seat) {
      await controls(seat, BANK, { rail: SCT_INST });
      const payment = await instant(seat, "sepa_instant_slow");
      await settleSlowly(seat, payment, async () => {
        seat.mark("rail-answers", {});
        await pass(seat, { seconds: 8 });
      });
    },
  }),
  ...REJECTS.map((code) =>
    sepaFacilitatorScenario({
      id: `facilitator/exact-sepa/inst-reject/${code.toLowerCase()}`,
      title: `Settle an instant transfer that is rejected as ${code}, and ask for the status`,
      async drive(seat) {
        await seat.verify(await instant(seat), "control");
        const payment = await instant(seat, `sepa_instant_reject_${code.toLowerCase()}`);
        await settle(seat, payment);
        await ask(seat, payment);
      },
    }),
  ),
  ...(["accepted", "rejected"] as const).map((outcome) =>
    sepaFacilitatorScenario({
      id: `facilitator/exact-sepa/inst-unresolved/${outcome}`,
      title: `Settle an instant transfer without an answer in time, ask for the status, and again when it is known to be ${outcome}`,
      async drive(seat) {
        await seat.verify(await instant(seat), "control");
        const payment = await instant(seat, `sepa_instant_no_answer_${outcome}`);
        await settleSlowly(seat, payment, async () => await pass(seat, { seconds: 11 }));
        await ask(seat, payment, "status-open");
        await pass(seat, { minutes: 11 });
        await ask(seat, payment, "status-known");
      },
    }),
  ),
  ...RECALLS.map((recall) =>
    sepaFacilitatorScenario({
      id: `facilitator/exact-sepa/recall-open/${recall.code.toLowerCase()}`,
      title: `Settle an instant transfer, let it be recalled as ${recall.code}, ask for the status, let the recall be declined, and ask again`,
      async drive(seat) {
        const { payment, id } = await recalled(seat, recall);
        await ask(seat, payment);
        if (id === undefined) return;
        pspOf(seat).control.payers.answerRecall({ intent: id, refusal: "LEGL" });
        seat.mark("recall", { id, code: recall.code, is: "declined" });
        await ask(seat, payment);
      },
    }),
  ),
  sepaFacilitatorScenario({
    id: "facilitator/exact-sepa/recall-returned",
    title: "Settle an instant transfer, let it be recalled as DUPL, let the money go back, and ask for the status",
    async drive(seat) {
      const { payment, id } = await recalled(seat, RECALLS[0]);
      if (id === undefined) return;
      pspOf(seat).control.payers.answerRecall({ intent: id });
      seat.mark("recall", { id, code: RECALLS[0].code, is: "granted" });
      await ask(seat, payment);
    },
  }),
];
