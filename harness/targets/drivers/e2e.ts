import { resolve as resolvePath } from "node:path";
import { clientOutcome } from "../e2e/client-result.ts";
import { readComponent } from "../e2e/component.ts";
import { clientEnvironment, facilitatorEnvironment, serverEnvironment } from "../e2e/environment.ts";
import { familyOf } from "../e2e/families.ts";
import { startOtherFacilitator } from "../e2e/other-facilitator.ts";
import { type Service, startService } from "../e2e/service.ts";
import { DriverError } from "../errors.ts";
import { startGuard } from "../guard.ts";
import { assertRunning } from "../message-target.ts";
import { createMessages } from "../messages.ts";
import { runOnce } from "../one-shot.ts";
import type { ClientConfig, FetchRequest, ServerConfig, StartConfig } from "../protocol.ts";
import type { Driver, Target } from "../target.ts";

/** What the layout has no way to arrange. */
const OUT_OF_REACH: readonly string[] = ["upstream", "routes", "request"];

/**
 * `e2e:<folder>`: a component of the upstream project's end-to-end tests, unchanged, whichever of
 * its three generations. A client is one process per request; a server serves its own routes, which
 * the manifest maps to the harness's ids.
 */
export const driver: Driver = {
  scheme: "e2e",
  check({ cwd, installs, rest, role }) {
    if (!installs) readComponent({ folder: resolvePath(cwd, rest), role });
  },
  async connect({ manifest, rest, context }) {
    assertRunning(context.signal);
    const { name, role, timeouts } = manifest;
    const component = readComponent({ folder: resolvePath(manifest.cwd, rest), role });
    const messages = createMessages();
    const guard = startGuard({ graceSeconds: timeouts.stop });
    const inherited = process.env;
    const { catalogue } = component;
    const clients = new Map<string, ClientConfig>();
    const services = new Map<string, { stop(): Promise<void> }>();
    const { promise: exited, resolve: onExited } = Promise.withResolvers<Awaited<Target["exited"]>>();
    const unsupported = (what: string): DriverError => new DriverError({ code: "unsupported", what: `The end-to-end layout of ${name} ${what}` });
    const watch = ({ crashed }: Service): void => void crashed.then(({ code, signal, stderrTail }) => onExited({ code, signal, stderrTail }));

    const startServer = async (config: ServerConfig, instance: string): Promise<{ url: string; unsupportedRoutes: string[] }> => {
      const served = config.routes.filter(({ id }) => manifest.routes[id] !== undefined);
      const other = await startOtherFacilitator({ networks: Object.keys(config.chains) });
      try {
        const service = await startService({ component, manifest, guard, context, environment: (port) => serverEnvironment({ config, port, accept: (served[0] ?? config.routes[0])?.accepts[0], otherFacilitator: other.url, catalogue, inherited }) });
        services.set(instance, { stop: async () => void (await Promise.all([service.stop(), other.close()])) });
        watch(service);
        return { url: service.url, unsupportedRoutes: config.routes.filter((route) => !served.includes(route)).map(({ id }) => id) };
      } catch (error) {
        await other.close();
        throw error;
      }
    };
    const startRole = async (config: StartConfig, instance: string): Promise<{ url?: string; unsupportedRoutes?: string[] }> => {
      if (config.role === "client") {
        clients.set(instance, config);
        return {};
      }
      if (config.role === "server") return await startServer(config, instance);
      const service = await startService({ component, manifest, guard, context, environment: (port) => facilitatorEnvironment({ config, port, catalogue, inherited }) });
      services.set(instance, service);
      watch(service);
      return { url: service.url };
    };
    return {
      hello: async () => {
        const { capabilities } = manifest;
        return await Promise.resolve({ name: component.name, version: "not declared", role, capabilities: { ...capabilities, features: capabilities.features.filter((feature) => !OUT_OF_REACH.includes(feature)) } });
      },
      async start({ instance, config }) {
        if (config.role !== role) throw unsupported(`is a ${role}, not a ${config.role}`);
        const unknown = Object.keys(config.chains).find((network) => familyOf(network) === undefined);
        if (unknown !== undefined) throw unsupported(`has no variables for ${unknown}`);
        if (services.has(instance) || clients.has(instance)) throw new DriverError({ code: "failed", what: `The instance ${instance} of ${name} was started already` });
        messages.assertOwn("start-request", { id: 1, op: "start", instance, config });
        context.onMessage({ direction: "to-target", message: { op: "start", instance, config } });
        const result = await startRole(config, instance);
        context.onMessage({ direction: "from-target", message: result });
        return result;
      },
      async fetch({ instance, request, wallets, signal }) {
        const config = clients.get(instance);
        if (config === undefined) throw new DriverError({ code: "failed", what: `No instance ${instance} of ${name} was started` });
        if (!isPlainGet(request)) throw unsupported("requests with GET, without headers and body, only");
        const unknown = Object.keys(wallets).find((namespace) => familyOf(`${namespace}:`) === undefined);
        if (unknown !== undefined) throw unsupported(`has no variable for a key of ${unknown}`);
        context.onMessage({ direction: "to-target", message: { op: "fetch", instance, request, wallets } });
        const late = (): DriverError => new DriverError({ code: "timeout", what: `The client ${name} did not end within ${timeouts.case} s` });
        const environment = clientEnvironment({ config, url: request.url, wallets, catalogue, inherited });
        const shot = await runOnce({ command: component.command, manifest, cwd: component.folder, environment, seconds: timeouts.case, late, guard, context, signal });
        const outcome = clientOutcome({ ...shot, name });
        context.onMessage({ direction: "from-target", message: outcome });
        messages.assertTheirs("fetch-result", outcome);
        return outcome;
      },
      // The layout has no such thing; the harness tells its cases apart by wallet and nonce.
      reset: async () => undefined,
      async stop(which) {
        const names = which?.instance === undefined ? [...services.keys()] : [which.instance];
        await Promise.all(
          names.map(async (instance) => {
            await services.get(instance)?.stop();
            services.delete(instance);
            clients.delete(instance);
          }),
        );
        if (which?.instance === undefined) guard.close();
      },
      outOfReach: { through: "e2e:", features: OUT_OF_REACH },
      exited,
    };
  },
};

function isPlainGet(request: FetchRequest): boolean {
  return request.method === "GET" && request.headers.length === 0 && request.body === undefined;
}
