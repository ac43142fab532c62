import { BANK_RAILS } from "../../../methods/bank-rails.ts";
import type { RouteConfig } from "../../../targets/protocol.ts";
import type { FacilitatorScript } from "../../../seats/server-case.ts";
import { type BankState, settleReply } from "./scripted-bank.ts";

export const scenarios = BANK_RAILS.flatMap((rail) => [
  rail.serverScenario({
    id: `server/${rail.method}/offers`,
    title: "Asks for every route without payment, then pays for one",
    async drive(seat) {
      // Where the facilitator is ours, we know what it announced.
      if (seat.has("facilitator")) seat.mark("announced", { psps: rail.psps });
      for (const route of seat.routes) await seat.request({ as: "unpaid", route });
      const { route, instrument } = rail.offers.settled;
      // Shows that what is offered is really for sale.
      if (seat.has("facilitator") && seat.routes.includes(route)) await seat.pay({ as: "good", route, bend: { instrument } });
    },
  }),
  rail.serverScenario({
    id: `server/${rail.method}/terms-changed`,
    title: "Changes the price of a route while a payment is pending, and presents the payment again",
    needs: { features: ["facilitator", "routes", "restart"], routes: [rail.offers.settled.route] },
    instance: "fresh",
    async drive(seat) {
      const { route: id, instrument } = rail.offers.settled;
      const route = seat.route(id);
      const results: Record<string, BankState> = {};
      const settle: FacilitatorScript = ({ body }) => {
        const text = JSON.stringify(body);
        const [, state = "settled"] = Object.entries(results).find(([paymentId]) => text.includes(paymentId)) ?? [];
        return settleReply({ seat, state, codes: rail.codes, transaction: `pi_${seat.tag}` });
      };
      const instance = await seat.start({ as: "own", scripts: { settle } });
      if (instance === undefined) return;
      const pay = async () => await seat.payment({ route: id, bend: { instrument } });
      await seat.request({ as: "good", route: id, payment: await pay(), instance });
      const payments = { pending: await pay(), unknown: await pay() };
      for (const [state, payment] of Object.entries(payments)) {
        results[String(payment.payload["paymentId"])] = state as BankState;
        await seat.request({ as: `${state}-before`, route: id, payment, instance });
        results[String(payment.payload["paymentId"])] = "settled";
      }
      const dearer: RouteConfig = { ...route, accepts: route.accepts.map((accept) => ({ ...accept, amount: String(2n * BigInt(accept.amount)) })) };
      const changed = await seat.restart(instance, { routes: [dearer] });
      await seat.request({ as: "offer-after", route: id, instance: changed });
      for (const [state, payment] of Object.entries(payments)) await seat.request({ as: `${state}-after`, route: id, payment, instance: changed });
    },
  }),
]);
