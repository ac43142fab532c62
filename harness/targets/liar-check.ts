import { createHash } from "node:crypto";
import { DriverError } from "./errors.ts";
import type { StartConfig } from "./protocol.ts";
import type { Manifest, Target } from "./target.ts";

/**
 * Asks for what cannot be there: a random operation, and per role a random scheme and network or a
 * client that was never started. An honest target refuses each.
 *
 * @param options.seed makes the names random and repeatable
 * @returns one sentence on the first lie; `undefined` when there was none
 */
export async function liarCheck(options: { target: Target; manifest: Manifest; seed: string }): Promise<string | undefined> {
  const { manifest, target } = options;
  const word = `x${createHash("sha256").update(`liar/${options.seed}/${manifest.name}`).digest("hex").slice(0, 7)}`;
  const probe = target.probe?.bind(target);
  if (probe !== undefined && !(await refuses(async () => await probe({ op: word })))) return `It answered "ok" to the operation "${word}", which does not exist.`;
  const { features } = (await target.hello()).capabilities;
  return await LIES[manifest.role]({ target, features, word });
}

type Lie = (options: { target: Target; features: readonly string[]; word: string }) => Promise<string | undefined>;

/** Port 9 discards; nothing is ever sent there. */
const NOWHERE = "http://127.0.0.1:9";

const LIES: Readonly<Record<Manifest["role"], Lie>> = {
  async server({ target, features, word }) {
    if (!features.includes("routes") || !features.includes("instances")) return undefined;
    const accept = { scheme: word, network: `${word}:1`, amount: "1", asset: word, payTo: word, maxTimeoutSeconds: 60, extra: {} };
    const config: StartConfig = { role: "server", facilitators: [NOWHERE], upstream: NOWHERE, routes: [{ id: word, method: "GET", path: `/${word}`, accepts: [accept] }], chains: {} };
    return (await refusesStart({ target, word, config, refusedRoute: word })) ? undefined : `It says that it serves a route priced in scheme "${word}" on network "${word}:1", which do not exist.`;
  },
  async facilitator({ target, features, word }) {
    if (!features.includes("chain") || !features.includes("instances")) return undefined;
    const config: StartConfig = { role: "facilitator", chains: { [`${word}:1`]: { rpcUrl: NOWHERE, signerPrivateKey: `0x${"11".repeat(32)}` } }, confirmationTimeoutSeconds: 1 };
    return (await refusesStart({ target, word, config })) ? undefined : `It says that it settles on network "${word}:1", which does not exist.`;
  },
  async client({ target, word }) {
    const request = { url: `${NOWHERE}/${word}`, method: "GET", headers: [] };
    return (await refuses(async () => await target.fetch({ instance: word, request, wallets: {} }))) ? undefined : `It made a request as the client "${word}", which was never started.`;
  },
};

async function refusesStart(options: { target: Target; word: string; config: StartConfig; refusedRoute?: string }): Promise<boolean> {
  const { target, word } = options;
  let honest = false;
  const refused = await refuses(async () => {
    const { unsupportedRoutes } = await target.start({ instance: word, config: options.config });
    honest = options.refusedRoute !== undefined && unsupportedRoutes?.includes(options.refusedRoute) === true;
  });
  if (!refused) await target.stop({ instance: word });
  return refused || honest;
}

/** @throws DriverError when the target broke off instead of refusing */
async function refuses(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return false;
  } catch (error) {
    if (error instanceof DriverError && (error.code === "unsupported" || error.code === "failed")) return true;
    throw error;
  }
}
