import type { PspCall } from "../../rails/index.ts";
import type { SchemeFacilitator } from "../../schemes/scheme.ts";
import { memoryStore, type Store } from "../../store.ts";
import { createHttpFetch, type HttpFetch } from "../../transports/http/http-fetch.ts";
import type { BankWorld, RailName } from "./world.ts";

/** A facilitator half that dies at a moment of one's choice, and is brought back with what it had kept. */

/** When. `lost`: before a request has reached the PSP. `late`: it reaches the PSP after the next life has asked there. `answered`: carried out, the answer was not read. */
export interface Moment {
  readonly at: "psp" | "store";
  /** Which call of the PSP, or change of the store, in its life; from 0. */
  readonly number: number;
  readonly when: "lost" | "late" | "answered" | "before" | "after";
}

export interface Lives {
  /** Asks the half; when it dies over it, the next one is asked the same. */
  ask<Answer>(question: (half: SchemeFacilitator) => Promise<Answer>): Promise<Answer>;
  /** Moments that the first life has come past. */
  readonly moments: readonly Moment[];
  /** Whether it has died. */
  readonly died: () => boolean;
  end(): void;
}

const DEAD = Symbol("dead");
const WHENS = { psp: ["lost", "late", "answered"], store: ["before", "after"] } as const;

/** @param options.dieAt the moment, for the first life; left out: it lives on */
export function createLives(options: { world: BankWorld; rail: RailName; faults?: readonly string[]; dieAt?: Moment; fetch?: HttpFetch }): Lives {
  const { world, rail, faults, dieAt, fetch = createHttpFetch() } = options;
  const { control } = world.rails.psp;
  const kept = memoryStore();
  const moments: Moment[] = [];
  const counts = { psp: 0, store: 0 };
  let dead = false;
  const death = Promise.withResolvers<typeof DEAD>();
  const nextAsked = Promise.withResolvers<void>();
  const forever = (): Promise<never> => new Promise(() => undefined);
  const die = (): void => {
    dead = true;
    death.resolve(DEAD);
  };
  /** The numbers of moments that a call or change is. */
  const pass = (at: Moment["at"]): number => {
    const number = counts[at];
    counts[at] += 1;
    for (const when of WHENS[at]) moments.push({ at, number, when });
    return number;
  };
  const isNow = (at: Moment["at"], number: number, when: Moment["when"]): boolean => dieAt?.at === at && dieAt.number === number && dieAt.when === when;

  const mine = new Map<number, number>();
  const stop = control.watch({
    async before(call: PspCall) {
      if (dead) return;
      const number = pass("psp");
      mine.set(call.sequence, number);
      if (isNow("psp", number, "lost")) {
        die();
        control.faults.add({ fault: { kind: "drop", when: "before" }, where: ({ sequence }) => sequence === call.sequence });
      } else if (isNow("psp", number, "late")) {
        die();
        await nextAsked.promise;
      }
    },
    after(call: PspCall) {
      const number = mine.get(call.sequence);
      if (number === undefined) nextAsked.resolve();
      else if (!dead && isNow("psp", number, "answered")) die();
    },
  });

  const mortalStore: Store = {
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
  const life = (store: Store, mortal: boolean): SchemeFacilitator =>
    world.half({
      rail,
      store,
      ...(faults === undefined ? {} : { faults }),
      // Who is dead asks nothing and hears nothing.
      async fetch(request) {
        if (mortal && dead) return await forever();
        const answer = await fetch(request).catch((error: unknown) => (mortal && dead ? forever() : Promise.reject(error)));
        return mortal && dead ? await forever() : answer;
      },
    });

  let half = life(mortalStore, true);
  let reborn = false;
  return {
    moments,
    died: () => dead,
    async ask(question) {
      if (!dead) {
        const answer = await Promise.race([question(half), death.promise]);
        // It may have died after its last word was said, and before it left.
        if (answer !== DEAD && !dead) return answer;
      }
      if (!reborn) half = life(kept, false);
      reborn = true;
      const answer = await question(half);
      nextAsked.resolve();
      return answer;
    },
    end: stop,
  };
}
