import type { PaymentRequirements, SettleResponse } from "../../spec/types.ts";
import type { ChainWallet, LocalChain } from "../../simulators/chains/chain.ts";
import type { CarryingRequest } from "../../simulators/schemes/scheme.ts";
import type { Facilitator } from "../../simulators/facilitator/index.ts";
import { readPayment } from "../methods/reader.ts";
import type { PaymentBend, PaymentMethod } from "../methods/method.ts";
import { scenarioFor } from "../scenarios/scenario.ts";
import type { Feature, FetchOutcome, FetchRequest } from "../targets/protocol.ts";
import type { Target } from "../targets/target.ts";
import { recordBody } from "../trace/body.ts";
import type { HeaderFields } from "../trace/events.ts";
import type { Recorder } from "../trace/recorder.ts";
import type { Script } from "../world/script.ts";
import type { World } from "../world/world.ts";
import type { ClientCase, ClientRequest, ServerScript } from "./client-case.ts";
import { paidResponse, paymentRequired, type PaymentRequiredOptions, settlementFailed, standardOffer } from "./client-offers.ts";

/** What a client scenario has in hand: the server's part, and the caller's. */
export interface ClientSeat<Chain extends LocalChain = LocalChain> {
  readonly node: Chain;
  readonly tag: string;
  readonly signal: AbortSignal;
  /** One of the scenario's wallets, default `payer`. */
  wallet(name?: string): ReturnType<Chain["wallet"]>;
  has(feature: Feature): boolean;
  /** Extensions the target declares. */
  readonly extensions: readonly string[];
  /** `extra` of the standard offer. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** `extra` of an offer of a flow that is stated; `undefined` where there is none. */
  flow(name: "authorization" | "upfront"): Readonly<Record<string, unknown>> | undefined;
  /** Wall clock, milliseconds since the Unix epoch. */
  now(): number;
  /** Who pays the fees of what the case settles; networks that need a sponsor have the standard offer name it. */
  readonly sponsor: ReturnType<Chain["wallet"]>;
  /** The offer every client of the declared scheme and network can pay; each call names a recipient of its own. */
  offer(edit?: Partial<PaymentRequirements>): PaymentRequirements;
  /** A fresh address. */
  recipient(): string;
  /** A 402 with a payment-required signal; the resource is the step's own unless given. */
  paymentRequired(options: Omit<PaymentRequiredOptions, "resource"> & { readonly step: string; readonly resource?: unknown }): Script;
  /** A 200 with the content and a PAYMENT-RESPONSE that says the received payment was settled. */
  paid(request: ClientRequest, edit?: Partial<SettleResponse>): Script;
  /** A 402 with a failing PAYMENT-RESPONSE and no new offer. */
  settlementFailed(request: ClientRequest): Script;
  /** Settles the received payment on the local chain through the reference facilitator, and answers accordingly. */
  settle(request: ClientRequest, requirements: PaymentRequirements): Promise<Script>;
  /** URL of a step at the case's server. */
  url(step: string, rest?: string): string;
  /** The same at another origin. */
  otherUrl(step: string, rest?: string): string;
  /** Replaces what the server answers for a step, at both origins. */
  serve(step: string, script: ServerScript): void;
  /**
   * Has the target make a request. Unless `server` says otherwise the server asks for payment by the
   * offers given, and serves whoever brings one. Records what the target's caller got.
   */
  fetch(options: FetchStep): Promise<FetchOutcome>;
  /** States a fact about the drive, never about the target. */
  mark(name: string, data: unknown): void;
}

export interface FetchStep {
  /** Names the request for checks, and stands in its path. One per fetch. */
  readonly as: string;
  readonly accepts?: readonly unknown[];
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** Any other change to the 402. */
  readonly signal402?: Partial<Omit<PaymentRequiredOptions, "accepts" | "extensions">>;
  readonly server?: ServerScript;
  /** Whether a received payment is settled on the local chain. Default: a receipt is made up. */
  readonly settleOnChain?: boolean;
  readonly method?: string;
  /** Appended to the step's path, e.g. `/a?b=c`. */
  readonly rest?: string;
  readonly headers?: HeaderFields;
  readonly body?: string | Uint8Array;
  readonly wallet?: string;
  /** Keys beside that of the wallet, by CAIP-2 namespace: for offers on networks of other families. */
  readonly also?: Readonly<Record<string, string>>;
}

/** Declares a client scenario that any payment method will do for. */
export const clientScenario = scenarioFor<ClientSeat>("client");

/** Declares client scenarios of one payment method. */
export const clientScenarioOn = <Chain extends LocalChain, Bend extends PaymentBend>(method: PaymentMethod<Chain, Bend>) => scenarioFor<ClientSeat<Chain>>("client", method.id);

/** What a scenario's checks may rely on; recorded as the mark `case` when it opens. */
export interface ClientCaseFacts {
  readonly tag: string;
  readonly network: string;
  readonly asset: string;
  /** `extra` of the standard offer. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** Addresses by name. */
  readonly wallets: Readonly<Record<string, string>>;
  readonly extensions: readonly string[];
}

/** Mark `step`: what the target's caller asked for. */
export interface StepMark {
  readonly as: string;
  readonly request: Omit<FetchRequest, "body"> & { readonly body?: string };
  readonly wallet: string;
  readonly settleOnChain: boolean;
}

export interface ClientSeatOptions {
  readonly world: World;
  readonly method: PaymentMethod;
  readonly chain: LocalChain;
  /** `extra` of the standard offer. */
  readonly extra: Readonly<Record<string, unknown>>;
  readonly sponsor: ChainWallet;
  readonly target: Target;
  readonly instance: string;
  readonly owner: ClientCase;
  readonly recorder: Recorder;
  readonly tag: string;
  readonly urls: { readonly own: string; readonly other: string };
  readonly wallets: ReadonlyMap<string, ChainWallet>;
  readonly features: readonly string[];
  readonly extensions: readonly string[];
  readonly facilitator: Facilitator;
  readonly onSettle: () => void;
  readonly signal: AbortSignal;
}

/** Bytes of a 64 KiB body in base64, which is what an adapter may report. */
const MAX_REPORTED_BODY = 90_000;

export function createClientSeat(options: ClientSeatOptions): ClientSeat {
  const { owner, recorder, tag, wallets, signal, method, chain, extra } = options;
  const { now, randomBytes } = options.world.effects(`client-seat/${tag}`);
  const mark = (name: string, data: unknown): void => void recorder.record({ kind: "mark", name, data });
  let recipients = 0;

  const wallet = (name = "payer"): ChainWallet => {
    const found = wallets.get(name);
    if (found === undefined) throw new Error(`The scenario has no wallet "${name}"; name it in its wallets`);
    return found;
  };
  const recipient = (): string => {
    recipients += 1;
    return chain.address(`${tag}/recipient/${recipients}`);
  };
  const offer: ClientSeat["offer"] = (edit) => standardOffer({ scheme: method.scheme, network: method.network, asset: chain.asset, extra, payTo: recipient(), ...(edit === undefined ? {} : { edit }) });
  const url = (step: string, rest = ""): string => `${options.urls.own}/${step}${rest}`;
  const extensionsOf = ({ accepts, extensions }: Pick<PaymentRequiredOptions, "accepts" | "extensions">): PaymentRequiredOptions["extensions"] =>
    method.extensions !== undefined && accepts.some((offered) => isOffer(offered) && offered.network === method.network) ? { ...method.extensions, ...extensions } : extensions;
  const required: ClientSeat["paymentRequired"] = ({ step, resource, ...given }) => paymentRequired({ ...given, extensions: extensionsOf(given), resource: resource ?? { url: url(step), description: "A protected resource", mimeType: "application/json" } });
  const settlementOf = (request: ClientRequest, edit: Partial<SettleResponse> = {}): SettleResponse => {
    const { payer } = readPayment({ message: request.payment });
    return { success: true, transaction: method.transactionId({ randomBytes }), network: method.network as SettleResponse["network"], ...(payer === undefined ? {} : { payer }), ...edit };
  };
  const content = { content: `paid-content-${tag}` };
  const paid: ClientSeat["paid"] = (request, edit) => paidResponse({ settlement: settlementOf(request, edit), content });
  const failed: ClientSeat["settlementFailed"] = (request) => settlementFailed({ settlement: settlementOf(request, { success: false, errorReason: "insufficient_funds", transaction: "" }) });
  const settle: ClientSeat["settle"] = async (request, paymentRequirements) => {
    options.onSettle();
    // Where the chain's time stands still between blocks, a payment that is valid by now would not be so there.
    await chain.catchUp();
    const carrier: CarryingRequest = { method: request.method, url: `${options.urls.own}${request.target}`, headers: request.headers };
    const { body } = await options.facilitator.settle({ x402Version: 2, paymentPayload: request.payment, paymentRequirements }, undefined, carrier);
    mark("settled", { ...body, amount: paymentRequirements.amount, payTo: paymentRequirements.payTo });
    return body.success ? paidResponse({ settlement: body, content }) : settlementFailed({ settlement: body });
  };

  return {
    node: chain,
    tag,
    signal,
    wallet,
    has: (feature) => options.features.includes(feature),
    extensions: options.extensions,
    extra,
    flow(name) {
      const stated = method.flowExtra === undefined ? { paymentFlow: name } : method.flowExtra(name);
      return stated === undefined ? undefined : { ...extra, ...stated };
    },
    now,
    sponsor: options.sponsor,
    offer,
    recipient,
    paymentRequired: required,
    paid,
    settlementFailed: failed,
    settle,
    url,
    otherUrl: (step, rest = "") => `${options.urls.other}/${step}${rest}`,
    serve: owner.serve,
    mark,
    async fetch(step) {
      const { as, accepts = [offer()] } = step;
      const signalled = (): Script => required({ step: as, accepts, extensions: step.extensions, ...step.signal402 });
      owner.serve(as, step.server ?? ((request) => (request.payment === undefined ? signalled() : step.settleOnChain === true ? settle(request, chosen({ accepts: accepts as readonly PaymentRequirements[], payment: request.payment })) : paid(request))));
      const payer = wallet(step.wallet);
      await chain.fund(recipientsOf({ accepts, network: method.network }).map((address) => ({ address })));
      for (const offered of accepts) if (isOffer(offered) && offered.network === method.network) method.authorize?.({ chain, wallet: payer, requirements: offered as unknown as PaymentRequirements });
      const request: FetchRequest = {
        url: url(as, step.rest),
        method: step.method ?? "GET",
        headers: step.headers ?? [],
        ...(step.body === undefined ? {} : { body: Buffer.from(step.body as string).toString("base64") }),
      };
      mark("step", { as, request, wallet: payer.address, settleOnChain: step.settleOnChain ?? false } satisfies StepMark);
      const outcome = await options.target.fetch({ instance: options.instance, request, wallets: { [method.namespace]: payer.privateKey, ...step.also }, signal });
      recordOutcome({ recorder, as, outcome });
      return outcome;
    },
  };
}

function recordOutcome(options: { recorder: Recorder; as: string; outcome: FetchOutcome }): void {
  const { recorder, as, outcome } = options;
  if (outcome.outcome === "error") recorder.record({ kind: "client.outcome", outcome: "error", message: `${outcome.message}`.slice(0, 500), step: as });
  else {
    recorder.record({
      kind: "client.outcome",
      outcome: "response",
      status: outcome.status,
      body: recordBody({ bytes: Buffer.from(outcome.body.slice(0, MAX_REPORTED_BODY), "base64") }),
      ...(outcome.payment === undefined ? {} : { payment: outcome.payment }),
      step: as,
    });
  }
}

/** The offer a payment is for, by whom it pays; the first where it pays nobody known. */
function chosen(options: { accepts: readonly PaymentRequirements[]; payment: unknown }): PaymentRequirements {
  const text = JSON.stringify(options.payment).toLowerCase();
  const found = options.accepts.find(({ payTo }) => text.includes(payTo.toLowerCase())) ?? options.accepts[0];
  if (found === undefined) throw new Error("A step that settles on the chain needs an offer");
  return found;
}

/** Whom the offers pay: where an account must be there to be paid, it is. */
function recipientsOf(options: { accepts: readonly unknown[]; network: string }): readonly string[] {
  return [...new Set(options.accepts.flatMap((offer) => (isOffer(offer) && offer.network === options.network ? [offer.payTo] : [])))];
}

function isOffer(offer: unknown): offer is { readonly payTo: string; readonly network: unknown } {
  return typeof offer === "object" && offer !== null && "payTo" in offer && typeof offer.payTo === "string" && "network" in offer;
}
