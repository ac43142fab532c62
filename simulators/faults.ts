/**
 * Faults: named deviations built into the reference roles, so that every check can be proven to
 * bite. A fault is declared beside the code it bends and switched on for one role at a time.
 */

export interface FaultDeclaration {
  readonly role: "client" | "server" | "facilitator";
  /** One line that begins with "BUG: ". */
  readonly bug: string;
}

/** What a module exports as `faults`: declarations by id, e.g. `server.http.402-without-header`. */
export type FaultDeclarations = Readonly<Record<string, FaultDeclaration>>;

/** Declares the faults of one module and keeps their ids as literal types. */
export function defineFaults<const Declarations extends FaultDeclarations>(declarations: Declarations): Declarations {
  for (const [id, { role, bug }] of Object.entries(declarations)) {
    if (!id.startsWith(`${role}.`)) throw new Error(`Fault ${id} must begin with its role, "${role}."`);
    if (!bug.startsWith("BUG: ")) throw new Error(`Fault ${id} must describe itself as "BUG: …", found "${bug}"`);
  }
  return declarations;
}

/** The faults switched on in one role. Empty for the reference. */
export interface FaultSet {
  /**
   * Whether a fault is switched on.
   *
   * @param matters whether the fault would change anything here. Where it would not, the point does not count
   *   as passed. Only asked while somebody listens; left out: it would
   */
  has(id: string, matters?: () => boolean): boolean;
  readonly ids: readonly string[];
}

/**
 * @param onAsk told each id that a fault point asks for, switched on or not: which points a run passed. What passes
 *   no point of a fault goes the same way with the fault, so points stand as deep as they can: behind every
 *   condition without which the fault changes nothing
 */
export function faultSet(ids: readonly string[] = [], onAsk?: (id: string) => void): FaultSet {
  const active = new Set(ids);
  return {
    has(id, matters = always) {
      if (onAsk !== undefined && matters()) onAsk(id);
      return active.has(id);
    },
    ids: [...active],
  };
}

/**
 * A module's own view of a fault set: only ids it declared can be asked for, so a typo in a fault
 * point does not compile.
 */
export function faultPoints<Declarations extends FaultDeclarations>(options: {
  declared: Declarations;
  active: FaultSet;
}): FaultPoint<keyof Declarations & string> {
  return (id, matters) => options.active.has(id, matters);
}

/** Asks for a fault by one of the ids a module declared, as {@link FaultSet.has} does. */
export type FaultPoint<Id extends string> = (id: Id, matters?: () => boolean) => boolean;

const always = (): boolean => true;
