import type { ChainFunds, ChainWallet } from "../../simulators/chains/chain.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { FacilitatorConfig } from "../targets/protocol.ts";
import { joinRpcCases } from "../world/rpc-cases.ts";
import { type RpcProxy, startRpcProxy } from "../world/rpc-proxy.ts";
import { createFacilitatorSeat } from "./create-facilitator-seat.ts";
import type { FacilitatorSeat } from "./facilitator-seat.ts";
import { type KnownServer, serversOf } from "./known-servers.ts";
import { createSettleTurns, type SettleTurns } from "./settle-turns.ts";
import { chainConfig, walletsOf } from "./session-wallets.ts";
import { createStateFolders, type StateFolders } from "./state-folders.ts";
import type { OpenCase, OpenedCase, Session, SessionOptions, StartSession } from "./session.ts";

/** A facilitator in its seat: the harness is client, server and chain. */

/** Long enough for any machine under any load. */
const CONFIRMATION_SECONDS = 30;

interface Instance {
  readonly name: string;
  readonly url: string;
  readonly proxy: RpcProxy;
  readonly sponsor: ChainWallet;
  readonly turns: SettleTurns;
  /** Where it takes the events of providers, by their names. */
  readonly webhooks: Readonly<Record<string, string>>;
  readonly config: FacilitatorConfig;
}

export const startFacilitatorSession: StartSession = async (options) => {
  const { world, cases, method, chain } = options;
  const label = cases[0]?.tag ?? "empty";
  const sponsors = new Map<string, ChainWallet>([["shared", chain.wallet(`sponsor/shared/${label}`)]]);
  for (const { scenario, tag } of cases) if (isFresh(scenario)) sponsors.set(tag, chain.wallet(`sponsor/${tag}`));
  const funds: ChainFunds[] = [...sponsors.values()].map(({ address }) => ({ address, ...method.funds.sponsor }));
  for (const { scenario, tag } of cases) {
    for (const [name, { balance }] of Object.entries(walletsOf({ scenario, method }))) funds.push({ address: chain.wallet(`${tag}/${name}`).address, amount: balance });
    // They own nothing, and can be paid.
    for (const address of [chain.wallet(`${tag}/stranger`).address, chain.address(`${tag}/recipient`)]) funds.push({ address });
  }
  const known = new Map<string, readonly KnownServer[]>(cases.map(({ tag }) => [tag, method.knowsServers === true ? serversOf({ tag, chain }) : []]));
  for (const { account } of [...known.values()].flat()) funds.push({ address: account });
  await chain.fund(funds);
  const after = await chain.position();

  const folders = createStateFolders();
  const sponsorOf = (key: string): ChainWallet => {
    const sponsor = sponsors.get(key);
    if (sponsor === undefined) throw new Error(`Case ${key} was not announced when the session began`);
    return sponsor;
  };
  const start = async (name: string, key: string, confirmationTimeoutSeconds = CONFIRMATION_SECONDS): Promise<Instance> => await startInstance({ ...options, name, sponsor: sponsorOf(key), confirmationTimeoutSeconds, servers: [...known].flatMap(([tag, servers]) => (key === "shared" || key === tag ? servers : [])), folders });
  const shared = cases.some(({ scenario }) => !isFresh(scenario)) ? await start(`shared-${label}`, "shared") : undefined;

  const session: Session = {
    async openCase({ scenario, tag, recorder, signal }: OpenCase): Promise<OpenedCase> {
      const fresh = isFresh(scenario);
      const instance = fresh || shared === undefined ? await start(`fresh-${tag}`, tag, scenario.confirmationTimeoutSeconds) : shared;
      const wallets = new Map<string, ChainWallet>([...Object.keys(walletsOf({ scenario, method })), "stranger"].map((name) => [name, chain.wallet(`${tag}/${name}`)]));
      const recipient = chain.address(`${tag}/recipient`);
      const rpc = joinRpcCases();
      rpc.join(instance.proxy.attach({ recorder, exclusive: fresh }));
      const further: Instance[] = [];
      const startFurther = async (): Promise<string> => {
        if (!fresh) throw new Error(`Scenario ${scenario.id} starts a further instance beside one it shares; it needs instance: "fresh"`);
        const more = await start(`fresh-${tag}-${further.length + 2}`, tag, scenario.confirmationTimeoutSeconds);
        further.push(more);
        rpc.join(more.proxy.attach({ recorder, exclusive: true }));
        return more.url;
      };
      rpc.claim(recipient, ...[...wallets.values()].map(({ address }) => address));
      const restart = async (): Promise<string> => {
        if (!fresh) throw new Error(`Scenario ${scenario.id} restarts an instance it shares; it needs instance: "fresh"`);
        await options.target.stop({ instance: instance.name });
        const { url, webhooks = {} } = await options.target.start({ instance: instance.name, config: instance.config });
        method.access?.onStarted?.({ chain, sponsor: instance.sponsor, webhooks });
        if (url === undefined) throw new Error("The target started a facilitator again and gave no URL; expected `url` in the reply to `start`");
        return url;
      };
      const seat = createFacilitatorSeat({ deadlineSeconds: scenario.deadlineSeconds ?? 0, method, chain, url: instance.url, webhooks: instance.webhooks, servers: known.get(tag) ?? [], restart, wallets, recipient, sponsor: instance.sponsor, after, rpc, start: startFurther, turns: instance.turns, recorder, effects: world.effects(tag), signal });
      return {
        // A session only opens scenarios of its own role, whose seat this is.
        drive: async () => await (scenario as unknown as Scenario<FacilitatorSeat>).drive(seat),
        async close() {
          rpc.detach();
          if (!fresh) return;
          for (const { name, proxy } of [instance, ...further]) {
            await options.target.stop({ instance: name });
            await proxy.close();
          }
        },
      };
    },
    async close() {
      if (shared !== undefined) {
        await options.target.stop({ instance: shared.name });
        await shared.proxy.close();
      }
      folders.remove();
    },
  };
  return session;
};

async function startInstance(
  options: SessionOptions & { name: string; sponsor: ChainWallet; confirmationTimeoutSeconds: number; servers: readonly KnownServer[]; folders: StateFolders },
): Promise<Instance> {
  const { name, sponsor, target, world, method, chain, hello, servers } = options;
  const { access } = method;
  const proxy = access === undefined ? startRpcProxy({ peer: world.peer, name: `rpc-${name}`, chain, dialect: method.rpc }) : access.startProxy({ chain, peer: world.peer, name: `rpc-${name}` });
  const config: FacilitatorConfig = {
    role: "facilitator",
    chains: { [method.network]: access === undefined ? { ...chainConfig({ ...proxy, rpcUrl: proxy.url }), signerPrivateKey: sponsor.privateKey } : access.config({ chain, url: proxy.url, sponsor }) },
    confirmationTimeoutSeconds: options.confirmationTimeoutSeconds,
    ...(servers.length === 0 ? {} : { servers: servers.map(({ credential, account }) => ({ credential, accounts: [account] })) }),
    ...(hello.capabilities.features.includes("restart") ? { stateFolder: options.folders.make(name) } : {}),
  };
  try {
    const { url, webhooks = {} } = await target.start({ instance: name, config });
    if (url === undefined) throw new Error("The target started a facilitator and gave no URL; expected `url` in the reply to `start`");
    access?.onStarted?.({ chain, sponsor, webhooks });
    return { name, url, proxy, sponsor, turns: createSettleTurns(), webhooks, config };
  } catch (error) {
    await proxy.close();
    throw error;
  }
}

function isFresh(scenario: Scenario<never>): boolean {
  return scenario.instance === "fresh";
}
