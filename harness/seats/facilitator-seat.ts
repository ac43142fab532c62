import type { PaymentRequirements } from "../../spec/types.ts";
import { blockAddress, type EvmNode, type Wallet } from "../../simulators/chains/evm/index.ts";
import { faultSet } from "../../simulators/faults.ts";
import { tokenDomain } from "../../simulators/schemes/exact-evm/client.ts";
import { authorizationToWire, signAuthorization, type TokenDomain, type TransferAuthorization } from "../../simulators/schemes/exact-evm/eip3009.ts";
import { createClient } from "../../simulators/schemes/exact-evm/index.ts";
import type { Effects } from "../../simulators/schemes/scheme.ts";
import { scenarioFor, type Scenario, type ScenarioDefinition } from "../scenarios/scenario.ts";
import type { HeaderFields } from "../trace/events.ts";
import type { Recorder } from "../trace/recorder.ts";
import { type Exchange, send } from "../world/http-client.ts";
import type { RpcCase, RpcScript } from "../world/rpc-proxy.ts";
import { createObserver } from "./facilitator-observer.ts";
import type { SettleTurns } from "./settle-turns.ts";

/** What a facilitator scenario has in hand: the server's and the client's part, and the chain. */
export interface FacilitatorSeat {
  readonly node: EvmNode;
  /** The case's wallets by name: those of `scenario.wallets`, and `stranger`, which has nothing. */
  wallet(name?: string): Wallet;
  /** Wall clock in Unix seconds; the chain's blocks follow it. */
  now(): bigint;
  /** The offer of the case: 10000 units of the node's token to the case's own recipient. */
  requirements(overrides?: Partial<PaymentRequirements>): PaymentRequirements;
  /** A good /verify and /settle body, signed by the reference client, unless the options bend it. */
  payment(options?: PaymentOptions): Promise<Envelope>;
  /** POST /verify. `as` names the call for checks, see `harness/checks/facilitator-calls.ts`. */
  verify(body: unknown, as: string): Promise<Exchange>;
  /** POST /settle. With `attempts`, again with the same body until it succeeds, as {@link FacilitatorSeat.settleGood} does. */
  settle(body: unknown, as: string, options?: { readonly attempts: number }): Promise<Exchange>;
  /**
   * Settles a good payment and returns it. Tries a fresh one up to three times, from the second on with no
   * other settlement under way: cases share an instance, and a target that trips over settlements at the
   * same time is told so in a case of its own.
   */
  settleGood(as: string): Promise<Envelope>;
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

export interface FacilitatorChainControl {
  /** Replaces the script of the case's chain calls. `drop` and `text` answers need `instance: "fresh"`: they break whole batches. */
  script(script: RpcScript): void;
  /** Makes the case's transfers fail from now on, as a token's blocklist does. */
  block(address: string): Promise<void>;
  /** Further addresses that are the case's own, such as contract wallets and tokens. */
  claim(...addresses: readonly string[]): void;
  /** Observe transfers and balances of this token and these accounts as well. */
  watch(options: { assets?: readonly `0x${string}`[]; accounts?: readonly `0x${string}`[] }): void;
  /** Address that pays the gas in this instance, given to the target with its key. */
  readonly sponsor: `0x${string}`;
}

export interface PaymentOptions {
  /** Both `accepted` and `paymentRequirements`, unless one is given on its own. */
  readonly requirements?: PaymentRequirements;
  readonly accepted?: PaymentRequirements;
  /** Whose account is `from`. Default `payer`. */
  readonly payer?: string;
  /** Signed as given; the rest as the reference client has it. */
  readonly authorization?: Partial<TransferAuthorization>;
  /** Differences of the signing domain from that of the offer. */
  readonly domain?: Partial<TokenDomain>;
  /** Whose key signs. Default: the payer's. */
  readonly signedBy?: string;
}

/** A request body as plain data, to be edited by scenarios. */
export interface Envelope {
  x402Version: unknown;
  paymentPayload: { x402Version: unknown; resource?: unknown; accepted: Record<string, unknown>; payload: { signature: string; authorization: Record<string, unknown> } & Record<string, unknown>; extensions?: unknown } & Record<string, unknown>;
  paymentRequirements: Record<string, unknown>;
}

/** A deep copy with an edit: a negative test is an edit of the happy path. */
export function edited(envelope: Envelope, edit: (copy: Envelope) => void): Envelope {
  const copy = structuredClone(envelope);
  edit(copy);
  return copy;
}

/** Declares a facilitator scenario. They all need the target to take its chain from us. */
export function facilitatorScenario(definition: ScenarioDefinition<FacilitatorSeat>): Scenario<FacilitatorSeat> {
  return scenarioFor<FacilitatorSeat>("facilitator")({ ...definition, needs: { ...definition.needs, features: ["chain", ...(definition.needs?.features ?? [])] } });
}


export function createFacilitatorSeat(options: {
  node: EvmNode;
  url: string;
  wallets: ReadonlyMap<string, Wallet>;
  recipient: `0x${string}`;
  sponsor: `0x${string}`;
  afterBlock: bigint;
  rpc: RpcCase;
  /** Shared by all cases of the instance. */
  turns: SettleTurns;
  recorder: Recorder;
  effects: Effects;
  signal: AbortSignal;
}): FacilitatorSeat {
  const { node, recorder, effects, rpc, signal, turns, wallets, recipient } = options;
  const base = new URL(options.url);
  const client = createClient({ effects, faults: faultSet() });
  const mark = (name: string, data: unknown): void => void recorder.record({ kind: "mark", name, data });
  const observer = createObserver({ node, recorder, rpc, afterBlock: options.afterBlock, accounts: [...[...wallets.values()].map(({ address }) => address), recipient] });

  const wallet = (name = "payer"): Wallet => {
    const found = wallets.get(name);
    if (found === undefined) throw new Error(`The scenario has no wallet "${name}"; name it in its wallets`);
    return found;
  };
  const requirements = (overrides: Partial<PaymentRequirements> = {}): PaymentRequirements => ({
    scheme: "exact",
    network: node.network,
    amount: "10000",
    asset: node.asset,
    payTo: recipient,
    maxTimeoutSeconds: 120,
    extra: { name: node.token.name, version: node.token.version },
    ...overrides,
  });
  const request: FacilitatorSeat["request"] = async ({ method, path, headers, body, as }) => {
    const exchange = await send({
      origin: base.origin,
      target: `${base.pathname.replace(/\/$/, "")}${path}`,
      method,
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body }),
      recorder,
      from: "server",
      to: "facilitator",
      signal,
    });
    mark("call", { as, exchange: exchange.request.exchange, path });
    return exchange;
  };
  const post = async (path: string, body: unknown, as: string): Promise<Exchange> =>
    await request({ method: "POST", path, headers: [["Content-Type", "application/json"], ["Accept", "application/json"]], body: JSON.stringify(body), as });

  const settleOnce = async (body: unknown, as: string, attempt: number): Promise<Exchange> => await (attempt === 1 ? turns.together : turns.alone)(async () => await post("/settle", body, as));

  const payment: FacilitatorSeat["payment"] = async (bend = {}) => {
    const offer = bend.requirements ?? requirements();
    const payer = wallet(bend.payer);
    const payload = (await client.createPayload({ requirements: offer, resource: undefined, wallets: [{ namespace: "eip155", privateKey: payer.privateKey }] })) as Envelope["paymentPayload"]["payload"];
    if (bend.authorization !== undefined || bend.domain !== undefined || bend.signedBy !== undefined) {
      const authorization = { ...fromWire(payload.authorization), ...bend.authorization };
      const domain = tokenDomain(offer);
      if (domain === undefined) throw new Error("The offer names no domain to sign under");
      payload.authorization = authorizationToWire(authorization);
      payload.signature = await signAuthorization({ domain: { ...domain, ...bend.domain }, authorization, privateKey: wallet(bend.signedBy ?? bend.payer).privateKey });
    }
    rpc.claim(String(payload.authorization["nonce"]));
    return structuredClone({
      x402Version: 2,
      paymentPayload: { x402Version: 2, resource: { url: "https://conformance.example/x402/basic" }, accepted: { ...(bend.accepted ?? offer) }, payload },
      paymentRequirements: { ...offer },
    });
  };

  return {
    node,
    wallet,
    payment,
    async settleGood(as) {
      for (let attempt = 1; ; attempt += 1) {
        const good = await payment();
        const { body } = await settleOnce(good, as, attempt);
        if (attempt === 3 || saysTrue(body, "success")) return good;
      }
    },
    now: () => BigInt(Math.floor(effects.now() / 1000)),
    requirements,
    verify: async (body, as) => await post("/verify", body, as),
    async settle(body, as, { attempts } = { attempts: 1 }) {
      for (let attempt = 1; ; attempt += 1) {
        const exchange = await settleOnce(body, as, attempt);
        if (attempt >= attempts || saysTrue(exchange.body, "success")) return exchange;
      }
    },
    supported: async (as = "supported") => await request({ method: "GET", path: "/supported", headers: [["Accept", "application/json"]], as }),
    request,
    observe: async (when = "after") => await observer.observe(when),
    chain: {
      script: (script) => rpc.script(script),
      block: async (address) => void (await blockAddress({ node, address: address as `0x${string}` })),
      claim: (...addresses) => rpc.claim(...addresses),
      watch: (watched) => observer.watch(watched),
      sponsor: options.sponsor,
    },
    mark,
    signal,
  };
}

/** Whether a reply's member is true: only to know what to drive next, never to judge. */
export function saysTrue(body: Uint8Array, member: "isValid" | "success"): boolean {
  return new RegExp(`"${member}"\\s*:\\s*true`).test(Buffer.from(body).toString("utf8"));
}

function fromWire(wire: Record<string, unknown>): TransferAuthorization {
  const { from, to, value, validAfter, validBefore, nonce } = wire as Record<string, string>;
  return { from: from as `0x${string}`, to: to as `0x${string}`, value: BigInt(value ?? 0), validAfter: BigInt(validAfter ?? 0), validBefore: BigInt(validBefore ?? 0), nonce: nonce as `0x${string}` };
}
