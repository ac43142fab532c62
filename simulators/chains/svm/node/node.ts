/** Puts the parts together: runtime, chain, methods, HTTP and websockets. */
import { listenTwice } from "../../../transports/http/listen-twice.ts";
import { genesisAccounts } from "../genesis.ts";
import { deriveKeyPair } from "../wire/keys.ts";
import { programs } from "../wire/program-ids.ts";
import { controlMethods } from "./control.ts";
import { createEngine } from "./engine.ts";
import { createHttpServer } from "./http-server.ts";
import type { Methods } from "./json-rpc.ts";
import { accountMethods } from "./methods/accounts.ts";
import { airdropMethods } from "./methods/airdrop.ts";
import { clusterMethods } from "./methods/cluster.ts";
import { historyMethods } from "./methods/history.ts";
import { tokenMethods } from "./methods/tokens.ts";
import { transactionMethods } from "./methods/transactions.ts";
import { createPubsub } from "./pubsub.ts";
import { createRuntime, installStandIn } from "./runtime.ts";
import { standIns } from "./stand-ins.ts";

/** Settings of the process, as JSON in its argument. */
export interface NodeSettings {
  readonly port: number;
  /** The run's. */
  readonly seed: string;
  /** Milliseconds of a slot; 0 lets time stand still but for `advanceSlots`. Default 400, as on the real chain. */
  readonly slotMs?: number;
  /** Milliseconds between taking a transaction in and its landing. Default 0. */
  readonly landingDelayMs?: number;
  /** Slots until a transaction is confirmed. Default 0: at once. */
  readonly confirmSlots?: number;
  /** Slots until it is finalized. Default 2. */
  readonly finalizeSlots?: number;
}

/** What a faucet has: more than a run gives away. */
const faucetLamports = 10n ** 18n;

/**
 * Starts the node in this process. For a process of its own: a defect in the native code ends the process it is in.
 *
 * @throws Error with code EADDRINUSE where a port is taken
 */
export async function startNode(settings: NodeSettings): Promise<{ readonly port: number; readonly version: string }> {
  const runtime = createRuntime();
  const engine = createEngine({
    runtime,
    commitmentSlots: { confirmSlots: BigInt(settings.confirmSlots ?? 0), finalizeSlots: BigInt(settings.finalizeSlots ?? 2) },
    landingDelayMs: settings.landingDelayMs ?? 0,
    now: () => BigInt(Math.floor(Date.now() / 1_000)),
  });
  const faucet = deriveKeyPair({ seed: settings.seed, path: "harness/faucet" });
  for (const { address, ...account } of genesisAccounts({ seed: settings.seed })) runtime.setAccount(address, account);
  runtime.setAccount(faucet.address, { lamports: faucetLamports, data: new Uint8Array(), owner: programs.system, executable: false });
  for (const program of standIns) installStandIn(runtime, program);
  engine.slots.tellRuntime();

  const methods: Methods = new Map(
    Object.entries({
      ...accountMethods(engine),
      ...tokenMethods(engine),
      ...clusterMethods({ engine, identity: faucet.address }),
      ...transactionMethods(engine),
      ...historyMethods(engine),
      ...airdropMethods({ engine, faucet }),
    }),
  );
  const pubsub = createPubsub({ engine });
  const http = { methods, controls: controlMethods(engine), upgrade: pubsub.upgrade };
  const port = await listenTwice({ servers: [createHttpServer(http), createHttpServer(http)], host: "127.0.0.1", port: settings.port });
  const slotMs = settings.slotMs ?? 400;
  if (slotMs > 0) setInterval(() => engine.slots.advance(), slotMs);
  return { port, version: runtime.version };
}
