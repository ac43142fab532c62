import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { DriverError } from "../errors.ts";
import { createMessages, type MessageName } from "../messages.ts";
import type { FetchOutcome, HelloReply, StartReply } from "../protocol.ts";
import type { Driver, Target } from "../target.ts";

/** What a module reached by `inproc:` exports: `createInprocRole({ faults })`. Members it lacks are unsupported. */
export interface InprocRole {
  hello(): Promise<HelloReply>;
  start(options: Parameters<Target["start"]>[0]): Promise<StartReply>;
  fetch?(options: Parameters<Target["fetch"]>[0]): Promise<FetchOutcome>;
  reset?(options: { instance: string }): Promise<void>;
  stop(options?: { instance?: string }): Promise<void>;
}

/**
 * `inproc:<module>?faults=a,b`: a role in this process. `reference-<role>` is the reference world's own,
 * anything else a module path relative to the manifest's `cwd`.
 */
export const driver: Driver = {
  scheme: "inproc",
  async connect({ manifest, rest, context }) {
    const [name = "", query] = rest.split("?", 2);
    const faults = (new URLSearchParams(query).get("faults") ?? "").split(",").filter((id) => id !== "");
    const messages = createMessages();
    const role = await load({ path: pathOf({ name, cwd: manifest.cwd }), faults, ...(context.onFaultPoint === undefined ? {} : { onFaultPoint: context.onFaultPoint }) });
    const ask = async <Result>(options: { op: string; request: object; schema?: MessageName; run: (() => Promise<Result>) | undefined }): Promise<Result> => {
      const { op, run, schema } = options;
      if (run === undefined) throw new DriverError({ code: "unsupported", what: `The target ${manifest.name} has no operation "${op}"` });
      context.onMessage({ direction: "to-target", message: { op, ...options.request } });
      let result: Result;
      try {
        result = await run();
      } catch (error) {
        throw translated({ error, name: manifest.name });
      }
      context.onMessage({ direction: "from-target", message: result });
      if (schema !== undefined) messages.assertTheirs(schema, result);
      return result;
    };
    return {
      hello: async () => await ask({ op: "hello", request: {}, schema: "hello-result", run: async () => await role.hello() }),
      start: async (request) => await ask({ op: "start", request, schema: "start-result", run: async () => await role.start(request) }),
      async fetch(request) {
        const { instance, request: asked, wallets } = request;
        const run = role.fetch?.bind(role);
        return await ask({ op: "fetch", request: { instance, request: asked, wallets }, schema: "fetch-result", run: run === undefined ? undefined : async () => await run(request) });
      },
      async reset(request) {
        const run = role.reset?.bind(role);
        await ask({ op: "reset", request, run: run === undefined ? undefined : async () => await run(request) });
      },
      async stop(stopping) {
        await ask({ op: "stop", request: stopping ?? {}, run: async () => await role.stop(stopping) }).catch(() => undefined);
      },
      exited: new Promise(() => undefined),
    };
  },
};

function pathOf(options: { name: string; cwd: string }): string {
  const reference = /^reference-(client|server|facilitator)$/.exec(options.name);
  if (reference === null) return options.name.startsWith("file:") ? fileURLToPath(options.name) : isAbsolute(options.name) ? options.name : resolve(options.cwd, options.name);
  // In the language this file is in: .ts in the checkout, .js when built.
  return fileURLToPath(new URL(`../../../simulators/${reference[1]}/inproc.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url));
}

async function load(options: { path: string; faults: readonly string[]; onFaultPoint?: (id: string) => void }): Promise<InprocRole> {
  const { path } = options;
  if (!existsSync(path)) throw new DriverError({ code: "command-not-found", what: "The target's module does not exist", expected: '"reference-<role>" or a module relative to the manifest', found: path });
  const { createInprocRole } = (await import(pathToFileURL(path).href)) as { createInprocRole?: (options: { faults: readonly string[]; onFaultPoint?: (id: string) => void }) => InprocRole };
  if (createInprocRole === undefined) throw new DriverError({ code: "command-not-found", what: `The module ${path} is not a target`, expected: "an export createInprocRole" });
  const { faults, onFaultPoint } = options;
  return createInprocRole({ faults, ...(onFaultPoint === undefined ? {} : { onFaultPoint }) });
}

function translated(options: { error: unknown; name: string }): DriverError {
  const { error, name } = options;
  if (error instanceof DriverError) return error;
  const unsupported = error instanceof Error && "code" in error && error.code === "unsupported";
  return new DriverError({ code: unsupported ? "unsupported" : "failed", what: `The target ${name} ${unsupported ? "does not support this" : "failed"}, it says ${error instanceof Error ? error.message : String(error)}`, cause: error });
}
