import type { ChainFunds, ChainWallet } from "../../simulators/chains/chain.ts";
import { createFacilitator } from "../../simulators/facilitator/index.ts";
import { faultSet } from "../../simulators/faults.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { createClientCase } from "./client-case.ts";
import { type ClientCaseFacts, type ClientSeat, createClientSeat } from "./client-seat.ts";
import { chainConfig, walletsOf } from "./session-wallets.ts";
import type { OpenCase, OpenedCase, Session, StartSession } from "./session.ts";

/** A client in its seat: the harness is server, facilitator and chain. */

/** Receipts come at once on the local chain. */
const CONFIRMATION_SECONDS = 30;

export const startClientSession: StartSession = async (options) => {
  const { world, target, hello, cases, method, chain } = options;
  const { network } = method;
  // Tags are unique per run and target, so what is named after the first one is the session's own.
  const label = cases[0]?.tag ?? "empty";
  const { features, extensions } = hello.capabilities;

  const signer = chain.wallet(`facilitator/${label}`);
  const extra = method.offeredExtra({ chain, sponsor: signer.address });
  const funds: ChainFunds[] = [{ address: signer.address, nativeAmount: method.funds.sponsor.nativeAmount }];
  for (const { scenario, tag } of cases) for (const [name, { balance }] of Object.entries(walletsOf({ scenario, method }))) funds.push({ address: chain.wallet(`${tag}/${name}`).address, amount: balance });
  await chain.fund(funds);
  // Wallets are a case's own: what moves them after this is the case's.
  const after = await chain.position();

  const facilitator = createFacilitator({
    schemes: [method.createFacilitator({ effects: world.effects(`facilitator/${label}`), faults: faultSet(), network, chain: { rpcUrl: chain.rpcUrl, signerPrivateKey: signer.privateKey }, confirmationTimeoutSeconds: CONFIRMATION_SECONDS })],
  });
  const start = async (name: string): Promise<string> => {
    await target.start({ instance: name, config: { role: "client", chains: { [network]: chainConfig(chain) } } });
    return name;
  };
  const shared = cases.some(({ scenario }) => !isFresh(scenario)) ? await start(`shared-${label}`) : undefined;

  const session: Session = {
    async openCase({ scenario, tag, recorder, signal }: OpenCase): Promise<OpenedCase> {
      const fresh = isFresh(scenario) || shared === undefined;
      const instance = fresh ? await start(`fresh-${tag}`) : shared;
      const owner = createClientCase({ recorder, clock: () => Math.floor(world.effects("clock").now() / 1000) });
      const mount = `c-${tag}`;
      const own = world.peer.mount(mount, (request) => owner.answer(request, "own"));
      const other = world.otherOrigin.mount(mount, (request) => owner.answer(request, "other"));
      const wallets = new Map<string, ChainWallet>(Object.keys(walletsOf({ scenario, method })).map((name) => [name, chain.wallet(`${tag}/${name}`)]));
      const addresses = [...wallets.values()].map(({ address }) => address);
      let onChain = false;
      const facts: ClientCaseFacts = {
        tag,
        network,
        asset: chain.asset,
        extra,
        wallets: Object.fromEntries([...wallets].map(([name, { address }]) => [name, address])),
        extensions,
      };
      recorder.record({ kind: "mark", name: "case", data: facts });
      const seat = createClientSeat({ world, method, chain, extra, sponsor: signer, target, instance, owner, recorder, tag, urls: { own, other }, wallets, features, extensions, facilitator, onSettle: () => void (onChain = true), signal });
      return {
        async drive() {
          // A session only opens scenarios of its own role, whose seat this is.
          await (scenario as unknown as Scenario<ClientSeat>).drive(seat);
          if (!onChain) return;
          for (const { sender, recipient, amount, asset, transaction } of await chain.transfers({ after, accounts: addresses })) {
            recorder.record({ kind: "chain.transfer", network, asset, sender, recipient, amount: amount.toString(), transaction });
          }
          // Without it nothing is known of transfers: a case that breaks off is judged by what was recorded.
          recorder.record({ kind: "mark", name: "chain-read", data: {} });
        },
        async close() {
          world.peer.unmount(mount);
          world.otherOrigin.unmount(mount);
          if (fresh) await target.stop({ instance });
        },
      };
    },
    async close() {
      if (shared !== undefined) await target.stop({ instance: shared });
      await facilitator.close();
    },
  };
  return session;
};

function isFresh(scenario: Scenario<never>): boolean {
  return scenario.instance === "fresh";
}
