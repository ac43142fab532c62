import type { ChainFunds, ChainWallet } from "../../simulators/chains/chain.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { FacilitatorConfig } from "../targets/protocol.ts";
import { joinRpcCases, type RpcProxy, startRpcProxy } from "../world/rpc-proxy.ts";
import { createFacilitatorSeat, type FacilitatorSeat } from "./facilitator-seat.ts";
import { createSettleTurns, type SettleTurns } from "./settle-turns.ts";
import { chainConfig, walletsOf } from "./session-wallets.ts";
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
  await chain.fund(funds);
  const after = await chain.position();

  const sponsorOf = (key: string): ChainWallet => {
    const sponsor = sponsors.get(key);
    if (sponsor === undefined) throw new Error(`Case ${key} was not announced when the session began`);
    return sponsor;
  };
  const start = async (name: string, key: string, confirmationTimeoutSeconds = CONFIRMATION_SECONDS): Promise<Instance> => await startInstance({ ...options, name, sponsor: sponsorOf(key), confirmationTimeoutSeconds });
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
      const seat = createFacilitatorSeat({ method, chain, url: instance.url, wallets, recipient, sponsor: instance.sponsor, after, rpc, start: startFurther, turns: instance.turns, recorder, effects: world.effects(tag), signal });
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
      if (shared === undefined) return;
      await options.target.stop({ instance: shared.name });
      await shared.proxy.close();
    },
  };
  return session;
};

async function startInstance(options: SessionOptions & { name: string; sponsor: ChainWallet; confirmationTimeoutSeconds: number }): Promise<Instance> {
  const { name, sponsor, target, world, method, chain } = options;
  const proxy = startRpcProxy({ peer: world.peer, name: `rpc-${name}`, chain, dialect: method.rpc });
  const config: FacilitatorConfig = {
    role: "facilitator",
    chains: { [method.network]: { ...chainConfig(chain), rpcUrl: proxy.url, signerPrivateKey: sponsor.privateKey } },
    confirmationTimeoutSeconds: options.confirmationTimeoutSeconds,
  };
  try {
    const { url } = await target.start({ instance: name, config });
    if (url === undefined) throw new Error("The target started a facilitator and gave no URL; expected `url` in the reply to `start`");
    return { name, url, proxy, sponsor, turns: createSettleTurns() };
  } catch (error) {
    await proxy.close();
    throw error;
  }
}

function isFresh(scenario: Scenario<never>): boolean {
  return scenario.instance === "fresh";
}
