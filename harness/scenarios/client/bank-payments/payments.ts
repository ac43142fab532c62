import { BANK_RAILS } from "../../../methods/bank-rails.ts";
import { withoutResult } from "../fiat/retries.ts";
import { tokensAt, bankKeys, bankOffer } from "./wallets.ts";
import { vaultKey } from "../fiat/vault.ts";

export const scenarios = BANK_RAILS.flatMap((rail) => [
  rail.clientScenario({
    id: `client/${rail.method}/paid`,
    title: "Offers bank payments that deliver on acceptance and on settlement",
    async drive(seat) {
      const also = bankKeys({ seat, rail });
      await seat.fetch({ as: "good", accepts: [bankOffer({ seat, rail, deliverOn: "settled" })], also });
      await seat.fetch({ as: "good-accepted", accepts: [bankOffer({ seat, rail, deliverOn: "accepted" })], also });
    },
  }),
  rail.clientScenario({
    id: `client/${rail.method}/purchases`,
    title: "Has the same resource bought twice",
    async drive(seat) {
      const also = bankKeys({ seat, rail });
      const accepts = [bankOffer({ seat, rail, deliverOn: "settled" })];
      await seat.fetch({ as: "twice", accepts, also });
      await seat.fetch({ as: "twice", accepts, also });
    },
  }),
  rail.clientScenario({
    id: `client/${rail.method}/providers`,
    title: "Offers payments through a provider that minted none of the client's tokens, alone and before a good offer, and through either of two",
    async drive(seat) {
      const own = tokensAt({ seat, rail, psp: seat.node.psp.name });
      const foreign = tokensAt({ seat, rail, psp: "otherpay" });
      const through = (psp: string) => bankOffer({ seat, rail, deliverOn: "settled", extra: { psp } });
      const also = { [rail.namespace]: vaultKey({ seat, entries: own }) };
      await seat.fetch({ as: "good", accepts: [through(seat.node.psp.name)], also });
      await seat.fetch({ as: "psp-other", accepts: [through("otherpay")], also });
      await seat.fetch({ as: "psp-other-first", accepts: [through("otherpay"), through(seat.node.psp.name)], also });
      await seat.fetch({ as: "psp-of-two", accepts: [through("otherpay")], also: { [rail.namespace]: vaultKey({ seat, entries: [...own, ...foreign] }) } });
    },
  }),
  rail.clientScenario({
    id: `client/${rail.method}/retries`,
    title: "Leaves a paid request without a result: by a broken connection, by a 503, and by saying that settlement is pending",
    async drive(seat) {
      const also = bankKeys({ seat, rail });
      await seat.fetch({ as: "good", accepts: [bankOffer({ seat, rail, deliverOn: "settled" })], also });
      await withoutResult({ seat, offer: () => bankOffer({ seat, rail, deliverOn: "settled" }), also });
    },
  }),
  rail.clientScenario({
    id: `client/${rail.method}/odd-offers`,
    title: "Offers what the network does not have: another word for deliverOn, pairs with paymentFlow that there are not, another currency",
    async drive(seat) {
      const also = bankKeys({ seat, rail });
      await seat.fetch({ as: "good", accepts: [bankOffer({ seat, rail, deliverOn: "settled" })], also });
      await seat.fetch({ as: "good-accepted", accepts: [bankOffer({ seat, rail, deliverOn: "accepted" })], also });
      const odd = {
        "deliver-on-future": bankOffer({ seat, rail, deliverOn: "settled", extra: { deliverOn: "future" } }),
        "settled-authorization": bankOffer({ seat, rail, deliverOn: "settled", extra: { paymentFlow: "authorization" } }),
        "accepted-upfront": bankOffer({ seat, rail, deliverOn: "accepted", extra: { paymentFlow: "upfront" } }),
        currency: bankOffer({ seat, rail, deliverOn: "settled", edit: { asset: rail.otherCurrency } }),
        ...Object.fromEntries(Object.entries(rail.oddities).map(([name, extra]) => [name, bankOffer({ seat, rail, deliverOn: "settled", extra })])),
      };
      for (const [name, offer] of Object.entries(odd)) await seat.fetch({ as: `odd-${name}`, accepts: [offer], also });
    },
  }),
]);
