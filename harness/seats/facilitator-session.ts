import { fundWallets, observeLatestBlock, type Wallet, type WalletFunds } from "../../simulators/chains/evm/index.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { FacilitatorConfig } from "../targets/protocol.ts";
import { type RpcProxy, startRpcProxy } from "../world/rpc-proxy.ts";
import { createFacilitatorSeat, type FacilitatorSeat } from "./facilitator-seat.ts";
import { createSettleTurns, type SettleTurns } from "./settle-turns.ts";
import type { OpenCase, OpenedCase, Session, SessionOptions, StartSession } from "./session.ts";

/** A facilitator in its seat: the harness is client, server and chain. */

/** 1,000 USDC. */
const PAYER_BALANCE = 1_000_000_000n;
/** Wei, and units of the token: a sponsor that has nothing to lose cannot be seen losing it. */
const SPONSOR_FUNDS = { nativeBalance: 10n ** 20n, amount: 1_000_000n };
/** Long enough for any machine under any load. */
const CONFIRMATION_SECONDS = 30;

interface Instance {
  readonly name: string;
  readonly url: string;
  readonly proxy: RpcProxy;
  readonly sponsor: `0x${string}`;
  readonly turns: SettleTurns;
}

export const startFacilitatorSession: StartSession = async (options) => {
  const { world, cases } = options;
  const { node } = world;
  const label = cases[0]?.tag ?? "empty";
  const sponsors = new Map<string, Wallet>([["shared", world.wallet(`sponsor/shared/${label}`)]]);
  for (const { scenario, tag } of cases) if (isFresh(scenario)) sponsors.set(tag, world.wallet(`sponsor/${tag}`));
  const funds: WalletFunds[] = [...sponsors.values()].map(({ address }) => ({ address, ...SPONSOR_FUNDS }));
  for (const { scenario, tag } of cases) for (const [name, { balance }] of Object.entries(walletsOf(scenario))) funds.push({ address: world.wallet(`${tag}/${name}`).address, amount: balance });
  await fundWallets({ node, wallets: funds });
  const { number: afterBlock } = await observeLatestBlock({ node });

  const sponsorOf = (key: string): Wallet => {
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
      const wallets = new Map<string, Wallet>([...Object.keys(walletsOf(scenario)), "stranger"].map((name) => [name, world.wallet(`${tag}/${name}`)]));
      const recipient = world.wallet(`${tag}/recipient`).address;
      const rpc = instance.proxy.attach({ recorder, exclusive: fresh });
      rpc.claim(recipient, ...[...wallets.values()].map(({ address }) => address));
      const seat = createFacilitatorSeat({ node, url: instance.url, wallets, recipient, sponsor: instance.sponsor, afterBlock, rpc, turns: instance.turns, recorder, effects: world.effects(tag), signal });
      return {
        // A session only opens scenarios of its own role, whose seat this is.
        drive: async () => await (scenario as unknown as Scenario<FacilitatorSeat>).drive(seat),
        async close() {
          rpc.detach();
          if (!fresh) return;
          await options.target.stop({ instance: instance.name });
          await instance.proxy.close();
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

async function startInstance(options: SessionOptions & { name: string; sponsor: Wallet; confirmationTimeoutSeconds: number }): Promise<Instance> {
  const { name, sponsor, target, world } = options;
  const proxy = startRpcProxy({ peer: world.peer, name: `rpc-${name}`, nodeUrl: world.node.rpcUrl });
  const config: FacilitatorConfig = {
    role: "facilitator",
    chains: { [world.node.network]: { rpcUrl: proxy.url, signerPrivateKey: sponsor.privateKey } },
    confirmationTimeoutSeconds: options.confirmationTimeoutSeconds,
  };
  try {
    const { url } = await target.start({ instance: name, config });
    if (url === undefined) throw new Error("The target started a facilitator and gave no URL; expected `url` in the reply to `start`");
    return { name, url, proxy, sponsor: sponsor.address, turns: createSettleTurns() };
  } catch (error) {
    await proxy.close();
    throw error;
  }
}

function walletsOf(scenario: Scenario<never>): Readonly<Record<string, { readonly balance: bigint }>> {
  return scenario.wallets ?? { payer: { balance: PAYER_BALANCE } };
}

function isFresh(scenario: Scenario<never>): boolean {
  return scenario.instance === "fresh";
}
