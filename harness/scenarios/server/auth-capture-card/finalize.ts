import { setTimeout } from "node:timers/promises";
import { cardServerScenario } from "../../../methods/auth-capture-card/scenarios.ts";
import { createScriptedCards, type ScriptedCards } from "../../../methods/auth-capture-card/scripted-facilitator.ts";
import type { ServerInstance } from "../../../seats/server-instances.ts";
import type { PaymentJson } from "../../../seats/server-payment.ts";
import type { ServerSeat } from "../../../seats/server-seat.ts";
import type { RouteConfig } from "../../../targets/protocol.ts";
import type { Script } from "../../../world/script.ts";

/** Milliseconds a drive waits for what may come after a response. It bounds the drive and judges nothing. */
const PATIENCE = 2_000;
/** The same for what should have come before: no target that is in time waits it out. */
const LATENESS = 4_000;
/** Seconds until the deadline of the offers that have a near one: time enough for a target, and not too long to wait for one that does nothing. */
const NEAR_DEADLINE_SECONDS = 6;
const RESTART_DEADLINE_SECONDS = 12;

/** Resolves with the first of the two, and never rejects. */
async function within(seat: ServerSeat, milliseconds: number, event: Promise<void>): Promise<boolean> {
  const over = setTimeout(Math.max(0, milliseconds), false, { signal: seat.signal, ref: false }).catch(() => false);
  return await Promise.race([event.then(() => true), over]);
}

const charging = (seat: ServerSeat, charge: string): Script => ({ headers: [["X402-Charge", charge]], json: { content: seat.upstream.marker } });
const failing: Script = { status: 500, json: { error: "the handler failed before it produced anything" } };

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
  const deadline = Math.floor(Date.now() / 1_000) + seconds;
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
      await seat.pay({ as: "good", instance });
      await within(seat, PATIENCE, captured);
      seat.upstream.script(() => failing);
      const released = cards.more("operation");
      await seat.pay({ as: "failing", instance });
      await within(seat, PATIENCE, released);
    },
  }),
  cardServerScenario({
    id: "server/auth-capture-card/metered",
    title: "Pays for resources that cost as much as was held, less, and more",
    needs: { features: ["facilitator", "upstream", "metered"], routes: ["basic"] },
    async drive(seat) {
      const cards = createScriptedCards();
      seat.facilitator.script({ settle: cards.settle });
      const price = BigInt(seat.route("basic").accepts[0]?.amount ?? "0");
      for (const [as, charge] of [["good", price], ["less", price - 73n], ["more", price + 73n]] as const) {
        seat.upstream.script(() => charging(seat, charge.toString()));
        seat.mark("charge", { as, charge: charge.toString() });
        const captured = cards.more("operation");
        await seat.pay({ as });
        await within(seat, PATIENCE, captured);
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
      const both = cards.more("operation", 2);
      await seat.pay({ as: "good", instance, edit });
      seat.upstream.script(() => failing);
      await seat.pay({ as: "failing", instance, edit });
      const inTime = await within(seat, left(), both);
      seat.mark("deadline", { inTime });
      // Whether what did not come comes late.
      if (!inTime) await within(seat, LATENESS, both);
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
      if (!(await within(seat, left() / 2, cards.more("operation")))) return;
      cards.operations(() => ({ drop: "before-headers" }));
      await seat.pay({ as: "interrupted", instance, edit });
      const again = await seat.restart(instance);
      cards.operations(() => undefined);
      seat.mark("restarted", { same: again.origin === instance.origin });
      const resumed = await within(seat, left(), cards.more("operation"));
      seat.mark("deadline", { inTime: resumed });
    },
  }),
];
