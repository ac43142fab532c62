import type { PaymentRequirements } from "../../../../spec/types.ts";
import { type Bank, type BankRail, type BankScenario, type BankSeat, onBanks, SCT_INST, SDD_CORE } from "./banks.ts";
import { type BankPayment, controls, look, pass, pay, pspOf, settle, until } from "./drive.ts";

/** What is found invalid, and nothing is started of: bank-payments.md, 6.1 and 6.2. */

/** A payment with one thing wrong: verified, settled, and looked for. */
async function refused(seat: BankSeat, bank: Bank, payment: BankPayment): Promise<void> {
  await seat.verify(await pay(seat, bank, payment), "edited");
  await settle(seat, await pay(seat, bank, payment), "settle-edited");
}

const withExtra = (extra: Readonly<Record<string, unknown>>): Pick<BankPayment, "terms"> => ({ terms: (offer) => ({ ...offer, extra: { ...offer.extra, ...extra } }) });

function withoutRail({ extra, ...offer }: PaymentRequirements): PaymentRequirements {
  const { rail: _, ...rest } = extra ?? {};
  return { ...offer, extra: rest };
}

const requirementEdits = (bank: Bank): readonly { readonly id: string; readonly title: string; readonly payment: BankPayment }[] => [
  { id: "currency", title: `${bank.foreign} for a payment`, payment: { terms: (offer) => ({ ...offer, asset: bank.foreign }) } },
  { id: "psp", title: "a PSP that is not listed", payment: withExtra({ psp: "nopay" }) },
  { id: "settled-authorization", title: "deliverOn settled with paymentFlow authorization", payment: withExtra({ paymentFlow: "authorization" }) },
  { id: "accepted-upfront", title: "deliverOn accepted with paymentFlow upfront", payment: { deliverOn: "accepted", ...withExtra({ paymentFlow: "upfront" }) } },
  { id: "escrow", title: "paymentFlow escrow", payment: withExtra({ paymentFlow: "escrow" }) },
  { id: "no-deliver-on", title: "no deliverOn", payment: { terms: ({ extra, ...offer }) => ({ ...offer, extra: Object.fromEntries(Object.entries(extra ?? {}).filter(([name]) => name !== "deliverOn")) }) } },
  ...(bank.other === undefined
    ? []
    : [
        ...[SCT_INST, SDD_CORE].flatMap((rail) => [
          { id: `rail/${String(rail.extra["rail"])}`, title: `a rail that there is not, by a token for ${String(rail.extra["rail"])}`, payment: { rail, ...withExtra({ rail: "sct" }) } },
          { id: `no-rail/${String(rail.extra["rail"])}`, title: `no rail, by a token for ${String(rail.extra["rail"])}`, payment: { rail, terms: withoutRail } },
        ]),
        { id: "instant-accepted", title: "delivery on acceptance by instant transfer", payment: { rail: SCT_INST, deliverOn: "accepted" } as const },
      ]),
];

interface TokenCase {
  readonly id: string;
  readonly title: string;
  readonly payment: (seat: BankSeat) => BankPayment;
}

const tokenCases = (bank: Bank): readonly TokenCase[] => [
  { id: "unknown", title: "a token that nobody minted", payment: (seat) => ({ token: `pm_nobodys${seat.wallet("stranger").address.slice(-12)}` }) },
  { id: "other-psp", title: "a token of another PSP", payment: () => ({ mintedBy: "otherpay" }) },
  ...(bank.other === undefined
    ? [{ id: "card", title: "a token for a card", payment: () => ({ as: "card_visa" }) }]
    : [
        { id: "other-rail/debit", title: "a token for debits, by instant transfer", payment: () => ({ rail: SCT_INST, as: SDD_CORE.instrument }) },
        { id: "other-rail/instant", title: "a token for instant transfers, by debit", payment: () => ({ rail: SDD_CORE, as: SCT_INST.instrument }) },
      ]),
];

/** Some other merchant at the provider. */
const elsewhere = (seat: BankSeat): string => seat.wallet("stranger").address;

const mandateCases = (bank: Bank): readonly { readonly id: string; readonly title: string; readonly agreed: (seat: BankSeat) => NonNullable<BankPayment["agreed"]> }[] => [
  { id: "none", title: "that nobody authorised", agreed: () => () => undefined },
  { id: "other-merchant", title: "that is authorised for another merchant", agreed: (seat) => ({ psp, token }) => void psp.control.tokens.mandate({ token, merchant: elsewhere(seat) }) },
  ...(bank.area === "exact-ach" ? [{ id: "limit", title: "of more than is authorised", agreed: () => ({ psp, token, requirements: { payTo, amount } }) => void psp.control.tokens.mandate({ token, merchant: payTo, maxAmount: BigInt(amount) - 1n }) }] satisfies ReturnType<typeof mandateCases> : []),
];

const area = (bank: Bank): "authorization" | "mandate" => (bank.area === "exact-ach" ? "authorization" : "mandate");

/** Settles a payment and another one with its token, after something has ended what the payer agreed to. */
function ended(bank: Bank, options: { readonly id: string; readonly title: string; readonly payment?: BankPayment; readonly end: (seat: BankSeat, first: Awaited<ReturnType<typeof pay>>) => Promise<void> }): BankScenario {
  return {
    id: `${area(bank)}-revoked/${options.id}`,
    title: `Settle a debit, ${options.title}, and settle another one with the same token`,
    async drive(seat) {
      await controls(seat, bank);
      const first = await pay(seat, bank, options.payment);
      await settle(seat, first, "settle-first");
      await options.end(seat, first);
      await look(seat);
      const { token } = first.paymentPayload.payload;
      await seat.verify(await pay(seat, bank, { token }), "edited");
      await settle(seat, await pay(seat, bank, { token }), "settle-edited");
    },
  };
}

function revoke(seat: BankSeat, payment: Awaited<ReturnType<typeof pay>>): void {
  const { control } = pspOf(seat);
  for (const { id, paymentMethod } of control.intents()) {
    const mandate = paymentMethod === payment.paymentPayload.payload.token ? control.intent(id)?.["mandate"] : undefined;
    if (typeof mandate === "string") control.payers.revokeMandate(mandate);
  }
}

export const scenarios = onBanks((bank) => [
  {
    id: "verify",
    title: "Verify a good payment, and one with a token that nobody minted, and settle neither",
    async drive(seat) {
      await seat.verify(await pay(seat, bank), "control");
      await seat.verify(await pay(seat, bank, { token: `pm_nobodys${elsewhere(seat).slice(-12)}` }), "edited");
      await look(seat);
    },
  },
  ...requirementEdits(bank).map(({ id, title, payment }): BankScenario => ({
    id: `requirements/${id}`,
    title: `Verify and settle a good payment; then with ${title}`,
    async drive(seat) {
      const { rail, deliverOn } = payment;
      await controls(seat, bank, { ...(rail === undefined ? {} : { rail }), ...(deliverOn === undefined || rail !== undefined ? {} : { deliverOn }) });
      await refused(seat, bank, payment);
    },
  })),
  ...tokenCases(bank).map(({ id, title, payment }): BankScenario => ({
    id: `token/${id}`,
    title: `Verify and settle a good payment; then one with ${title}`,
    async drive(seat) {
      const { rail } = payment(seat);
      await controls(seat, bank, rail === undefined ? {} : { rail });
      await refused(seat, bank, payment(seat));
    },
  })),
  ...mandateCases(bank).map(({ id, title, agreed }): BankScenario => ({
    id: `${area(bank)}/${id}`,
    title: `Verify and settle a good debit; then one ${title}`,
    async drive(seat) {
      await controls(seat, bank);
      await refused(seat, bank, { agreed: agreed(seat) });
    },
  })),
  ended(bank, {
    id: "revoked",
    title: "revoke what the payer authorised",
    end: (seat, first) => Promise.resolve(revoke(seat, first)),
  }),
  ended(bank, {
    id: "returned",
    title: `let it come back as ${bank.disowned.code}`,
    payment: { as: bank.disowned.instrument },
    end: async (seat, first) => await until(seat, first, "returned"),
  }),
  {
    id: "moves/debit",
    title: "Settle a debit at each of two PSPs, and let the days pass",
    drive: async (seat) => await moves(seat, bank, bank.debit),
  },
  ...(bank.other === undefined ? [] : [{ id: "moves/instant", title: "Settle an instant transfer at each of two PSPs", drive: async (seat: BankSeat) => await moves(seat, bank, SCT_INST) }]),
]);

async function moves(seat: BankSeat, bank: Bank, rail: BankRail): Promise<void> {
  seat.chain.watch({ accounts: [seat.chain.sponsor, ...seat.servers.map(({ account }) => account)] });
  await seat.verify(await pay(seat, bank, { rail }), "control");
  const here = await pay(seat, bank, { rail });
  const there = await pay(seat, bank, { rail, psp: "otherpay", terms: (offer) => ({ ...offer, amount: "12345" }) });
  for (const payment of [here, there]) await settle(seat, payment);
  for (const payment of [here, there]) await until(seat, payment, "settled");
  // Until the money is the merchant's to dispose of.
  await pass(seat, { days: 14 });
  await look(seat);
}

