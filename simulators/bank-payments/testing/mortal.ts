import type { PspCall } from "../../rails/index.ts";
import type { SchemeFacilitator } from "../../schemes/scheme.ts";
import { memoryStore, type Store } from "../../store.ts";
import { createHttpFetch, type HttpFetch } from "../../transports/http/http-fetch.ts";
import type { BankWorld, RailName } from "./world.ts";

/** A facilitator half that dies at moments of one's choice, and is brought back with what it had kept. */

/**
 * When in a life. `lost`: before a request has reached the PSP. `late`: it reaches the PSP after the next life has asked
 * there. `answered`: carried out, the answer was not read.
 */
export interface Moment {
  readonly at: "psp" | "store";
  /** Which call of the PSP, or change of the store, in that life; from 0. */
  readonly number: number;
  readonly when: "lost" | "late" | "answered" | "before" | "after";
}

export interface Lives {
  /** Asks the half; when it dies over it, the next one is asked the same. */
  ask<Answer>(question: (half: SchemeFacilitator) => Promise<Answer>): Promise<Answer>;
  /** Moments that the latest life has come past. */
  moments(): readonly Moment[];
  readonly deaths: () => number;
  end(): void;
}

const DEAD = Symbol("dead");
const WHENS = { psp: ["lost", "late", "answered"], store: ["before", "after"] } as const;
const forever = (): Promise<never> => new Promise(() => undefined);

interface Life {
  readonly half: SchemeFacilitator;
  readonly moments: Moment[];
  readonly isDead: () => boolean;
  readonly death: Promise<typeof DEAD>;
  /** Lets a request that is late reach the PSP. */
  readonly arrive: () => void;
  before(call: PspCall): Promise<void>;
  after(call: PspCall): void;
}

/** @param options.dieAt one moment for each life, from the first; the life after the last of them lives on */
export function createLives(options: { world: BankWorld; rail: RailName; faults?: readonly string[]; dieAt?: readonly Moment[]; fetch?: HttpFetch }): Lives {
  const { control } = options.world.rails.psp;
  const [...deaths] = options.dieAt ?? [];
  const store = memoryStore();
  const beget = (): Life => createLife({ ...options, store, dieAt: deaths.shift() });
  let life = beget();
  const past: Life[] = [];
  const stop = control.watch({
    // A call is of the life that is alive when it comes: who is dead asks nothing.
    before: async (call) => await life.before(call),
    after(call) {
      for (const one of [...past, life]) one.after(call);
    },
  });
  return {
    moments: () => life.moments,
    deaths: () => past.length,
    async ask(question) {
      for (;;) {
        if (life.isDead()) {
          past.push(life);
          life = beget();
        }
        const answer = await Promise.race([question(life.half), life.death]);
        // It may have died after its last word was said, and before it left.
        if (answer === DEAD || life.isDead()) continue;
        for (const one of past) one.arrive();
        return answer;
      }
    },
    end: stop,
  };
}

function createLife(options: { world: BankWorld; rail: RailName; faults?: readonly string[]; store: Store; dieAt: Moment | undefined; fetch?: HttpFetch }): Life {
  const { world, rail, faults, store: kept, dieAt, fetch = createHttpFetch() } = options;
  const { control } = world.rails.psp;
  const moments: Moment[] = [];
  const counts = { psp: 0, store: 0 };
  const mine = new Map<number, number>();
  const death = Promise.withResolvers<typeof DEAD>();
  const arrival = Promise.withResolvers<void>();
  let dead = false;
  const die = (): void => {
    dead = true;
    death.resolve(DEAD);
  };
  const pass = (at: Moment["at"]): number => {
    const number = counts[at];
    counts[at] += 1;
    for (const when of WHENS[at]) moments.push({ at, number, when });
    return number;
  };
  const isNow = (at: Moment["at"], number: number, when: Moment["when"]): boolean => dieAt?.at === at && dieAt.number === number && dieAt.when === when;
  const mortal: Store = {
    get: (key) => kept.get(key),
    entries: (prefix) => kept.entries(prefix),
    set(key, value) {
      if (dead) return;
      const number = pass("store");
      if (isNow("store", number, "before")) return die();
      kept.set(key, value);
      if (isNow("store", number, "after")) die();
    },
  };
  const half = world.half({
    rail,
    store: mortal,
    ...(faults === undefined ? {} : { faults }),
    // Who is dead asks nothing and hears nothing.
    async fetch(request) {
      if (dead) return await forever();
      const answer = await fetch(request).catch((error: unknown) => (dead ? forever() : Promise.reject(error)));
      return dead ? await forever() : answer;
    },
  });
  return {
    half,
    moments,
    isDead: () => dead,
    death: death.promise,
    arrive: arrival.resolve,
    async before(call) {
      const number = pass("psp");
      mine.set(call.sequence, number);
      if (isNow("psp", number, "lost")) {
        die();
        control.faults.add({ fault: { kind: "drop", when: "before" }, where: ({ sequence }) => sequence === call.sequence });
      } else if (isNow("psp", number, "late")) {
        die();
        await arrival.promise;
      }
    },
    after(call) {
      const number = mine.get(call.sequence);
      if (number === undefined) arrival.resolve();
      else if (!dead && isNow("psp", number, "answered")) die();
    },
  };
}
