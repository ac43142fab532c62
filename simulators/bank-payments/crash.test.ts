import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PspFault } from "../rails/index.ts";
import { createHttpFetch, type HttpFetch } from "../transports/http/http-fetch.ts";
import type { Moment } from "./testing/mortal.ts";
import { play, type Scene } from "./testing/play.ts";
import { type BankWorld, startBankWorld } from "./testing/world.ts";

/**
 * The facilitator dies at every moment around every call of the PSP and every change of what it keeps, and the PSP fails
 * at every call in every way: a payment is made once all the same, and its books balance.
 */

let world: BankWorld;
const start = async (): Promise<void> => void (world = await startBankWorld({ seed: "bank-crash" }));
beforeEach(start);
afterEach(async () => await world.close());

const SCENES: readonly Scene[] = [
  { rail: "ach", deliverOn: "settled" },
  { rail: "ach", deliverOn: "accepted" },
  { rail: "ach", deliverOn: "accepted", as: "ach_r10", end: "returned" },
  { rail: "ach", deliverOn: "settled", as: "ach_turned_down", end: "refused" },
  { rail: "sdd-core", deliverOn: "settled" },
  { rail: "sdd-core", deliverOn: "accepted" },
  { rail: "sdd-core", deliverOn: "accepted", as: "sepa_debit_refund_md06", end: "returned" },
  { rail: "sct-inst", deliverOn: "settled" },
  { rail: "sct-inst", deliverOn: "settled", as: "sepa_instant_reject_ac04", end: "refused" },
];
const nameOf = ({ rail, deliverOn, as = "good" }: Scene): string => `${rail} on ${deliverOn}, ${as}`;
const said = ({ at, number, when }: Moment): string => `${at} ${number} ${when}`;

/** Every way to die in a scene. @returns what was wrong, by the moment of death */
async function sweep(scene: Scene, faults: readonly string[] = []): Promise<{ moments: number; wrong: Readonly<Record<string, readonly string[]>> }> {
  const whole = await play({ world, ...scene });
  expect(whole.wrong).toEqual([]);
  const wrong: Record<string, readonly string[]> = {};
  for (const dieAt of whole.moments) {
    const played = await play({ world, ...scene, faults, dieAt: [dieAt] });
    // A facilitator that keeps nothing has no changes of what it keeps to die over.
    if (faults.length === 0) expect(played.deaths).toBe(1);
    if (played.wrong.length > 0) wrong[said(dieAt)] = played.wrong;
  }
  return { moments: whole.moments.length, wrong };
}

describe("dies", () => {
  test.each(SCENES.map((scene) => [nameOf(scene), scene] as const))("%s", async (_name, scene) => {
    const { moments, wrong } = await sweep(scene);
    expect(wrong).toEqual({});
    // Three around each call of the PSP, two around each change.
    expect(moments).toBeGreaterThan(10);
  });

  test.each(["ach", "sdd-core", "sct-inst"] as const)("%s, and dies again over what the first death left", async (rail) => {
    const scene: Scene = { rail, deliverOn: "settled" };
    const whole = await play({ world, ...scene });
    let tried = 0;
    // Around the order and the record of it: what else there is to die over leaves nothing, or nothing open.
    const order = rail === "sct-inst" ? 1 : 2;
    for (const first of whole.moments.filter(({ at, number }) => number === (at === "psp" ? order : 0))) {
      // Books grow with every life that is entered in them.
      await world.close();
      await start();
      const once = await play({ world, ...scene, dieAt: [first] });
      for (const second of once.moments) {
        const played = await play({ world, ...scene, dieAt: [first, second] });
        expect([said(first), said(second), played.deaths, played.wrong]).toEqual([said(first), said(second), 2, []]);
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(75);
  });

  test.each<[string, readonly string[]]>([
    ["a new idempotency key for each attempt", ["bank-payments.idempotency-random"]],
    ["no idempotency key", ["bank-payments.idempotency-missing"]],
    ["an order that is made anew", ["bank-payments.silence-ordered-anew"]],
  ])("and the sweep bites: %s takes the money twice", async (_name, faults) => {
    for (const rail of ["ach", "sdd-core"] as const) {
      const { wrong } = await sweep({ rail, deliverOn: "settled" }, faults);
      expect(Object.values(wrong).flat().join("\n")).toMatch(/has paid 2500.*\n2 payments at the PSP/);
    }
  });

  test.each<[string, readonly string[], RegExp]>([
    ["payments in memory only are unknown afterwards", ["bank-payments.state-in-memory"], /the last status is ach_payment_unknown/],
    ["a payment given up is never made", ["bank-payments.silence-final"], /has paid 0/],
  ])("and the sweep bites: %s", async (_name, faults, expected) => {
    const { wrong } = await sweep({ rail: "ach", deliverOn: "settled" }, faults);
    expect(Object.values(wrong).flat().join("\n")).toMatch(expected);
  });
});

describe("the PSP fails", () => {
  const FAILURES: readonly [string, PspFault][] = [
    ["times out before the effect", { kind: "timeout", when: "before" }],
    ["times out after it", { kind: "timeout", when: "after" }],
    ["drops the connection before", { kind: "drop", when: "before" }],
    ["drops it after", { kind: "drop", when: "after" }],
    ["answers 500 before", { kind: "error", when: "before" }],
    ["answers 500 after", { kind: "error", when: "after" }],
    ["is busy", { kind: "rate-limited", retryAfter: 1 }],
    ["answers nonsense", { kind: "answer", status: 200, body: "{}" }],
    ["answers as somebody else", { kind: "answer", status: 401, body: JSON.stringify({ error: { type: "authentication_error", code: "api_key_invalid", message: "no" } }) }],
  ];

  test.each(SCENES.flatMap((scene) => FAILURES.map(([how, fault]) => [nameOf(scene), how, scene, fault] as const)))("%s: %s", async (_name, _how, scene, fault) => {
    const { control } = world.rails.psp;
    const whole = await play({ world, ...scene });
    const calls = new Set(whole.moments.filter(({ at }) => at === "psp").map(({ number }) => number));
    for (const struck of calls) {
      let count = -1;
      const handle = control.faults.add({ fault, where: () => (count += 1) === struck });
      const impatient = impatience(() => handle.met.at(-1)?.sequence);
      const played = await play({ world, ...scene, fetch: impatient.fetch });
      impatient.end();
      handle.release();
      expect(handle.met).toHaveLength(1);
      // The last answer may be the one that the PSP failed at: then nothing is told.
      expect(played.wrong.filter((one) => struck < Math.max(...calls) || !one.startsWith("the last status is unexpected_settle_error"))).toEqual([]);
    }
  });

  test.each<[string, readonly string[], PspFault, RegExp]>([
    ["a missing answer taken for a refusal", ["bank-payments.silence-refused"], { kind: "drop", when: "after" }, /the last status is ach_debit_refused/],
    ["a missing answer taken for an acceptance", ["bank-payments.silence-pending"], { kind: "drop", when: "before" }, /transactions pending-/],
  ])("and the sweep bites: %s", async (_name, faults, fault, expected) => {
    const handle = world.rails.psp.control.faults.add({ fault, operation: "payment_intents.create" });
    const played = await play({ world, rail: "ach", deliverOn: "accepted", faults });
    handle.release();
    expect(played.wrong.join("\n")).toMatch(expected);
  });

  /** Gives up a call that the PSP holds, as soon as it does: no test waits for a time to pass. */
  function impatience(struck: () => number | undefined): { readonly fetch: HttpFetch; end(): void } {
    const patient = createHttpFetch();
    let calling = new AbortController();
    const giveUp = ({ sequence }: { readonly sequence: number }): void => {
      const call = calling;
      setImmediate(() => {
        if (struck() === sequence) call.abort();
      });
    };
    const end = world.rails.psp.control.watch({ before: giveUp, after: giveUp });
    return {
      end,
      async fetch(request) {
        calling = new AbortController();
        return await patient({ ...request, signal: AbortSignal.any([calling.signal, ...(request.signal === undefined ? [] : [request.signal])]) });
      },
    };
  }
});
