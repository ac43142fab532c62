import type { SettleResponse } from "../../../../spec/types.ts";
import type { PspCall, PspFault } from "../../../rails/index.ts";
import { memoryStore } from "../../../store.ts";
import { createHttpFetch, type HttpFetch } from "../../../transports/http/http-fetch.ts";
import type { SchemeFacilitator } from "../../scheme.ts";
import { type CardWorld, nextPaymentId, PAYERS_MONEY, settle, shop } from "./card-world.ts";

/** One payment from its hold to its end, with a facilitator that dies on the way, or a provider that fails, and what the books say afterwards. */

export interface Story {
  /** Test instrument, e.g. `card_visa`. */
  readonly card: string;
  readonly singleUse?: boolean;
  /** How the server ends it; minor units of the capture. */
  readonly end: "void" | { readonly capture: bigint };
  /** The refusal the payment ends with, where it is to get no hold. */
  readonly refused?: string;
  /** Times its payload is presented at least, whatever is answered. */
  readonly presented?: number;
  /** Authorizations at the issuer at most. */
  readonly attempts: number;
}

/** What befalls the nth call or write since the facilitator was (re)started, from 1. */
export type Mishap =
  /** The facilitator dies: the call never arrives; it arrives, and nobody hears the answer; it arrives after so many replies of the next facilitator. */
  | { readonly call: number; readonly dies: "before" | "after" }
  | { readonly call: number; readonly dies: "late"; readonly replies: number }
  | { readonly call: number; readonly fault: PspFault }
  /** It dies before or after its nth write to the store. */
  | { readonly write: number; readonly dies: "before" | "after" };

/** More than any story needs to come to its end. */
const ROUNDS = 14;

export interface Outcome {
  /** What is wrong; empty where all is well. */
  readonly problems: readonly string[];
  /** Calls at the provider before the first mishap struck, or all. */
  readonly calls: number;
  /** To the store, the same way. */
  readonly writes: number;
  /** Mishaps that struck. */
  readonly struck: number;
}

export async function runStory(options: { world: CardWorld; story: Story; mishaps?: readonly Mishap[]; faults?: readonly string[]; timeoutSeconds?: number }): Promise<Outcome> {
  const { world, story, mishaps = [], faults = [], timeoutSeconds } = options;
  const { control } = world.rails.psp;
  const paymentId = nextPaymentId();
  const owner = `payer ${paymentId}`;
  const token = world.token({ owner, as: story.card, singleUse: story.singleUse ?? false });
  const shopBefore = world.rails.balance({ owner: "acct_shop", currency: "USD" });
  const store = memoryStore();

  let struck = 0;
  let sinceStart = 0;
  let writesSinceStart = 0;
  let replies = 0;
  let calls = 0;
  let writes = 0;
  /** The call whose answer the facilitator does not live to hear. */
  let fatal: number | undefined;
  let life = begin();
  const late = new Map<number, { readonly until: number; readonly release: () => void; readonly arrived: Promise<void>; readonly arrive: () => void }>();

  function begin(): { readonly half: SchemeFacilitator; readonly died: Promise<"died">; readonly die: () => void } {
    const { promise: died, resolve } = Promise.withResolvers<"died">();
    let dead = false;
    const real = createHttpFetch();
    const never = new Promise<never>(() => undefined);
    const fetch: HttpFetch = async (request) => {
      // Who is dead hears no answer, and asks nothing more.
      const answer = dead ? await never : await real(request).catch((error: unknown) => (dead ? never : Promise.reject(error instanceof Error ? error : new Error(String(error)))));
      return dead ? await never : answer;
    };
    const set = (key: string, value: unknown): void => {
      if (dead) return;
      writesSinceStart += 1;
      writes += struck === 0 ? 1 : 0;
      const mishap = mishaps[struck];
      const dies = mishap !== undefined && "write" in mishap && mishap.write === writesSinceStart ? mishap.dies : undefined;
      if (dies !== "before") store.set(key, value);
      if (dies === undefined) return;
      struck += 1;
      die();
    };
    const die = (): void => {
      dead = true;
      void half.close?.();
      resolve("died");
    };
    const half = world.facilitator({ store: { ...store, set }, fetch, faults, ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }) });
    [sinceStart, writesSinceStart] = [0, 0];
    return { half, died, die };
  }

  const strikes = (mishap: Mishap | undefined, call: PspCall): void => {
    if (mishap === undefined || "write" in mishap || mishap.call !== sinceStart) return;
    struck += 1;
    const where = ({ sequence }: PspCall): boolean => sequence === call.sequence;
    if ("fault" in mishap) {
      control.faults.add({ fault: mishap.fault, where });
      // The next mishap counts from here.
      sinceStart = 0;
      return;
    }
    if (mishap.dies === "before") control.faults.add({ fault: { kind: "drop", when: "before" }, where });
    if (mishap.dies === "late") {
      const { promise, resolve: release } = Promise.withResolvers<void>();
      const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
      control.faults.add({ fault: { kind: "slow", until: promise }, where });
      late.set(call.sequence, { until: replies + mishap.replies, release, arrived, arrive });
    }
    if (mishap.dies === "after") fatal = call.sequence;
    else life.die();
  };

  const unwatch = control.watch({
    before(call) {
      sinceStart += 1;
      calls += struck === 0 ? 1 : 0;
      strikes(mishaps[struck], call);
    },
    after(call) {
      late.get(call.sequence)?.arrive();
      if (call.sequence === fatal) life.die();
    },
  });

  /** @returns the reply; after a death that of nobody, and the next facilitator is there */
  const ask = async (payload: Record<string, unknown>, lifecycle: boolean): Promise<SettleResponse | undefined> => {
    const asked = settle(life.half, { payload, ...(lifecycle ? { caller: shop } : {}) });
    const reply = await Promise.race([asked, life.died]);
    if (reply === "died") {
      life = begin();
      return undefined;
    }
    replies += 1;
    await letLateOnesIn();
    return reply;
  };
  const letLateOnesIn = async (all = false): Promise<void> => {
    for (const [sequence, one] of late) {
      if (!all && one.until > replies) continue;
      one.release();
      await one.arrived;
      late.delete(sequence);
    }
  };

  const end = story.end === "void" ? { type: "void", paymentId } : { type: "capture", paymentId, amount: story.end.capture.toString() };
  const told: string[] = [];
  let last: SettleResponse | undefined;
  let ended = false;
  let everHeld = false;
  for (let round = 0; round < ROUNDS && !ended; round += 1) {
    const held = await ask({ token, paymentId }, false);
    told.push(held === undefined ? "died" : (held.errorReason ?? "held"));
    if (held === undefined) continue;
    everHeld ||= held.success;
    // A server that was told of a hold ends it, whatever the client is told meanwhile.
    if (!everHeld) {
      last = held;
      ended = held.errorReason === story.refused && round + 1 >= (story.presented ?? 1);
      continue;
    }
    for (let tries = 0; tries < 4 && !ended; tries += 1) {
      last = await ask(end, true);
      told.push(last === undefined ? "died" : (last.errorReason ?? "ended"));
      if (last === undefined) break;
      ended = last.success;
    }
  }
  await letLateOnesIn(true);
  unwatch();
  control.faults.clear();
  await life.half.close?.();

  const problems: string[] = [];
  const expect = (what: string, found: unknown, expected: unknown): void => void (found === expected || problems.push(`${what}: expected ${String(expected)}, found ${String(found)} (${told.join(", ")})`));
  const payments = world.rails.rails.card.payments().filter(({ payer }) => payer === owner);
  const charge = story.refused !== undefined || story.end === "void" ? 0n : story.end.capture;
  expect("ended", ended, true);
  expect("last reason", last?.errorReason, story.refused);
  expect("amount told", last?.amount, charge === 0n ? undefined : charge.toString());
  expect("holds", payments.filter(({ authorized }) => authorized > 0n).length, story.refused === undefined ? 1 : 0);
  expect("holds left open", payments.filter(({ held }) => held > 0n).length, 0);
  expect("captures", payments.filter(({ captured }) => captured > 0n).length, charge > 0n ? 1 : 0);
  expect("money of the payer", world.rails.balance({ owner, currency: "USD" }), PAYERS_MONEY - charge);
  expect("money of the shop", world.rails.balance({ owner: "acct_shop", currency: "USD" }) - shopBefore, charge);
  const attempts = payments.reduce((sum, payment) => sum + payment.attempts.length, 0);
  if (attempts > story.attempts) problems.push(`attempts at the issuer: expected at most ${story.attempts}, found ${attempts} (${told.join(", ")})`);
  if (last?.success === true) expect("transaction told", last.transaction, payments.find(({ authorized }) => authorized > 0n)?.id);
  return { problems, calls, writes, struck };
}
