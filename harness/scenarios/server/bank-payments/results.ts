import { BANK_RAILS, type BankRail } from "../../../methods/bank-rails.ts";
import type { DeliverOn } from "../../../methods/bank-networks.ts";
import type { RailBend } from "../../../methods/rail-payment.ts";
import type { RailChain } from "../../../../simulators/rails/index.ts";
import type { PaymentJson } from "../../../seats/server-payment.ts";
import type { ServerSeat } from "../../../seats/server-seat.ts";
import { type BankState, settleReply } from "./scripted-bank.ts";

/** What a server does with the results of bank payments, as they come. */

const DELIVER_ON: readonly DeliverOn[] = ["settled", "accepted"];

/** Presents one payment as often as there are states, and has the facilitator answer its settles with each in turn. Steps are named `<as>-1`, `<as>-2`, … */
async function present(options: { seat: ServerSeat<RailChain, RailBend>; rail: BankRail; deliverOn: DeliverOn; as: string; states: readonly BankState[] }): Promise<void> {
  const { seat, rail, deliverOn, as, states } = options;
  const { route, instrument } = rail.offers[deliverOn];
  const payment: PaymentJson = await seat.payment({ route, bend: { instrument } });
  for (const [index, state] of states.entries()) {
    seat.facilitator.script({ settle: () => settleReply({ seat, state, codes: rail.codes, transaction: `pi_${seat.tag}_${as}` }) });
    await seat.request({ as: `${as}-${index + 1}`, route, payment });
  }
}

export const scenarios = BANK_RAILS.flatMap((rail) => {
  const routes = [rail.offers.settled.route, rail.offers.accepted.route];
  const needs = { features: ["facilitator"], routes } as const;
  const good = async (seat: ServerSeat<RailChain, RailBend>, deliverOn: DeliverOn): Promise<void> => {
    const { route, instrument } = rail.offers[deliverOn];
    seat.facilitator.script({});
    await seat.pay({ as: "good", route, bend: { instrument } });
  };
  return [
    rail.serverScenario({
      id: `server/${rail.method}/settled`,
      title: "Pays an offer that delivers on settlement: settled, pending, refused, pending until it settles, and unknown until it does",
      needs: { ...needs, features: ["facilitator", "upstream"] },
      async drive(seat) {
        const deliverOn = "settled";
        await good(seat, deliverOn);
        await present({ seat, rail, deliverOn, as: "pending", states: ["pending"] });
        await present({ seat, rail, deliverOn, as: "refused", states: ["refused"] });
        await present({ seat, rail, deliverOn, as: "later", states: ["pending", "pending", "settled"] });
        await present({ seat, rail, deliverOn, as: "known-later", states: ["unknown", "settled"] });
      },
    }),
    rail.serverScenario({
      id: `server/${rail.method}/accepted`,
      title: "Pays an offer that delivers on acceptance, and is told that the payment is pending",
      needs,
      async drive(seat) {
        await good(seat, "accepted");
        await present({ seat, rail, deliverOn: "accepted", as: "pending", states: ["pending"] });
      },
    }),
    rail.serverScenario({
      id: `server/${rail.method}/refused`,
      title: "Pays offers that deliver on settlement and on acceptance, and has the payments refused or returned, at once and later",
      needs,
      async drive(seat) {
        await good(seat, "settled");
        for (const deliverOn of DELIVER_ON) {
          for (const state of ["refused", "returned"] as const) {
            await present({ seat, rail, deliverOn, as: `${deliverOn}-${state}`, states: [state] });
            // What delivers on acceptance has delivered by then.
            if (deliverOn === "settled") await present({ seat, rail, deliverOn, as: `pending-${state}`, states: ["pending", state] });
          }
        }
      },
    }),
    rail.serverScenario({
      id: `server/${rail.method}/unknown`,
      title: "Pays offers that deliver on settlement and on acceptance, and leaves unknown what became of the payments",
      needs,
      async drive(seat) {
        await good(seat, "settled");
        for (const deliverOn of DELIVER_ON) await present({ seat, rail, deliverOn, as: `unknown-${deliverOn}`, states: ["unknown"] });
      },
    }),
    rail.serverScenario({
      id: `server/${rail.method}/smuggled`,
      title: "Sends status payloads as a client: of a payment that was delivered for, and of one that somebody else made; the facilitator answers each with success",
      needs: { features: ["facilitator"], routes: [rail.offers.settled.route] },
      async drive(seat) {
        const { route, instrument } = rail.offers.settled;
        const own = await seat.payment({ route, bend: { instrument } });
        await seat.request({ as: "good", route, payment: own });
        const { token, paymentId } = (await seat.payment({ route, bend: { instrument } })).payload;
        await seat.request({ as: "status-own", route, payment: { ...own, payload: { type: "status", paymentId: own.payload["paymentId"] } } });
        await seat.request({ as: "status-elses", route, payment: { ...own, payload: { type: "status", paymentId } } });
        await seat.request({ as: "status-with-token", route, payment: { ...own, payload: { type: "status", token, paymentId } } });
      },
    }),
  ];
});
