import type { ChainFunds, ChainWallet } from "../../simulators/chains/chain.ts";
import { createFacilitator } from "../../simulators/facilitator/index.ts";
import { faultSet } from "../../simulators/faults.ts";
import type { Caller } from "../../simulators/schemes/scheme.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { RouteConfig } from "../targets/protocol.ts";
import { DriverError } from "../targets/errors.ts";
import { createAttribution } from "../world/attribution.ts";
import type { PeerAnswer, ReceivedRequest } from "../world/http-peer.ts";
import { standardRoutes } from "../world/routes.ts";
import type { Script } from "../world/script.ts";
import { createPlausibleFacilitator, type PlausibleFacilitator } from "./plausible-facilitator.ts";
import { createServerCase, type FacilitatorScripts, type ServerCase } from "./server-case.ts";
import { mountPeer, type ServerInstance, servedRoutes, startInstance } from "./server-instances.ts";
import { type CaseFacts, createServerSeat, type ServerSeat } from "./server-seat.ts";
import { createStateFolders } from "./state-folders.ts";
import { chainConfig, walletsOf } from "./session-wallets.ts";
import type { OpenCase, OpenedCase, Session, StartSession } from "./session.ts";

/** A server in its seat: the harness is client, facilitator, upstream and chain. */

/** Receipts come at once on the local chain. */
const CONFIRMATION_SECONDS = 30;

export const startServerSession: StartSession = async (options) => {
  const { world, target, manifest, hello, cases, method, chain } = options;
  const { network } = method;
  // Tags are unique per run and target, so what is named after the first one is the session's own.
  const label = cases[0]?.tag ?? "empty";
  // Where there is no facilitator, a target cannot be pointed at one.
  const features = hello.capabilities.features.filter((feature) => feature !== "facilitator" || method.judgedByServer !== true);
  const recipients = new Map<string, string>();
  const standard = standardRoutes({
    scheme: method.scheme,
    network,
    asset: chain.asset,
    extra: method.configuredExtra({ chain }),
    payTo: (path) => {
      const address = chain.address(`recipient/${label}/${path}`);
      recipients.set(path, address);
      return address;
    },
    below: features.includes("routes-below"),
    upfront: method.flowExtra === undefined ? { paymentFlow: "upfront" } : method.flowExtra("upfront"),
    more: (accept) => method.routes({ accept }),
  });

  const signer = chain.wallet(`facilitator/${label}`);
  const sponsor = signer.address;
  const funds: ChainFunds[] = [{ address: sponsor, nativeAmount: method.funds.sponsor.nativeAmount }, ...[...recipients.values()].map((address) => ({ address }))];
  for (const { scenario, tag } of cases) for (const [name, { balance }] of Object.entries(walletsOf({ scenario, method }))) funds.push({ address: chain.wallet(`${tag}/${name}`).address, amount: balance });
  await chain.fund(funds);
  // Wallets are a case's own: what moves them after this is the case's.
  const after = await chain.position();

  const honest = createFacilitator({
    schemes: [method.createFacilitator({ effects: world.effects(`facilitator/${label}`), faults: faultSet(), network, chain: { rpcUrl: chain.rpcUrl, signerPrivateKey: signer.privateKey }, confirmationTimeoutSeconds: CONFIRMATION_SECONDS })],
  });
  const attribution = createAttribution<ServerCase>();
  const nobody = createPlausibleFacilitator({ randomBytes: world.effects(`nobody/${label}`).randomBytes, method, sponsor });

  const facilitator = mountPeer({
    world,
    name: `facilitator-${label}`,
    handler: (request) => attribution.find(`${request.target} ${Buffer.from(request.body).toString("utf8")}`)?.facilitatorCall(request) ?? unattributed({ request, nobody }),
  });
  const upstream = mountPeer({
    world,
    name: `upstream-${label}`,
    handler: (request) => attribution.find(request.target)?.upstreamCall(request) ?? silently({ status: 404, json: { error: "this request belongs to no case" } }),
  });
  const folders = createStateFolders();
  const start = async (name: string, facilitators: readonly string[], served: readonly RouteConfig[] = standard): ReturnType<typeof startInstance> =>
    await startInstance({
      target,
      chains: { [network]: chainConfig(chain) },
      name,
      facilitators,
      upstream: upstream.url,
      routes: served,
      ...(features.includes("restart") ? { stateFolder: folders.make(name) } : {}),
      ...(method.knowsServers === true ? { credential: `srv-${label}` } : {}),
    });
  const closeMounts = (): void => {
    facilitator.unmount();
    upstream.unmount();
    folders.remove();
  };
  const shared = await start(`shared-${label}`, [facilitator.url]).catch((error: unknown) => {
    closeMounts();
    throw error;
  });

  const routes = servedRoutes({ standard, own: features.includes("routes") ? undefined : manifest.routes, without: shared.unsupportedRoutes });

  const session: Session = {
    async openCase({ scenario, tag, recorder, signal }: OpenCase): Promise<OpenedCase> {
      const unserved = scenario.needs?.routes?.find((id) => !(id in routes));
      if (unserved !== undefined) throw new DriverError({ code: "unsupported", what: `the target does not serve the route ${unserved}` });
      const absent = scenario.needs?.routes?.find((id) => routes[id] === undefined);
      if (absent !== undefined) throw new DriverError({ code: "unsupported", what: `there is no route ${absent} for what is paid by ${method.id}` });
      const owner = createServerCase({ tag, recorder, plausible: createPlausibleFacilitator({ randomBytes: world.effects(`plausible/${tag}`).randomBytes, method, sponsor }) });
      const wallets = new Map<string, ChainWallet>(Object.keys(walletsOf({ scenario, method })).map((name) => [name, chain.wallet(`${tag}/${name}`)]));
      const addresses = [...wallets.values()].map(({ address }) => address);
      const claim = (tokens: readonly string[]): void => attribution.claim({ owner, tokens });
      claim([tag, ...addresses]);
      // Few cases know one, and every wallet takes its time to derive.
      const stranger = (): ChainWallet => {
        const wallet = chain.wallet(`${tag}/stranger`);
        claim([wallet.address]);
        return wallet;
      };

      const extra: (() => Promise<void>)[] = [];
      const restarts = new Map<string, (routes: readonly RouteConfig[] | undefined) => Promise<ServerInstance>>();
      const startFurther: ServerSeat["start"] = async ({ as, scripts, facilitators, routes: served }) => {
        const name = `fresh-${tag}-${extra.length}`;
        const own = mountPeer({ world, name: `facilitator-${tag}-${extra.length}`, handler: (request) => owner.facilitatorCall(request, scripts ?? {}) });
        extra.push(async () => {
          await target.stop({ instance: name });
          own.unmount();
        });
        try {
          const startIt = async (those = served): ReturnType<typeof start> => await start(name, facilitators ?? [own.url], those);
          const instance = await startIt();
          restarts.set(name, startIt);
          recorder.record({ kind: "mark", name: "start", data: { as, started: true } });
          return instance;
        } catch (error) {
          // A server may well refuse to start beside a facilitator it cannot use.
          recorder.record({ kind: "mark", name: "start", data: { as, started: false, message: error instanceof Error ? error.message : String(error) } });
          return undefined;
        }
      };

      // Who judges payments itself settles them in earnest.
      let onChain = method.judgedByServer === true;
      const facts: CaseFacts = {
        tag,
        marker: owner.marker,
        network,
        wallets: Object.fromEntries([...wallets].map(([name, { address }]) => [name, address])),
        routes,
        upstream: features.includes("upstream"),
        configured: features.includes("routes"),
      };
      recorder.record({ kind: "mark", name: "case", data: facts });
      const seat = createServerSeat({
        world,
        method,
        chain,
        sponsor,
        owner,
        instance: shared satisfies ServerInstance,
        routes,
        wallets,
        stranger,
        signal,
        features,
        claim,
        start: startFurther,
        async restart({ name }, changed) {
          const startIt = restarts.get(name);
          if (startIt === undefined) throw new Error(`Scenario ${scenario.id} restarts ${name}, which is no instance of its own`);
          await target.stop({ instance: name });
          recorder.record({ kind: "mark", name: "restarting", data: { instance: name } });
          return await startIt(changed?.routes);
        },
        honest: () => {
          onChain = true;
          return honestScripts({ facilitator: honest, caller: { accounts: [...recipients.values()] } });
        },
      });
      return {
        async drive() {
          // A session only opens scenarios of its own role, whose seat this is.
          await (scenario as unknown as Scenario<ServerSeat>).drive(seat);
          if (!onChain) return;
          for (const { sender, recipient, amount, asset, transaction } of await chain.transfers({ after, accounts: addresses })) {
            recorder.record({ kind: "chain.transfer", network, asset, sender, recipient, amount: amount.toString(), transaction });
          }
        },
        async close() {
          attribution.release(owner);
          await Promise.all(extra.map((end) => end()));
        },
      };
    },
    async close() {
      await target.stop({ instance: shared.name });
      closeMounts();
      await honest.close();
    },
  };
  return session;
};

function honestScripts(options: { facilitator: ReturnType<typeof createFacilitator>; caller: Caller }): FacilitatorScripts {
  const { facilitator, caller } = options;
  const script = ({ status, body }: { status: number; body: unknown }): Script => ({ status, json: body });
  return {
    verify: async ({ body }) => script(await facilitator.verify(body, caller)),
    settle: async ({ body }) => script(await facilitator.settle(body, caller)),
    supported: () => script(facilitator.supported()),
  };
}

/** Calls that belong to no case: the look-up of kinds at start, and whatever a target makes up. */
function unattributed(options: { request: ReceivedRequest; nobody: PlausibleFacilitator }): PeerAnswer {
  const { request, nobody } = options;
  if (/\/supported\/?(\?|$)/.test(request.target)) return silently(nobody.supported());
  const body = parse(request.body);
  return silently(/\/settle\/?(\?|$)/.test(request.target) ? nobody.settle(body) : nobody.verify(body));
}

function silently(script: Script): PeerAnswer {
  return { script, onResponse: () => undefined };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}
