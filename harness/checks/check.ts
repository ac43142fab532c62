import type { TraceEvent } from "../trace/events.ts";
import type { Trace } from "../trace/trace.ts";

/** What a check says of one case. */
export type Judgement =
  | { readonly verdict: "pass"; readonly at: readonly TraceEvent[] }
  | { readonly verdict: "fail"; readonly message: string; readonly expected?: string; readonly actual?: string; readonly at: readonly TraceEvent[] }
  /** Ambiguous requirements only: which position the target takes. Never fails a target. */
  | { readonly verdict: "position"; readonly position: string; readonly message: string; readonly at: readonly TraceEvent[] }
  /** The case shows that the requirement does not bind here, e.g. an optional member is absent. */
  | { readonly verdict: "notApplicable"; readonly message: string };

export interface Judge<Witness> {
  readonly witness: Witness;
  readonly trace: Trace;
  pass(options?: { at?: TraceEvent | readonly TraceEvent[] | undefined }): Judgement;
  fail(message: string, options?: { expected?: string; actual?: unknown; at?: TraceEvent | readonly TraceEvent[] | undefined }): Judgement;
  position(position: string, message: string, options?: { at?: TraceEvent | readonly TraceEvent[] | undefined }): Judgement;
  notApplicable(message: string): Judgement;
}

export interface CheckDefinition<Witness> {
  /** Static and stable, e.g. `http.402.status`. By convention the requirement's id, with a suffix where one row needs several checks. */
  readonly id: string;
  /** Id of the one requirement it judges. */
  readonly requirement: string;
  /** The requirement as a short sentence for people. Defaults to the requirement's statement. */
  readonly title?: string;
  /** Scenario ids or globs (`*` within a segment, `**` across). Their first segment names the target's role. */
  readonly appliesTo: { readonly scenarios: string | readonly string[] };
  /**
   * `every` (default): each scenario it applies to must reach its witness, else the verdict is notReached.
   * `some`: one is enough; for checks that look at whatever a wide glob of scenarios produced.
   */
  readonly reach?: "every" | "some";
  /** The event (or facts) that prove the target reached the point where it could comply or violate. */
  readonly witness: (trace: Trace) => Witness | undefined;
  readonly judge: (judge: Judge<Witness>) => Judgement;
  /** What was seen in the witness's stead, as one sentence, where that is close to what the row calls a violation. It judges nothing. */
  readonly missed?: (trace: Trace) => string | undefined;
  /** Faults that must fail this check. For a check of an ambiguous requirement: that must move its position. */
  readonly killedBy: readonly string[];
  /** Faults aimed at another matter that fail this check as well: fault id to the reason why that is right. */
  readonly alsoKilledBy?: Readonly<Record<string, string>>;
}

/** A check whose witness type is closed over. */
export interface Check {
  readonly id: string;
  readonly requirement: string;
  readonly title: string | undefined;
  readonly role: "client" | "server" | "facilitator";
  readonly scenarios: readonly string[];
  readonly reach: "every" | "some";
  readonly killedBy: readonly string[];
  readonly alsoKilledBy: Readonly<Record<string, string>>;
  /** `undefined`: the witness is not in the trace. Pure. */
  readonly judgeCase: (trace: Trace) => Judgement | undefined;
  /** What was seen in the witness's stead. Pure. */
  readonly missed?: (trace: Trace) => string | undefined;
}

const ROLES = ["client", "server", "facilitator"] as const;

/**
 * Declares a check: a pure function of a trace that judges one requirement.
 *
 * @throws Error when the scenarios do not all begin with one role.
 */
export function check<Witness>(definition: CheckDefinition<Witness>): Check {
  const scenarios = typeof definition.appliesTo.scenarios === "string" ? [definition.appliesTo.scenarios] : definition.appliesTo.scenarios;
  const role = ROLES.find((name) => scenarios.length > 0 && scenarios.every((scenario) => scenario.startsWith(`${name}/`)));
  if (role === undefined) throw new Error(`Check ${definition.id}: scenarios must begin with one and the same role (client/, server/ or facilitator/), found ${scenarios.join(", ")}`);
  return {
    id: definition.id,
    requirement: definition.requirement,
    title: definition.title,
    role,
    scenarios,
    reach: definition.reach ?? "every",
    killedBy: definition.killedBy,
    alsoKilledBy: definition.alsoKilledBy ?? {},
    ...(definition.missed === undefined ? {} : { missed: definition.missed }),
    judgeCase(trace) {
      const witness = definition.witness(trace);
      if (witness === undefined) return undefined;
      return definition.judge({
        witness,
        trace,
        pass: (options) => ({ verdict: "pass", at: list(options?.at) }),
        fail: (message, options) => ({
          verdict: "fail",
          message,
          ...(options?.expected === undefined ? {} : { expected: options.expected }),
          ...(options !== undefined && "actual" in options ? { actual: show(options.actual) } : {}),
          at: list(options?.at),
        }),
        position: (position, message, options) => ({ verdict: "position", position, message, at: list(options?.at) }),
        notApplicable: (message) => ({ verdict: "notApplicable", message }),
      });
    },
  };
}

const MAX_SHOWN = 600;

/** One bounded line for a report; the target's bytes stay bytes, escaping is the report's. */
export function show(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}… (${text.length} characters)` : text;
}

function list(at: TraceEvent | readonly TraceEvent[] | undefined): readonly TraceEvent[] {
  if (at === undefined) return [];
  return Array.isArray(at) ? (at as readonly TraceEvent[]) : [at as TraceEvent];
}
