import { loadDrivers } from "./drivers.ts";
import { DriverError } from "./errors.ts";
import type { Capabilities, HelloReply } from "./protocol.ts";
import type { Driver, DriverContext, Manifest, Target } from "./target.ts";

/**
 * Reaches a target through the driver its connect string names.
 *
 * What it may be asked is what both its manifest and its own `hello` declare.
 *
 * @throws DriverError when there is no way to it; nothing of it is left running then
 */
export async function connectTarget(options: {
  manifest: Manifest;
  signal: AbortSignal;
  onLog?: DriverContext["onLog"];
  onMessage?: DriverContext["onMessage"];
  onFaultPoint?: (id: string) => void;
  drivers?: ReadonlyMap<string, Driver>;
}): Promise<Target> {
  const { manifest } = options;
  const colon = manifest.connect.indexOf(":");
  const driver = (options.drivers ?? (await loadDrivers())).get(manifest.connect.slice(0, colon));
  if (driver === undefined) throw new DriverError({ code: "command-not-found", what: `No driver knows the connect string ${JSON.stringify(manifest.connect)}` });
  const target = await driver.connect({
    manifest,
    rest: manifest.connect.slice(colon + 1),
    context: { signal: options.signal, onLog: options.onLog ?? (() => undefined), onMessage: options.onMessage ?? (() => undefined), ...(options.onFaultPoint === undefined ? {} : { onFaultPoint: options.onFaultPoint }) },
  });
  return { ...target, hello: async () => checked({ hello: await target.hello(), manifest }) };
}

function checked(options: { hello: HelloReply; manifest: Manifest }): HelloReply {
  const { hello, manifest } = options;
  if (hello.role !== manifest.role) throw new DriverError({ code: "protocol", what: `The target ${manifest.name} plays another role than its manifest says`, expected: manifest.role, found: hello.role, next: 'Mend "role" in the manifest, or the adapter.' });
  const keys: readonly (keyof Capabilities)[] = ["schemes", "networks", "extensions", "transports", "features"];
  const both = Object.fromEntries(keys.map((key) => [key, hello.capabilities[key].filter((name) => manifest.capabilities[key].includes(name))]));
  return { ...hello, capabilities: both as unknown as Capabilities };
}
