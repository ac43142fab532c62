import { createInterface } from "node:readline";

// The driver protocol's loop for adapters in JavaScript (see ../PROTOCOL.md): one request per line in, one reply
// per line out. It knows nothing of x402 and has no dependency.

// Libraries print; stdout belongs to the protocol, stderr is free text.
console.log = console.info = console.debug = console.error;

/** An error that means "this adapter cannot do that", which is never a failure of the target. */
export function unsupported(message) {
  return Object.assign(new Error(message), { code: "unsupported" });
}

/**
 * Answers requests until stdin ends, then ends the process: the harness being gone must not leave it running.
 *
 * @param ops one function per operation; it gets the whole request, what it resolves to is the reply's `result`
 */
export function serve(ops) {
  const reply = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
  createInterface({ input: process.stdin })
    .on("line", async (line) => {
      const { id, op, ...rest } = JSON.parse(line);
      try {
        if (!Object.hasOwn(ops, op)) throw unsupported(`unknown op ${JSON.stringify(op)}`);
        reply({ id, ok: true, result: (await ops[op](rest)) ?? {} });
      } catch (error) {
        reply({ id, ok: false, error: { code: error?.code === "unsupported" ? "unsupported" : "failed", message: String(error?.message ?? error) } });
      }
    })
    .on("close", () => process.exit(0));
}

/** Instances by name: `start` makes one, `stop` ends one or all. */
export function instances() {
  const running = new Map();
  const stopOne = async (name) => {
    const instance = running.get(name);
    running.delete(name);
    await instance?.close();
  };
  return {
    async start(name, make) {
      if (running.has(name)) throw new Error(`instance ${name} is already running`);
      const instance = await make();
      running.set(name, instance);
      return instance;
    },
    get(name) {
      if (!running.has(name)) throw new Error(`no instance ${name} is running`);
      return running.get(name);
    },
    stop: async (name) => void (await Promise.all((name === undefined ? [...running.keys()] : [name]).map(stopOne))),
  };
}

/** Listens on a free loopback port. `close` does not wait for idle connections. */
export async function listen(server) {
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
