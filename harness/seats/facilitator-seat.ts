import type { PaymentRequirements } from "../../spec/types.ts";
import type { ChainWallet, LocalChain } from "../../simulators/chains/chain.ts";
import type { PaymentBend, PaymentMethod } from "../methods/method.ts";
import { scenarioFor, type Scenario, type ScenarioDefinition } from "../scenarios/scenario.ts";
import type { HeaderFields } from "../trace/events.ts";
import type { Exchange } from "../world/http-client.ts";
import type { RpcScript } from "../world/rpc-cases.ts";
import type { KnownServer } from "./known-servers.ts";

/** What a facilitator scenario has in hand: the server's and the client's part, and the chain. */
export interface FacilitatorSeat<Chain extends LocalChain = LocalChain, Bend extends PaymentBend = PaymentBend, Payload extends Record<string, unknown> = Record<string, unknown>> {
  readonly node: Chain;
  readonly method: PaymentMethod;
  /** The case's wallets by name: those of `scenario.wallets`, and `stranger`, which has nothing. */
  wallet(name?: string): ReturnType<Chain["wallet"]>;
  /** Wall clock in Unix seconds; the chain's blocks follow it. */
  now(): bigint;
  /** See `ScenarioDefinition.deadlineSeconds`; 0 where the scenario has none. */
  readonly deadlineSeconds: number;
  /** The offer of the case: 10000 units of the chain's token to the case's own recipient. */
  requirements(overrides?: Partial<PaymentRequirements>): PaymentRequirements;
  /** A good /verify and /settle body, signed by the reference client, unless the options bend it. */
  payment(options?: PaymentOptions<Bend>): Promise<Envelope<Payload>>;
  /** A payment that every facilitator has to refuse: signed by a stranger, and what more its method's text asks for. */
  forgery(): Promise<Envelope<Payload>>;
  /**
   * A good payment as `control` and a forgery as `forged`, to /verify: by them a target is seen to tell payments apart. On
   * methods whose text refuses nothing there a good one goes to /settle as `settle-control`, and a forgery as `settle-forged`.
   */
  controls(): Promise<void>;
  /** POST /verify. `as` names the call for checks, see `harness/checks/facilitator-calls.ts`. */
  verify(body: unknown, as: string): Promise<Exchange>;
  /** POST /settle. With `attempts`, ripened, and again with the same body until it succeeds, as {@link FacilitatorSeat.settleGood} does. */
  settle(body: unknown, as: string, options?: { readonly attempts: number }): Promise<Exchange>;
  /**
   * On networks where a payment settles days after it was accepted: has it accepted, and lets those days pass, so that a
   * settle of it succeeds like one elsewhere. There it does nothing.
   */
  ripen(...bodies: readonly unknown[]): Promise<void>;
  /**
   * Settles a good payment and returns it. Tries a fresh one up to three times, from the second on with no
   * other settlement under way: cases share an instance, and a target that trips over settlements at the
   * same time is told so in a case of its own.
   * @param change what is different about it, and leaves it good
   */
  settleGood(as: string, change?: (copy: Envelope) => void): Promise<Envelope<Payload>>;
  /** On methods where a settle only reserves money: takes what the case's settlements reserved. Elsewhere it does nothing. */
  collect(): Promise<void>;
  /**
   * A further instance of the target, with the same sponsor and its own way to the chain. It ends with the case, which has to be
   * one with `instance: "fresh"`.
   */
  start(): Promise<FacilitatorInstance>;
  /**
   * The servers of the case, where facilitators know them: its own, whom its payments pay, and another one. Every request
   * bears the credential of the first, unless {@link FacilitatorSeat.asServer} says otherwise.
   */
  readonly servers: readonly KnownServer[];
  /** The seat's requests in somebody else's name. @param credential `null` for nobody's */
  asServer(credential: string | null): Pick<FacilitatorSeat, "verify" | "settle">;
  /** Stops the instance, which has to be the case's own, and starts it again with the same configuration: later requests go there. */
  restart(): Promise<void>;
  /** Where the instance takes the events of providers, by their names; empty where it takes none. */
  readonly webhooks: Readonly<Record<string, string>>;
  /** GET /supported. */
  supported(as?: string): Promise<Exchange>;
  /** Any request below the facilitator's base URL, bytes as given. */
  request(options: { method: string; path: string; headers?: HeaderFields; body?: string | Uint8Array; as: string }): Promise<Exchange>;
  /** Records what the chain says now: transfers and transactions not told before, balances as `when`. */
  observe(when?: string): Promise<void>;
  readonly chain: FacilitatorChainControl;
  /** States a fact about the drive, never about the target. */
  mark(name: string, data: unknown): void;
  readonly signal: AbortSignal;
}

export interface FacilitatorInstance {
  verify(body: unknown, as: string): Promise<Exchange>;
  settle(body: unknown, as: string): Promise<Exchange>;
}

export interface FacilitatorChainControl {
  /** Replaces the script of the case's chain calls. `drop` and `text` answers need `instance: "fresh"`: they break whole batches. */
  script(script: RpcScript): void;
  /** Further addresses that are the case's own, such as contract wallets and tokens. */
  claim(...addresses: readonly string[]): void;
  /** Observe transfers and balances of this token and these accounts as well. */
  watch(options: { assets?: readonly string[]; accounts?: readonly string[] }): void;
  /** Address that pays the network's fees in this instance, given to the target with its key. */
  readonly sponsor: string;
  /** The same with its key: for what an operator may have done with it. Only where the instance is the case's own. */
  readonly sponsorWallet: ChainWallet;
}

/** How a payment differs from the case's ordinary one: in its terms, in whose it is, and in what is signed. */
export type PaymentOptions<Bend extends PaymentBend = PaymentBend> = PaymentOf & Bend;

interface PaymentOf {
  /** Both `accepted` and `paymentRequirements`, unless one is given on its own. */
  readonly requirements?: PaymentRequirements;
  readonly accepted?: PaymentRequirements;
  /** Whose money. Default `payer`. */
  readonly payer?: string;
  /** Whose key signs. Default: the payer's. */
  readonly signedBy?: string;
}

/** A request body as plain data, to be edited by scenarios. */
export interface Envelope<Payload extends Record<string, unknown> = Record<string, unknown>> {
  x402Version: unknown;
  paymentPayload: { x402Version: unknown; resource?: unknown; accepted: Record<string, unknown>; payload: Payload; extensions?: unknown } & Record<string, unknown>;
  paymentRequirements: Record<string, unknown>;
}

/** A deep copy with an edit: a negative test is an edit of the happy path. */
export function edited<Edited extends Envelope>(envelope: Edited, edit: (copy: Edited) => void): Edited {
  const copy = structuredClone(envelope);
  edit(copy);
  return copy;
}

/** Whether a reply's member is true: only to know what to drive next, never to judge. */
export function saysTrue(body: Uint8Array, member: "isValid" | "success"): boolean {
  return new RegExp(`"${member}"\\s*:\\s*true`).test(Buffer.from(body).toString("utf8"));
}

/** Declares a facilitator scenario that any payment method will do for. They all need the target to take its chain from us. */
export const facilitatorScenario = declared<FacilitatorSeat>();

/** Declares facilitator scenarios of one payment method. */
export function facilitatorScenarioOn<Payload extends Record<string, unknown>, Chain extends LocalChain, Bend extends PaymentBend>(
  method: PaymentMethod<Chain, Bend>,
): (definition: ScenarioDefinition<FacilitatorSeat<Chain, Bend, Payload>>) => Scenario<FacilitatorSeat<Chain, Bend, Payload>> {
  return declared<FacilitatorSeat<Chain, Bend, Payload>>(method.id);
}

function declared<Seat>(method?: string): (definition: ScenarioDefinition<Seat>) => Scenario<Seat> {
  return (definition) => scenarioFor<Seat>("facilitator", method)({ ...definition, needs: { ...definition.needs, features: ["chain", ...(definition.needs?.features ?? [])] } });
}
