import { createCell } from "./cell.ts";

/**
 * The clock of the simulated world. It stands still until it is told to go on, and never waits: what is due on the
 * way happens in order before it stands at the new time.
 *
 * Time passes for the whole world or for one timeline alone. Each payer has a timeline: cases that run side by side
 * let days pass without moving each other's payments.
 */
export interface RailClock {
  /** Milliseconds since the Unix epoch. Default: the world's own timeline. */
  now(timeline?: string): number;
  /** @returns an id for {@link cancel}. What is due in the past is run by the next advance, before anything else. */
  schedule(options: { timeline?: string; at: number; task: RailTask }): number;
  cancel(id: number): void;
  /** Says who runs the tasks of a kind. One runner per kind. */
  on(kind: string, run: (task: RailTask) => void | Promise<void>): void;
  /** Awaited after each task, for what goes on outside of the world because of it. */
  onTaskDone(wait: () => Promise<void>): void;
  /** Lets time pass, for the whole world or one timeline. Calls are carried out one after the other. */
  advance(options: RailDuration & { timeline?: string }): Promise<void>;
  /** Goes to a time; stays where it is when that is past. */
  advanceTo(options: { time: number; timeline?: string }): Promise<void>;
  /** What is due, in the order in which it will happen. */
  pending(options?: { timeline?: string }): readonly ScheduledTask[];
  snapshot(): () => void;
}

/** Plain data, so that a snapshot holds what is due as well. */
export interface RailTask {
  readonly kind: string;
  /** Id of the payment, batch or delivery it is about. */
  readonly subject: string;
}

export interface ScheduledTask {
  readonly id: number;
  readonly timeline: string;
  /** By the clock of its timeline. */
  readonly at: number;
  readonly task: RailTask;
}

export interface RailDuration {
  readonly milliseconds?: number;
  readonly seconds?: number;
  readonly minutes?: number;
  readonly hours?: number;
  /** Of 24 hours. */
  readonly days?: number;
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The world's own timeline. */
export const WORLD = "";

interface ClockState {
  now: number;
  nextId: number;
  /** How far each timeline is ahead of the world. */
  readonly ahead: Map<string, number>;
  readonly tasks: Map<number, ScheduledTask>;
}

/** @param options.startAt milliseconds since the Unix epoch */
export function createClock(options: { startAt: number }): RailClock {
  const cell = createCell<ClockState>({ now: options.startAt, nextId: 1, ahead: new Map(), tasks: new Map() });
  const runners = new Map<string, (task: RailTask) => void | Promise<void>>();
  const waits: (() => Promise<void>)[] = [];
  let tail: Promise<void> = Promise.resolve();

  const ahead = (timeline: string): number => cell.current.ahead.get(timeline) ?? 0;
  const now = (timeline = WORLD): number => cell.current.now + ahead(timeline);

  /** By the clock of the world, ties in the order in which they were scheduled. */
  const compare = (left: ScheduledTask, right: ScheduledTask): number => left.at - ahead(left.timeline) - (right.at - ahead(right.timeline)) || left.id - right.id;

  function next(timeline: string): ScheduledTask | undefined {
    let first: ScheduledTask | undefined;
    for (const scheduled of cell.current.tasks.values()) {
      if (timeline !== WORLD && scheduled.timeline !== timeline) continue;
      if (first === undefined || compare(scheduled, first) < 0) first = scheduled;
    }
    return first;
  }

  async function run({ task }: ScheduledTask): Promise<void> {
    const runner = runners.get(task.kind);
    if (runner === undefined) throw new Error(`Nobody runs tasks of the kind ${task.kind}: register a runner with on() before anything of it is scheduled.`);
    await runner(task);
    for (const wait of waits) await wait();
  }

  async function goTo({ timeline, time }: { timeline: string; time: number }): Promise<void> {
    for (;;) {
      const first = next(timeline);
      if (first === undefined || first.at - ahead(first.timeline) > time - ahead(timeline)) break;
      cell.current.tasks.delete(first.id);
      stand({ timeline, time: first.at - ahead(first.timeline) + ahead(timeline) });
      await run(first);
    }
    stand({ timeline, time });
  }

  function stand({ timeline, time }: { timeline: string; time: number }): void {
    const state = cell.current;
    if (time <= now(timeline)) return;
    if (timeline === WORLD) state.now = time;
    else state.ahead.set(timeline, time - state.now);
  }

  /** One after the other: two that went on at once would see each other's half of the way. */
  function queued(go: () => Promise<void>): Promise<void> {
    const done = tail.then(go);
    tail = done.catch(() => undefined);
    return done;
  }

  return {
    now,
    schedule({ timeline = WORLD, at, task }) {
      const id = cell.current.nextId;
      cell.current.nextId += 1;
      cell.current.tasks.set(id, { id, timeline, at, task });
      return id;
    },
    cancel: (id) => void cell.current.tasks.delete(id),
    on(kind, runner) {
      if (runners.has(kind)) throw new Error(`Tasks of the kind ${kind} have a runner already.`);
      runners.set(kind, runner);
    },
    onTaskDone: (wait) => void waits.push(wait),
    advance: ({ timeline = WORLD, ...duration }) => queued(() => goTo({ timeline, time: now(timeline) + milliseconds(duration) })),
    advanceTo: ({ timeline = WORLD, time }) => queued(() => goTo({ timeline, time: Math.max(time, now(timeline)) })),
    pending: ({ timeline } = {}) => [...cell.current.tasks.values()].filter((scheduled) => timeline === undefined || scheduled.timeline === timeline).toSorted(compare),
    snapshot: () => cell.snapshot(),
  };
}

function milliseconds({ milliseconds: ms = 0, seconds = 0, minutes = 0, hours = 0, days = 0 }: RailDuration): number {
  const total = ms + seconds * SECOND + minutes * MINUTE + hours * HOUR + days * DAY;
  if (!Number.isSafeInteger(total) || total < 0) throw new Error(`Time passes in whole milliseconds and only forward; found ${total}.`);
  return total;
}
