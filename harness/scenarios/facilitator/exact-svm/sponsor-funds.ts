import { NATIVE } from "../../../../simulators/chains/chain.ts";
import { approve, createAssociatedToken, keyPairFromPrivateKey, readonlyAccount, transferSol } from "../../../../simulators/chains/svm/wire/index.ts";
import { land } from "../../../methods/exact-svm/land.ts";
import { svmFacilitatorScenario, type SvmFacilitatorSeat } from "../../../methods/exact-svm/scenarios.ts";
import { beside, composed, type Edit, inPlaceOf } from "./edit.ts";
import { accountOf, spending } from "./fee-payer.ts";
import { lighthouse } from "./parts.ts";
import { control } from "./settlement.ts";

/** What the sponsor may lose is the network's fee: scheme_exact.md, Critical Validation Requirements, SVM; scheme_exact_svm.md (later text) §2.1.3. */

interface Attack extends Pick<Edit, "title" | "make"> {
  readonly id: string;
  /** What an operator would have had to do with the sponsor's account. */
  readonly before?: (seat: SvmFacilitatorSeat) => Promise<unknown>;
}

const LAMPORTS = 5_000_000_000n;
const newcomer = (seat: SvmFacilitatorSeat): string => keyPairFromPrivateKey(seat.node.wallet(`${seat.wallet().address}/newcomer`).privateKey).address;

const ATTACKS: readonly Attack[] = [
  { id: "sol", title: "half of the sponsor's SOL moved to the client behind the transfer", make: beside((_, seat) => [transferSol({ from: seat.chain.sponsor, to: seat.wallet().address, lamports: LAMPORTS })]) },
  { id: "rent", title: "an account of somebody's created at the sponsor's expense behind the transfer", make: beside((_, seat) => [createAssociatedToken({ payer: seat.chain.sponsor, owner: newcomer(seat), mint: seat.node.asset })]) },
  { id: "authority", title: "the sponsor's own tokens in place of the client's, by the sponsor's authority", make: inPlaceOf("transfer", (parts, seat) => spending(parts, { source: accountOf(seat, seat.chain.sponsor), authority: seat.chain.sponsor })) },
  {
    id: "delegate",
    title: "the sponsor's own tokens in place of the client's, by the client as its delegate",
    before: async (seat) =>
      await land({ node: seat.node, signers: [seat.chain.sponsorWallet], instructions: [approve({ account: accountOf(seat, seat.chain.sponsor), delegate: seat.wallet().address, authority: seat.chain.sponsor, amount: 1_000_000n })] }),
    make: inPlaceOf("transfer", (parts, seat) => spending(parts, { source: accountOf(seat, seat.chain.sponsor) })),
  },
  { id: "memo", title: "the sponsor among the Memo's signers", make: inPlaceOf("memo", ({ memo }, seat) => ({ ...memo, accounts: [readonlyAccount(seat.chain.sponsor)] })) },
  { id: "lighthouse", title: "the sponsor among the accounts of a Lighthouse instruction", make: composed(({ limit, price, transfer, memo }, seat) => [limit, price, transfer, { ...lighthouse(), accounts: [readonlyAccount(seat.chain.sponsor)] }, memo]) },
];

export const scenarios = ATTACKS.map(({ id, title, before, make }) =>
  svmFacilitatorScenario({
    id: `facilitator/exact-svm/sponsor-funds/${id}`,
    title: `Settle a good payment, then one with ${title}`,
    // The sponsor's balances are compared, so nobody else may settle through it meanwhile.
    instance: "fresh",
    async drive(seat) {
      const { sponsor } = seat.chain;
      await before?.(seat);
      seat.chain.watch({ accounts: [sponsor], assets: [NATIVE] });
      seat.mark("sponsor", sponsor);
      await control(seat);
      await seat.observe("before");
      await seat.settleGood("settle");
      const draining = await make(seat, seat.requirements());
      await seat.verify(draining, "draining-verify");
      await seat.settle(draining, "draining-settle");
      await seat.observe();
    },
  }),
);
