import type { PaymentRequirements } from "../../spec/types.ts";
import type { ChainWallet, LocalChain } from "../../simulators/chains/chain.ts";
import type { Effects } from "../../simulators/schemes/scheme.ts";
import type { PaymentMethod } from "../methods/method.ts";
import type { HeaderFields } from "../trace/events.ts";
import type { Recorder } from "../trace/recorder.ts";
import { type Exchange, send } from "../world/http-client.ts";
import type { RpcCase } from "../world/rpc-cases.ts";
import { createObserver } from "./facilitator-observer.ts";
import { edited, type Envelope, type FacilitatorSeat, saysTrue } from "./facilitator-seat.ts";
import type { KnownServer } from "./known-servers.ts";
import type { SettleTurns } from "./settle-turns.ts";

/** Puts an instance of the target into one case's seat. Nothing is sent before the scenario asks for it. */
export function createFacilitatorSeat(options: {
  method: PaymentMethod;
  chain: LocalChain;
  url: string;
  wallets: ReadonlyMap<string, ChainWallet>;
  recipient: string;
  sponsor: ChainWallet;
  after: bigint;
  rpc: RpcCase;
  webhooks: Readonly<Record<string, string>>;
  /** Its own, and another one; empty where facilitators know none. */
  servers: readonly KnownServer[];
  /** Starts a further instance. @returns its URL */
  start: () => Promise<string>;
  /** Stops the instance and starts it again. @returns its URL, which may be another one */
  restart: () => Promise<string>;
  deadlineSeconds: number;
  /** Shared by all cases of the instance. */
  turns: SettleTurns;
  recorder: Recorder;
  effects: Effects;
  signal: AbortSignal;
}): FacilitatorSeat {
  const { method, chain, recorder, effects, rpc, signal, turns, wallets, recipient } = options;
  const mark = (name: string, data: unknown): void => void recorder.record({ kind: "mark", name, data });
  const observer = createObserver({ chain, method, recorder, rpc, after: options.after, accounts: [...[...wallets.values()].map(({ address }) => address), recipient] });

  const wallet = (name = "payer"): ChainWallet => {
    const found = wallets.get(name);
    if (found === undefined) throw new Error(`The scenario has no wallet "${name}"; name it in its wallets`);
    return found;
  };
  const requirements = (overrides: Partial<PaymentRequirements> = {}): PaymentRequirements => ({
    scheme: method.scheme,
    network: method.network as PaymentRequirements["network"],
    amount: "10000",
    asset: chain.asset,
    payTo: recipient,
    maxTimeoutSeconds: 120,
    extra: { ...method.offeredExtra({ chain, sponsor: options.sponsor.address }), ...(method.letSettle === undefined ? {} : method.flowExtra?.("upfront")) },
    ...overrides,
  });
  const { servers } = options;
  const [own] = servers;
  let current = options.url;
  const requestAt = (at: () => string, credential: string | null = own?.credential ?? null): FacilitatorSeat["request"] => async ({ method: verb, path, headers: given, body, as }) => {
    const base = new URL(at());
    const headers: HeaderFields | undefined = credential === null ? given : [...(given ?? []), ["Authorization", `Bearer ${credential}`]];
    const exchange = await send({
      origin: base.origin,
      target: `${base.pathname.replace(/\/$/, "")}${path}`,
      method: verb,
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
  const postAt = (ask: FacilitatorSeat["request"]) => async (path: string, body: unknown, as: string): Promise<Exchange> =>
    await ask({ method: "POST", path, headers: [["Content-Type", "application/json"], ["Accept", "application/json"]], body: JSON.stringify(body), as });
  const request = requestAt(() => current);
  const post = postAt(request);
  /** What was settled in the own server's name, and may not have been taken yet. */
  const reserved = new Set<Envelope>();

  const settleOnce = async (body: unknown, as: string, attempt: number, by = post): Promise<Exchange> => {
    const exchange = await (attempt === 1 ? turns.together : turns.alone)(async () => await by("/settle", body, as));
    if (by === post && saysTrue(exchange.body, "success")) reserved.add(body as Envelope);
    return exchange;
  };
  const ripen = async (...bodies: readonly unknown[]): Promise<void> => {
    if (method.letSettle === undefined) return;
    for (const body of bodies) await post("/settle", body, "ripen");
    await method.letSettle({ chain, wallets: [...wallets.values()] });
  };
  const settleBy = (by: typeof post): FacilitatorSeat["settle"] => async (body, as, { attempts } = { attempts: 1 }) => {
    if (attempts > 1) await ripen(body);
    for (let attempt = 1; ; attempt += 1) {
      const exchange = await settleOnce(body, as, attempt, by);
      if (attempt >= attempts || saysTrue(exchange.body, "success")) return exchange;
    }
  };

  const payment: FacilitatorSeat["payment"] = async ({ requirements: asked, accepted, payer, signedBy, ...bend } = {}) => {
    const offer = asked ?? requirements();
    const payload = await method.createPayload({ chain, requirements: offer, wallet: wallet(payer), effects, bend: { ...bend, ...(signedBy === undefined ? {} : { signer: wallet(signedBy) }) } });
    rpc.claim(...method.tokens(payload));
    return structuredClone({
      x402Version: 2,
      paymentPayload: { x402Version: 2, resource: { url: "https://conformance.example/x402/basic" }, accepted: { ...(accepted ?? offer) }, payload },
      paymentRequirements: { ...offer },
    });
  };

  const settleGood: FacilitatorSeat["settleGood"] = async (as, change = () => undefined) => {
    for (let attempt = 1; ; attempt += 1) {
      const good = edited(await payment(), change);
      await ripen(good);
      const { body } = await settleOnce(good, as, attempt);
      if (attempt === 3 || saysTrue(body, "success")) return good;
    }
  };
  const forgery: FacilitatorSeat["forgery"] = async () => await payment({ ...method.forged({ requirements: requirements() }), signedBy: "stranger" });

  return {
    node: chain,
    method,
    wallet,
    payment,
    ripen,
    settleGood,
    forgery,
    async controls() {
      if (method.refusedAt === "settle") {
        await settleGood("settle-control");
        await settleOnce(await forgery(), "settle-forged", 1);
      } else {
        await post("/verify", await payment(), "control");
        await post("/verify", await forgery(), "forged");
      }
    },
    async collect() {
      if (method.collecting === undefined) return;
      for (const body of reserved) {
        const payload = method.collecting({ payload: body.paymentPayload.payload, terms: body.paymentRequirements });
        const taking = edited(body, (copy) => void (copy.paymentPayload.payload = payload));
        await turns.together(async () => await post("/settle", taking, "collect"));
      }
      reserved.clear();
    },
    async start() {
      const url = await options.start();
      const postThere = postAt(requestAt(() => url));
      return { verify: async (body, as) => await postThere("/verify", body, as), settle: async (body, as) => await postThere("/settle", body, as) };
    },
    deadlineSeconds: options.deadlineSeconds,
    now: () => BigInt(Math.floor(effects.now() / 1000)),
    requirements,
    verify: async (body, as) => await post("/verify", body, as),
    settle: settleBy(post),
    servers,
    asServer(credential) {
      const by = postAt(requestAt(() => current, credential));
      return { verify: async (body, as) => await by("/verify", body, as), settle: settleBy(by) };
    },
    async restart() {
      current = await options.restart();
      mark("restarted", {});
    },
    webhooks: options.webhooks,
    supported: async (as = "supported") => await request({ method: "GET", path: "/supported", headers: [["Accept", "application/json"]], as }),
    request,
    observe: async (when = "after") => await observer.observe(when),
    chain: {
      script: (script) => rpc.script(script),
      claim: (...addresses) => rpc.claim(...addresses),
      watch: (watched) => observer.watch(watched),
      sponsor: options.sponsor.address,
      sponsorWallet: options.sponsor,
    },
    mark,
    signal,
  };
}
