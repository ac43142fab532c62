import type { NewTraceEvent, TraceEvent } from "./events.ts";

/** Appends events of one case. Bounded: a target that talks without end cannot fill the memory. */
export interface Recorder {
  record(event: NewTraceEvent): TraceEvent;
  /** A fresh number that pairs a request with its response. */
  exchange(): number;
  /** Says that the world failed under the case, not the target: nobody is judged by such a case. */
  worldFailed(reason: string): void;
  /** Why, where it did; the first reason counts. */
  readonly worldFailure: string | undefined;
  readonly events: readonly TraceEvent[];
  /** Events dropped because the case had reached its bound. */
  readonly dropped: number;
}

export const MAX_EVENTS_PER_CASE = 5_000;

/** @param options.now milliseconds, monotonic */
export function createRecorder(options: { now: () => number; limit?: number }): Recorder {
  const limit = options.limit ?? MAX_EVENTS_PER_CASE;
  const began = options.now();
  const events: TraceEvent[] = [];
  let exchanges = 0;
  let dropped = 0;
  let failure: string | undefined;
  return {
    record(event) {
      const recorded = { ...event, seq: events.length, at: Math.round((options.now() - began) * 10) / 10 } as TraceEvent;
      if (events.length < limit) events.push(recorded);
      else dropped += 1;
      return recorded;
    },
    exchange: () => exchanges++,
    worldFailed(reason) {
      failure ??= reason;
    },
    get worldFailure() {
      return failure;
    },
    events,
    get dropped() {
      return dropped;
    },
  };
}
