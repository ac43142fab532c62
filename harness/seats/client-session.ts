import { fundWallets, observeLatestBlock, observeTransfers, type Wallet, type WalletFunds } from "../../simulators/chains/evm/index.ts";
import { createFacilitator } from "../../simulators/facilitator/index.ts";
import { faultSet } from "../../simulators/faults.ts";
import { createFacilitator as createExactEvm } from "../../simulators/schemes/exact-evm/index.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { createClientCase } from "./client-case.ts";
import { type ClientCaseFacts, type ClientSeat, createClientSeat } from "./client-seat.ts";
import type { OpenCase, OpenedCase, Session, StartSession } from "./session.ts";

/** A client in its seat: the harness is server, facilitator and chain. */

/** 1,000 USDC. */
const PAYER_BALANCE = 1_000_000_000n;
const SIGNER_FUNDS = { nativeBalance: 10n ** 20n };
/** Receipts come at once on the local chain. */
const CONFIRMATION_SECONDS = 30;

export const startClientSession: StartSession = async (options) => {
  const { world, target, hello, cases } = options;
  const { node } = world;
  const { network } = node;
  // Tags are unique per run and target, so what is named after the first one is the session's own.
  const label = cases[0]?.tag ?? "empty";
  const { features, extensions } = hello.capabilities;

  const signer = world.wallet(`facilitator/${label}`);
  const funds: WalletFunds[] = [{ address: signer.address, ...SIGNER_FUNDS }];
  for (const { scenario, tag } of cases) for (const [name, { balance }] of Object.entries(walletsOf(scenario))) funds.push({ address: world.wallet(`${tag}/${name}`).address, amount: balance });
  await fundWallets({ node, wallets: funds });
  // Wallets are a case's own: what moves them after this is the case's.
  const { number } = await observeLatestBlock({ node });

  const facilitator = createFacilitator({
    schemes: [createExactEvm({ effects: world.effects(`facilitator/${label}`), faults: faultSet(), network, chain: { rpcUrl: node.rpcUrl, signerPrivateKey: signer.privateKey }, confirmationTimeoutSeconds: CONFIRMATION_SECONDS })],
  });
  const start = async (name: string): Promise<string> => {
    await target.start({ instance: name, config: { role: "client", chains: { [network]: { rpcUrl: node.rpcUrl } } } });
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
      const wallets = new Map<string, Wallet>(Object.keys(walletsOf(scenario)).map((name) => [name, world.wallet(`${tag}/${name}`)]));
      const addresses = [...wallets.values()].map(({ address }) => address);
      let onChain = false;
      const facts: ClientCaseFacts = {
        tag,
        network,
        asset: node.asset,
        domain: { name: node.token.name, version: node.token.version },
        wallets: Object.fromEntries([...wallets].map(([name, { address }]) => [name, address])),
        extensions,
      };
      recorder.record({ kind: "mark", name: "case", data: facts });
      const seat = createClientSeat({ world, target, instance, owner, recorder, tag, urls: { own, other }, wallets, features, extensions, facilitator, onSettle: () => void (onChain = true), signal });
      return {
        async drive() {
          // A session only opens scenarios of its own role, whose seat this is.
          await (scenario as unknown as Scenario<ClientSeat>).drive(seat);
          if (!onChain) return;
          // From the block before: a range that begins after the newest block is an error.
          for (const { from, to, amount, asset, transaction, blockNumber } of await observeTransfers({ node, fromBlock: number, addresses })) {
            if (blockNumber > number) recorder.record({ kind: "chain.transfer", network, asset, sender: from, recipient: to, amount: amount.toString(), transaction });
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
    },
  };
  return session;
};

function walletsOf(scenario: Scenario<never>): Readonly<Record<string, { readonly balance: bigint }>> {
  return scenario.wallets ?? { payer: { balance: PAYER_BALANCE } };
}

function isFresh(scenario: Scenario<never>): boolean {
  return scenario.instance === "fresh";
}
