import type { PaymentRequirements } from "../../../../spec/types.ts";
import { BANK_RAILS, type BankRail } from "../../../methods/bank-rails.ts";
import type { RailChain } from "../../../../simulators/rails/index.ts";
import type { ClientRequest } from "../../../seats/client-case.ts";
import type { ClientSeat } from "../../../seats/client-seat.ts";
import { CHAIN_KEY, onAChain } from "../fiat/on-a-chain.ts";
import { presentsAgain, reported } from "../fiat/undecided.ts";
import { bankKeys, bankOffer } from "./wallets.ts";

/** Reports that say the money may be moving (bank-payments.md 5.4), by the name of the steps. */
const UNDECIDED = { pending: "settlement_pending", unknown: "unexpected_settle_error" } as const;

/**
 * Sells by bank payment, has no result the first time, and makes offers again beside that. Whatever comes then is served.
 *
 * @param options.shown offers of the first answer, and of those without a result
 */
async function leaveOpen(options: { seat: ClientSeat<RailChain>; rail: BankRail; as: string; errorReason: string; shown: { readonly first: readonly PaymentRequirements[]; readonly later: readonly PaymentRequirements[] } }): Promise<void> {
  const { seat, rail, as, errorReason, shown } = options;
  await seat.fetch({
    as,
    accepts: shown.first,
    also: { ...bankKeys({ seat, rail }), ...CHAIN_KEY },
    server(request) {
      if (request.payment === undefined) return seat.paymentRequired({ step: as, accepts: shown.first });
      return request.paidBefore === 0 ? reported(seat, { errorReason, transaction: TRANSACTION, offers: { step: as, accepts: shown.later }, headers: [["Retry-After", "0"]] }) : seat.paid(request);
    },
  });
}

const TRANSACTION = "pi_000000000000000000000000";

export const scenarios = BANK_RAILS.flatMap((rail) => [
  rail.clientScenario({
    id: `client/${rail.method}/pending`,
    title: "Leaves payments without a result, with offers beside it: the same one, and one on another network",
    async drive(seat) {
      const also = bankKeys({ seat, rail });
      await seat.fetch({ as: "good", accepts: [bankOffer({ seat, rail, deliverOn: "settled" })], also });
      for (const [name, errorReason] of Object.entries(UNDECIDED)) {
        const offer = bankOffer({ seat, rail, deliverOn: "settled" });
        // Of the same flow, so that nobody prefers it for that.
        const both = [offer, onAChain({ paymentFlow: "upfront" })];
        await leaveOpen({ seat, rail, as: `open-${name}`, errorReason, shown: { first: both, later: both } });
        // For who takes the chain first.
        await leaveOpen({ seat, rail, as: `open-${name}-alone`, errorReason, shown: { first: [offer], later: both } });
      }
    },
  }),
  rail.clientScenario({
    id: `client/${rail.method}/pending-again`,
    title: "Has a result for a payment when it is presented again, and asks once more where the client leaves that to its caller",
    async drive(seat) {
      const also = bankKeys({ seat, rail });
      await seat.fetch({ as: "good", accepts: [bankOffer({ seat, rail, deliverOn: "settled" })], also });
      const leave = async (as: string, errorReason: string): Promise<void> => {
        const accepts = [bankOffer({ seat, rail, deliverOn: "settled" })];
        let first: ClientRequest | undefined;
        let presentedAgain = false;
        const ask = async (): Promise<unknown> =>
          await seat.fetch({
            as,
            accepts,
            also,
            server(request) {
              if (request.payment === undefined) return seat.paymentRequired({ step: as, accepts });
              presentedAgain ||= presentsAgain(first, request);
              first ??= request;
              return presentedAgain ? seat.paid(request, { transaction: TRANSACTION }) : reported(seat, { errorReason, transaction: TRANSACTION, headers: [["Retry-After", "1"]] });
            },
          });
        await ask();
        if (first !== undefined && !presentedAgain) await ask();
      };
      // Each client waits as long as it is told to, and there is no reason to wait in turn.
      await Promise.all(Object.entries(UNDECIDED).map(([name, errorReason]) => leave(`again-${name}`, errorReason)));
    },
  }),
]);
