import { transferChecked } from "../../../../simulators/chains/svm/wire/index.ts";
import { land } from "../../../methods/exact-svm/land.ts";
import { type SvmEnvelope, svmFacilitatorScenario, type SvmFacilitatorSeat } from "../../../methods/exact-svm/scenarios.ts";
import { edited, saysTrue } from "../../../seats/facilitator-seat.ts";
import { type Edit, inMint, inPlaceOf } from "./edit.ts";
import { flipped, zeroed } from "./signatures.ts";
import { accountOf, controlsOf, give, spending } from "./parts.ts";

/** Settlement and what the chain can do to it: scheme_exact_svm.md, steps 11 to 13 of the flow. */

export const control = async (seat: SvmFacilitatorSeat): Promise<void> => {
  await seat.verify(await seat.payment(), "control");
  await seat.verify(await seat.forgery(), "forged");
};

/** Round trips that end long after an answer that waits for nothing. */
const TRIPS = 5;
export async function meanwhile(seat: SvmFacilitatorSeat): Promise<void> {
  for (let trip = 0; trip < TRIPS; trip += 1) await seat.verify(await seat.payment(), "meanwhile");
}

/** Ends when the target has sent a transaction, or when what it was asked is answered without one. */
export async function whenSent(seat: SvmFacilitatorSeat, asked: readonly Promise<unknown>[]): Promise<void> {
  const sent = new Promise<void>((resolve) => seat.chain.script({ beforeBroadcast: async () => resolve() }));
  await Promise.race([sent, Promise.allSettled(asked)]);
  seat.chain.script({});
}

/** Ends when the chain holds a transaction of the sponsor's back, or when what was asked is answered without one. */
async function whenHeld(seat: SvmFacilitatorSeat, asked: Promise<unknown>): Promise<void> {
  const { held } = controlsOf(seat);
  const over = asked.then(() => true, () => true);
  const isHeld = async (): Promise<boolean> => (await held({ account: seat.chain.sponsor })).length > 0;
  while (!(await Promise.race([over, isHeld()]))) if (seat.signal.aborted) return;
}

const INVALID: readonly (Pick<Edit, "title" | "make"> & { readonly id: string })[] = [
  { id: "underpaid", title: "a payment of less than is required", make: async (seat, requirements) => await seat.payment({ requirements, amount: 9_999n }) },
  { id: "astray", title: "a payment to somebody else", make: async (seat, requirements) => await seat.payment({ requirements, recipient: seat.wallet("stranger").address }) },
  { id: "by-sponsor", title: "a payment out of the fee payer's own account", make: inPlaceOf("transfer", (parts, seat) => spending(parts, { source: accountOf(seat, seat.chain.sponsor), authority: seat.chain.sponsor })) },
];

const UNSETTLED: readonly (Pick<Edit, "title" | "make"> & { readonly id: string })[] = [
  { id: "client-signature/zeroed", title: "a payment with nothing in the client's signature slot", make: zeroed },
  { id: "client-signature/flipped", title: "a payment with one bit of the client's signature changed", make: flipped },
  {
    id: "expired/expired",
    title: "a payment whose blockhash has expired",
    async make(seat, requirements) {
      const { issueBlockhash, expireBlockhash } = controlsOf(seat);
      const { blockhash } = await issueBlockhash();
      const payment = await seat.payment({ requirements, draft: (draft) => ({ ...draft, blockhash }) });
      await expireBlockhash({ blockhash });
      return payment;
    },
  },
  { id: "expired/never", title: "a payment on a blockhash that the chain never had", make: async (seat, requirements) => await seat.payment({ requirements, expired: true }) },
];

export const scenarios = [
  svmFacilitatorScenario({
    id: "facilitator/exact-svm/settle",
    title: "Settle a good payment and look at the transaction",
    async drive(seat) {
      await control(seat);
      await seat.settleGood("settle");
      await seat.observe();
    },
  }),
  ...INVALID.map(({ id, title, make }) =>
    svmFacilitatorScenario({
      id: `facilitator/exact-svm/settle-unverified/${id}`,
      title: `Settle a good payment, then send ${title} straight to /settle`,
      async drive(seat) {
        await control(seat);
        await seat.settleGood("settle");
        const invalid = await make(seat, seat.requirements());
        await seat.verify(invalid, "edited");
        await seat.settle(invalid, "settle-invalid");
        await seat.observe();
      },
    }),
  ),
  ...UNSETTLED.map(({ id, title, make }) =>
    svmFacilitatorScenario({
      id: `facilitator/exact-svm/settle-${id}`,
      title: `Settle a good payment, then ${title}`,
      // It may be sent all the same, and waited for.
      instance: "fresh",
      confirmationTimeoutSeconds: 1,
      async drive(seat) {
        await control(seat);
        await seat.settleGood("settle");
        await seat.settle(await make(seat, seat.requirements()), "unsettleable");
        await seat.observe();
      },
    }),
  ),
  svmFacilitatorScenario({
    id: "facilitator/exact-svm/confirmation/held",
    title: "Settle a payment whose transaction the chain holds back, and let it through after further requests were answered",
    instance: "fresh",
    async drive(seat) {
      const { hold, release } = controlsOf(seat);
      await control(seat);
      const payment = await seat.payment();
      await hold({ account: seat.chain.sponsor });
      try {
        const settling = seat.settle(payment, "settle");
        await whenSent(seat, [settling]);
        await meanwhile(seat);
        seat.mark("released", true);
        await release({ account: seat.chain.sponsor });
        await settling;
      } finally {
        await release({ account: seat.chain.sponsor });
      }
      await seat.observe();
    },
  }),
  svmFacilitatorScenario({
    id: "facilitator/exact-svm/confirmation/dropped",
    title: "Settle a payment whose transaction never lands",
    instance: "fresh",
    confirmationTimeoutSeconds: 1,
    async drive(seat) {
      const { hold, release } = controlsOf(seat);
      await control(seat);
      await hold({ account: seat.chain.sponsor });
      try {
        await seat.settle(await seat.payment(), "unconfirmed");
        await seat.observe();
        seat.mark("released", true);
      } finally {
        await release({ account: seat.chain.sponsor });
      }
    },
  }),
  svmFacilitatorScenario({
    id: "facilitator/exact-svm/no-status",
    title: "Settle a payment of whose transaction the node never says a word",
    instance: "fresh",
    confirmationTimeoutSeconds: 1,
    async drive(seat) {
      await control(seat);
      seat.chain.script({ hideReceipts: true });
      await seat.settle(await seat.payment(), "unconfirmed");
      await seat.observe();
    },
  }),
  svmFacilitatorScenario({
    id: "facilitator/exact-svm/failed-onchain",
    title: "Settle a payment whose payer has spent the money by the time the transaction executes",
    instance: "fresh",
    wallets: { payer: { balance: 1_000_000_000n }, unlucky: { balance: 10_000n } },
    async drive(seat) {
      await control(seat);
      await give(seat, "unlucky");
      const unlucky = seat.wallet("unlucky");
      const doomed = await seat.payment({ payer: "unlucky" });
      const { asset: mint } = seat.node;
      // Held back on its way, and not before it is sent: some look once more while they send.
      const { hold, release } = controlsOf(seat);
      const away = transferChecked({ source: accountOf(seat, unlucky.address), destination: accountOf(seat, seat.wallet("stranger").address), authority: unlucky.address, amount: 10_000n, mint, decimals: seat.node.mints.usdc.decimals });
      await hold({ account: seat.chain.sponsor });
      try {
        const settling = seat.settle(doomed, "doomed-settle");
        await whenHeld(seat, settling);
        // So that who asks but once has been answered, however slow the machine.
        await meanwhile(seat);
        await land({ node: seat.node, signers: [unlucky], instructions: [away] });
        await release({ account: seat.chain.sponsor });
        await settling;
      } finally {
        await release({ account: seat.chain.sponsor });
      }
      await seat.observe();
    },
  }),
  ...(["pay-to", "amount"] as const).map((id) =>
    svmFacilitatorScenario({
      id: `facilitator/exact-svm/other-requirements/${id}`,
      title: `Settle a payment whose status is late, then present it for requirements with another ${id === "amount" ? "amount" : "payTo"}`,
      instance: "fresh",
      confirmationTimeoutSeconds: 1,
      async drive(seat) {
        await control(seat);
        const asked = seat.requirements();
        const other = await seat.payment({ requirements: seat.requirements(id === "amount" ? { amount: "1" } : { payTo: seat.wallet("stranger").address }) });
        seat.chain.script({ hideReceipts: true });
        await seat.settle(other, "other");
        seat.chain.script({});
        await seat.settle(edited(other, (copy) => void (copy.paymentPayload.accepted = copy.paymentRequirements = { ...asked })), "presented");
        await seat.observe();
      },
    }),
  ),
  svmFacilitatorScenario({
    id: "facilitator/exact-svm/transfer-fee",
    title: "Verify a payment in a mint that withholds a fee from every transfer, and settle it where it is found valid",
    async drive(seat) {
      await control(seat);
      await seat.settleGood("settle-control");
      const requirements = await inMint("fee")(seat);
      seat.chain.watch({ assets: [requirements.asset] });
      const payment: SvmEnvelope = await seat.payment({ requirements });
      const { body } = await seat.verify(payment, "edited");
      if (saysTrue(body, "isValid")) await seat.settle(payment, "settle", { attempts: 3 });
      await seat.observe();
    },
  }),
];

