import { setTimeout } from "node:timers/promises";
import { cardServerScenario } from "../../../methods/auth-capture-card/scenarios.ts";
import { createScriptedCards, type ScriptedCards } from "../../../methods/auth-capture-card/scripted-facilitator.ts";
import { isSuccess } from "../../../checks/server-steps.ts";
import type { ServerInstance } from "../../../seats/server-instances.ts";
import type { PaymentJson } from "../../../seats/server-payment.ts";
import type { ServerSeat } from "../../../seats/server-seat.ts";
import type { RouteConfig } from "../../../targets/protocol.ts";
import type { Exchange } from "../../../world/http-client.ts";
import type { Script } from "../../../world/script.ts";

/** Milliseconds a drive waits for what may come after a response: some capture now and then only. It bounds the drive and judges nothing. */
const PATIENCE = 6_000;
/** The same for what should have come before: no target that is in time waits it out. */
const LATENESS = 4_000;
/** What is in time by less may be seen late, on a machine that has more to do. */
const GRACE = 1_000;
/** Seconds until the deadline of the offers that have a near one: time enough for a target, and not too long to wait for one that does nothing. */
const NEAR_DEADLINE_SECONDS = 12;
const RESTART_DEADLINE_SECONDS = 14;
/** Milliseconds a target has to have left when it has served: who has less is not asked what it does. */
const TIME_TO_END = 6_000;
const TIME_TO_RESUME = 2_000;
/** A target takes its time before it tries again, more than once it may be. */
const TIMES_AS_LONG = 3;

/** Resolves with the first of the two, and never rejects. */
async function within(seat: ServerSeat, milliseconds: number, event: Promise<void>): Promise<boolean> {
  const over = setTimeout(Math.max(0, milliseconds), false, { signal: seat.signal, ref: false }).catch(() => false);
  return await Promise.race([event.then(() => true), over]);
}

const charging = (seat: ServerSeat, charge: string): Script => ({ headers: [["X402-Charge", charge]], json: { content: seat.upstream.marker } });
const failing: Script = { status: 500, json: { error: "the handler failed before it produced anything" } };

function isServed({ response }: Exchange): boolean {
  return response !== undefined && isSuccess(response);
}

interface NearShop {
  readonly instance: ServerInstance;
  readonly cards: ScriptedCards;
  /** Milliseconds until the deadline of its one offer. */
  left(): number;
  /** Makes a payment one of that offer. */
  readonly edit: (payment: PaymentJson) => void;
}

/** An instance of the target whose only offer has to be captured soon. */
async function openNear(seat: ServerSeat, seconds: number): Promise<NearShop | undefined> {
  const cards = createScriptedCards();
  const began = Date.now();
  // How long the target takes to start is shown by an instance that nobody asks for anything: the deadline stands in the routes.
  if ((await seat.start({ as: "rehearsal", scripts: { settle: cards.settle } })) === undefined) return undefined;
  const deadline = Math.floor((2 * Date.now() - began) / 1_000) + seconds;
  const { accepts, ...route } = seat.route("basic");
  const near: RouteConfig = { ...route, accepts: accepts.map((accept) => ({ ...accept, extra: { ...accept.extra, captureDeadline: deadline } })) };
  const instance = await seat.start({ as: "near", scripts: { settle: cards.settle }, routes: [near] });
  if (instance === undefined) return undefined;
  return {
    instance,
    cards,
    left: () => deadline * 1_000 - Date.now(),
    edit: (payment) => void (payment.accepted["extra"] = { ...(payment.accepted["extra"] as object), captureDeadline: deadline }),
  };
}

export const scenarios = [
  cardServerScenario({
    id: "server/auth-capture-card/paid",
    title: "Pays for a resource, and for one whose handler fails; then looks on for a while",
    needs: { features: ["facilitator", "upstream"], routes: ["basic"] },
    // With a facilitator of its own, so that operations are seen whatever payment they name.
    instance: "fresh",
    async drive(seat) {
      const cards = createScriptedCards();
      const instance = await seat.start({ as: "own", scripts: { settle: cards.settle } });
      if (instance === undefined) return;
      const captured = cards.more("operation");
      const good = await seat.pay({ as: "good", instance });
      const ends = isServed(good) && (await within(seat, PATIENCE, captured));
      seat.upstream.script(() => failing);
      const released = cards.more("operation");
      await seat.pay({ as: "failing", instance });
      if (ends) await within(seat, PATIENCE, released);
    },
  }),
  cardServerScenario({
    id: "server/auth-capture-card/metered",
    title: "Pays for resources that cost as much as was held, less, and more",
    needs: { features: ["facilitator", "upstream", "metered"], routes: ["basic"] },
    async drive(seat) {
      const cards = createScriptedCards();
      seat.facilitator.script({ settle: cards.settle });
      // The target's own price: routes of its own have others than we would give them.
      const price = BigInt((await seat.offer("basic")).accepts[0]?.amount ?? "0");
      const part = price > 73n ? 73n : 1n;
      let ends = true;
      for (const [as, charge] of [["good", price], ["less", price - part], ["more", price + part]] as const) {
        seat.upstream.script(() => charging(seat, charge.toString()));
        seat.mark("charge", { as, charge: charge.toString() });
        const captured = cards.more("operation");
        const paid = await seat.pay({ as });
        // Who has not ended the one before by now is not waited for again.
        ends &&= isServed(paid) && (await within(seat, PATIENCE, captured));
      }
    },
  }),
  cardServerScenario({
    id: "server/auth-capture-card/near-deadline",
    title: "Pays offers that have to be captured soon, for a resource that is produced and one that fails, and waits until then",
    needs: { features: ["facilitator", "upstream", "routes"], routes: ["basic"] },
    instance: "fresh",
    async drive(seat) {
      const near = await openNear(seat, NEAR_DEADLINE_SECONDS);
      if (near === undefined) return;
      const { instance, cards, edit, left } = near;
      const ends: Promise<void>[] = [];
      const watched = (payment: PaymentJson): void => {
        edit(payment);
        ends.push(cards.ends(payment.payload["paymentId"]));
      };
      // Who was served nothing waits for nothing.
      if (!isServed(await seat.pay({ as: "good", instance, edit: watched }))) return;
      seat.upstream.script(() => failing);
      await seat.pay({ as: "failing", instance, edit: watched });
      if (left() < TIME_TO_END) return;
      const both = Promise.all(ends).then(() => undefined);
      const inTime = await within(seat, left() + GRACE, both);
      if (!seat.signal.aborted) seat.mark("deadline", { inTime });
      // Whether what did not come comes late.
      if (!inTime) await within(seat, LATENESS, both);
      if (!seat.signal.aborted) seat.mark("waited", {});
    },
  }),
  cardServerScenario({
    id: "server/auth-capture-card/restart",
    title: "Loses the answers to captures; then restarts the target before it could capture",
    needs: { features: ["facilitator", "upstream", "routes", "restart"], routes: ["basic"] },
    instance: "fresh",
    async drive(seat) {
      const near = await openNear(seat, RESTART_DEADLINE_SECONDS);
      if (near === undefined) return;
      const { instance, cards, edit, left } = near;
      cards.operations(() => ({ drop: "before-headers" }));
      await seat.pay({ as: "good", instance, edit });
      seat.mark("answering", { as: "good" });
      cards.operations(() => undefined);
      // Only of a target that goes on by itself can it be asked to do so after a restart.
      const waiting = Date.now();
      if (!(await within(seat, left() / 2, cards.more("operation")))) return;
      const pause = Date.now() - waiting;
      cards.operations(() => ({ drop: "before-headers" }));
      let interrupted: unknown;
      await seat.pay({
        as: "interrupted",
        instance,
        edit(payment) {
          edit(payment);
          interrupted = payment.payload["paymentId"];
        },
      });
      const again = await seat.restart(instance);
      cards.operations(() => undefined);
      seat.mark("restarted", { same: again.origin === instance.origin });
      // Who was given less time than it took before is not judged.
      if (left() < TIMES_AS_LONG * pause + TIME_TO_RESUME) return;
      const resumed = await within(seat, left() + GRACE, cards.ends(interrupted));
      if (!seat.signal.aborted) seat.mark("deadline", { inTime: resumed });
    },
  }),
];
