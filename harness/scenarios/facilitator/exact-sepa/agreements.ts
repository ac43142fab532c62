import { DAY } from "../../../../simulators/rails/index.ts";
import { sepaFacilitatorScenario, type SepaFacilitatorSeat } from "../../../methods/exact-sepa/scenarios.ts";
import { SCT_INST, SDD_CORE } from "../bank-payments/banks.ts";
import { type BankPayment, controls, look, pass, pay, settle, timelineOf, until } from "../bank-payments/drive.ts";

/** What a payer has agreed to by consent or mandate, and what not: sepa.md, 3.1 and 4.1. */

const BANK = { debit: SDD_CORE };

type Agreed = NonNullable<BankPayment["agreed"]>;

const CONSENTS: readonly { readonly id: string; readonly title: string; readonly agreed: (seat: SepaFacilitatorSeat) => Agreed; readonly passes?: number }[] = [
  { id: "none", title: "that nobody consented to", agreed: () => () => undefined },
  { id: "ended", title: "the consent to which has ended", agreed: (seat) => ({ psp, token, requirements: { payTo, amount } }) => void psp.control.tokens.consent({ token, merchant: payTo, amount: BigInt(amount), once: true, expiresAt: seat.node.world.clock.now(timelineOf(seat)) + DAY }), passes: 2 },
  { id: "amount", title: "the consent to which is for another amount", agreed: () => ({ psp, token, requirements: { payTo, amount } }) => void psp.control.tokens.consent({ token, merchant: payTo, amount: BigInt(amount) + 1n, once: true }) },
  { id: "merchant", title: "the consent to which is for another merchant", agreed: (seat) => ({ psp, token, requirements: { amount } }) => void psp.control.tokens.consent({ token, merchant: seat.wallet("stranger").address, amount: BigInt(amount), once: true }) },
];

export const scenarios = [
  ...CONSENTS.map(({ id, title, agreed, passes }) =>
    sepaFacilitatorScenario({
      id: `facilitator/exact-sepa/consent/${id}`,
      title: `Verify and settle a good instant transfer; then one ${title}`,
      async drive(seat) {
        await controls(seat, BANK, { rail: SCT_INST });
        const bad = [await pay(seat, BANK, { rail: SCT_INST, agreed: agreed(seat) }), await pay(seat, BANK, { rail: SCT_INST, agreed: agreed(seat) })] as const;
        if (passes !== undefined) await pass(seat, { days: passes });
        await seat.verify(bad[0], "edited");
        await settle(seat, bad[1], "settle-edited");
      },
    }),
  ),
  ...(["sequence", "at-once"] as const).map((how) =>
    sepaFacilitatorScenario({
      id: `facilitator/exact-sepa/consent-once/${how}`,
      title: how === "sequence" ? "Settle an instant transfer, then another one with the same token" : "Settle two instant transfers with the same token at once",
      async drive(seat) {
        await controls(seat, BANK, { rail: SCT_INST });
        // The provider looks after consents as a rule, and would keep the rule for the facilitator.
        for (const { control } of seat.node.world.psps.values()) control.setLimits({ enforceConsents: false }, { merchant: String(seat.requirements().payTo) });
        const first = await pay(seat, BANK, { rail: SCT_INST });
        const second = await pay(seat, BANK, { rail: SCT_INST, token: first.paymentPayload.payload.token });
        if (how === "sequence") for (const payment of [first, second]) await settle(seat, payment);
        else await Promise.all([first, second].map(async (payment) => await seat.settle(payment, "settle")));
        await look(seat);
      },
    }),
  ),
  sepaFacilitatorScenario({
    id: "facilitator/exact-sepa/mandate/used",
    title: "Verify and settle a good collection; then one under a mandate for one collection that was used",
    async drive(seat) {
      await controls(seat, BANK);
      const agreed: Agreed = ({ psp, token, requirements: { payTo } }) => void psp.control.tokens.mandate({ token, merchant: payTo, type: "single_use" });
      const first = await pay(seat, BANK, { agreed });
      await settle(seat, first, "settle-first");
      const { token } = first.paymentPayload.payload;
      await seat.verify(await pay(seat, BANK, { token }), "edited");
      await settle(seat, await pay(seat, BANK, { token }), "settle-edited");
    },
  }),
  sepaFacilitatorScenario({
    id: "facilitator/exact-sepa/mandate-revoked/lapsed",
    title: "Settle a collection, let thirty-seven months pass, and settle another one with the same token",
    async drive(seat) {
      await controls(seat, BANK);
      const first = await pay(seat, BANK);
      await settle(seat, first, "settle-first");
      await until(seat, first, "settled");
      await pass(seat, { days: 37 * 31 });
      await look(seat);
      const { token } = first.paymentPayload.payload;
      await seat.verify(await pay(seat, BANK, { token }), "edited");
      await settle(seat, await pay(seat, BANK, { token }), "settle-edited");
    },
  }),
];
