import { splitCommand } from "../command-line.ts";
import { readyLine, resultOf } from "../env-output.ts";
import { DriverError } from "../errors.ts";
import { startGuard } from "../guard.ts";
import { assertRunning } from "../message-target.ts";
import { createMessages, type MessageName } from "../messages.ts";
import { runOnce } from "../one-shot.ts";
import type { TargetProcess } from "../process.ts";
import { DRIVER_PROTOCOL, type FetchOutcome, type HelloReply, type StartConfig, type StartReply } from "../protocol.ts";
import type { Driver, Target } from "../target.ts";

/**
 * `env:<command>`: one process per operation, the operation in `X402_*` variables, the result as one
 * line of JSON on stdout, exit code 127 for unsupported. A server or facilitator prints its line
 * when it is ready and runs until SIGTERM.
 */
export const driver: Driver = {
  scheme: "env",
  check({ rest }) {
    splitCommand(rest);
  },
  async connect({ manifest, rest, context }) {
    assertRunning(context.signal);
    const { name, timeouts } = manifest;
    const messages = createMessages();
    const guard = startGuard({ graceSeconds: timeouts.stop });
    const configs = new Map<string, StartConfig>();
    const running = new Map<string, TargetProcess>();
    const { promise: exited, resolve: onExited } = Promise.withResolvers<Awaited<Target["exited"]>>();

    const variables = (op: string, values: Readonly<Record<string, unknown>> = {}): Record<string, string> => ({
      X402_OP: op,
      X402_PROTOCOL: String(DRIVER_PROTOCOL),
      ...Object.fromEntries(Object.entries(values).map(([key, value]) => [`X402_${key.toUpperCase()}`, typeof value === "string" ? value : JSON.stringify(value)])),
    });
    const once = async (options: { op: string; values?: Readonly<Record<string, unknown>>; seconds: number; late: "never-ready" | "timeout"; schema?: MessageName; signal?: AbortSignal | undefined }): Promise<unknown> => {
      const { op, seconds } = options;
      const environment = variables(op, options.values);
      context.onMessage({ direction: "to-target", message: { op, ...options.values } });
      const late = (): DriverError => new DriverError({ code: options.late, what: `The target ${name} did not end "${op}" within ${seconds} s` });
      const shot = await runOnce({ command: rest, manifest, cwd: manifest.cwd, environment, seconds, late, guard, context, signal: options.signal });
      const result = resultOf({ ...shot, op, name });
      context.onMessage({ direction: "from-target", message: result });
      if (options.schema !== undefined) messages.assertTheirs(options.schema, result);
      return result;
    };

    return {
      hello: async () => (await once({ op: "hello", seconds: timeouts.ready, late: "never-ready", schema: "hello-result" })) as HelloReply,
      async start({ instance, config }) {
        if (configs.has(instance)) throw new DriverError({ code: "failed", what: `The instance ${instance} of ${name} was started already` });
        messages.assertOwn("start-request", { id: 1, op: "start", instance, config });
        if (config.role === "client") {
          configs.set(instance, config);
          return {};
        }
        context.onMessage({ direction: "to-target", message: { op: "start", instance, config } });
        const { child, result } = await readyLine({ command: rest, manifest, environment: variables("start", { instance, config }), guard, context });
        configs.set(instance, config);
        running.set(instance, child);
        void child.ended.then(({ asked, code, signal, stderrTail }) => {
          if (!asked) onExited({ code, signal, stderrTail });
        });
        context.onMessage({ direction: "from-target", message: result });
        messages.assertTheirs("start-result", result);
        return result as StartReply;
      },
      async fetch({ instance, request, wallets, signal }) {
        const config = configs.get(instance);
        if (config === undefined) throw new DriverError({ code: "failed", what: `No instance ${instance} of ${name} was started` });
        messages.assertOwn("fetch-request", { id: 1, op: "fetch", instance, request, wallets });
        return (await once({ op: "fetch", values: { instance, config, request, wallets }, seconds: timeouts.case, late: "timeout", schema: "fetch-result", signal })) as FetchOutcome;
      },
      // A process that ends after each request has nothing to forget; a server is told apart by wallet and nonce.
      reset: async () => undefined,
      async stop(stopping) {
        const names = stopping?.instance === undefined ? [...running.keys()] : [stopping.instance];
        await Promise.all(
          names.map(async (instance) => {
            await running.get(instance)?.stop();
            running.delete(instance);
            configs.delete(instance);
          }),
        );
        if (stopping?.instance === undefined) guard.close();
      },
      probe: async ({ op }) => await once({ op, seconds: timeouts.ready, late: "timeout" }),
      exited,
    };
  },
};
