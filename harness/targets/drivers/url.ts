import { DriverError } from "../errors.ts";
import { assertRunning } from "../message-target.ts";
import { waitForHttp } from "../probe.ts";
import type { Driver, Target } from "../target.ts";

/** What needs a hand on the target's inside, and nobody has one through a URL. */
const OUT_OF_REACH: readonly string[] = ["upstream", "facilitator", "instances", "routes"];

/**
 * `url:http://host/…`: a server that runs already. It is as its manifest declares it, and serves the
 * manifest's routes; nothing about it can be arranged. A facilitator is of no use like this: whether it
 * works shows by payments that it takes, and there are none but on chains of the suite's.
 */
export const driver: Driver = {
  scheme: "url",
  check({ rest, role }) {
    parse({ text: rest, role });
  },
  async connect({ manifest, rest, context }) {
    assertRunning(context.signal);
    const url = parse({ text: rest, role: manifest.role });
    const unsupported = async (what: string): Promise<never> => await Promise.reject(new DriverError({ code: "unsupported", what: `A target reached by url: ${what}` }));
    const target: Target = {
      hello: async () => {
        const { capabilities, name, role } = manifest;
        return await Promise.resolve({ name, version: "not declared", role, capabilities: { ...capabilities, features: capabilities.features.filter((feature) => !OUT_OF_REACH.includes(feature)) } });
      },
      async start({ config }) {
        if (config.role !== "server") return await unsupported(`is a server, not a ${config.role}`);
        await waitForHttp({ url, name: manifest.name, seconds: manifest.timeouts.ready, signal: context.signal, ready: () => true });
        return { url, unsupportedRoutes: config.routes.map(({ id }) => id).filter((id) => manifest.routes[id] === undefined) };
      },
      fetch: async () => await unsupported("fetches nothing"),
      outOfReach: { through: "url:", features: OUT_OF_REACH },
      // There is no way to make it forget; the harness tells its cases apart by wallet and nonce.
      reset: async () => undefined,
      // It was there before and stays.
      stop: async () => undefined,
      exited: new Promise(() => undefined),
    };
    return await Promise.resolve(target);
  },
};

function parse(options: { text: string; role: string }): string {
  const wrong = (found: string): DriverError => new DriverError({ code: "command-not-found", what: "The connect string does not name a running server", expected: "url:http://host:port/path", found, next: 'Mend "connect" in the manifest.' });
  if (options.role === "client") throw new DriverError({ code: "command-not-found", what: "A client cannot be reached by url:", next: "Use cmd: or env:, see harness/targets/PROTOCOL.md." });
  if (options.role === "facilitator") {
    throw new DriverError({ code: "command-not-found", what: "A facilitator cannot be judged through url:, because nobody can give it the suite's chain that way", next: "Use cmd:, http: or env:, whose adapter starts it with the chain's address, or e2e:, see harness/targets/PROTOCOL.md." });
  }
  const url = URL.parse(options.text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") throw wrong(JSON.stringify(options.text));
  return url.href.replace(/\/+$/, "");
}
