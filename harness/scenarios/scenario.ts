import type { Role, Feature } from "../targets/protocol.ts";

/**
 * A scenario drives a target through the world and records; it judges nothing. What it arranged it
 * may state with `seat.mark`, so that a check can tell arrangement from behaviour.
 */
export interface ScenarioDefinition<Seat> {
  /** `<role>/<area>/<name>[/<variant>]`; the first segment is the target's role. */
  readonly id: string;
  /** One line for people: what is done to the target. */
  readonly title: string;
  /** Id of the payment method it is about (`harness/methods/`); without, it is driven by whichever the target has. */
  readonly method?: string;
  readonly needs?: ScenarioNeeds;
  /** Fresh wallets the case owns, by name; `payer` with what the method gives unless given. Balances in atomic units. */
  readonly wallets?: Readonly<Record<string, { readonly balance: bigint }>>;
  /** `fresh`: an instance of the target for this case alone. Default `shared`. */
  readonly instance?: "shared" | "fresh";
  /** Facilitator, `fresh` instances: seconds it is told to wait for a receipt. Default 30; short where no receipt will come. */
  readonly confirmationTimeoutSeconds?: number;
  /** Facilitator: seconds of real time until the deadlines that the case sets. Shorter in the self-test, whose roles do not need them to be far. */
  readonly deadlineSeconds?: number;
  readonly drive: (seat: Seat) => Promise<void>;
}

/** What a target must be able to do for the scenario to make sense. Missing any: `unsupported`. */
export interface ScenarioNeeds {
  readonly features?: readonly Feature[];
  readonly extensions?: readonly string[];
  /** Server: ids of standard routes (`harness/world/routes.ts`) the scenario uses. */
  readonly routes?: readonly string[];
}

export interface Scenario<Seat = never> extends ScenarioDefinition<Seat> {
  readonly role: Role;
}

const declare =
  <Seat>(role: Role, method?: string) =>
  (definition: ScenarioDefinition<Seat>): Scenario<Seat> => {
    if (!definition.id.startsWith(`${role}/`)) throw new Error(`Scenario ${definition.id} must begin with "${role}/"`);
    return { ...(method === undefined ? {} : { method }), ...definition, role };
  };

/** Builds the constructor for one role's scenarios, of any method or of one; see `harness/seats/*-seat.ts`. */
export const scenarioFor = declare;
