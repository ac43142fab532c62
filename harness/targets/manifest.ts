import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createAjv, readJson } from "../../spec/json-schema.ts";
import { type JsonSource, JsonSyntaxError, parseJson } from "./json-source.ts";
import { ManifestError } from "./manifest-error.ts";
import { wrongWithSchema } from "./manifest-schema.ts";
import { type Playable, type WrittenManifest, wrongValues } from "./manifest-values.ts";
import type { Manifest } from "./target.ts";

/** Seconds. */
const TIMEOUTS: Manifest["timeouts"] = { ready: 30, case: 30, stop: 5 };

/**
 * Reads a manifest, with defaults filled in and paths made absolute.
 *
 * @param options.path of the file
 * @param options.playable what can be driven and played here; what a manifest says of that is not looked at without
 * @throws ManifestError that says where and what is wrong, and what was probably meant
 */
export function loadManifest(options: { path: string; playable?: Playable }): Manifest {
  const file = resolve(options.path);
  const source = read(file);
  const wrong = wrongWithSchema({ source, schema: readJson(new URL("./manifest.schema.json", import.meta.url)), ajv: createAjv() });
  if (wrong.length > 0) throw new ManifestError({ code: "manifest-invalid", file, wrong });
  const written = source.value as WrittenManifest;
  const folder = dirname(file);
  const misnamed = wrongValues({ written, source, folder, playable: options.playable });
  if (misnamed.length > 0) throw new ManifestError({ code: "manifest-invalid", file, wrong: misnamed });
  const { capabilities, routes = {} } = written;
  return {
    name: written.name,
    role: written.role,
    connect: written.connect,
    cwd: resolve(folder, written.cwd ?? "."),
    capabilities: { extensions: [], transports: ["http"], features: [], ...capabilities },
    routes: Object.fromEntries(Object.entries(routes).map(([id, { method = "GET", path }]) => [id, { method, path }])),
    ...(written.install === undefined ? {} : { install: written.install }),
    environment: written.environment ?? {},
    timeouts: { ...TIMEOUTS, ...written.timeouts },
    ...(written.baseline === undefined ? {} : { baseline: resolve(folder, written.baseline) }),
  };
}

/** The targets in the box: every folder here with a manifest, by the folder's name. */
export function findTargets(): readonly { readonly name: string; readonly path: string }[] {
  const here = fileURLToPath(new URL("./", import.meta.url));
  return readdirSync(here)
    .toSorted()
    .map((name) => ({ name, path: join(here, name, "manifest.json") }))
    .filter(({ path }) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
}

function read(file: string): JsonSource {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new ManifestError({ code: "manifest-not-found", file, wrong: [{ message: `cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown"}); expected a target's manifest` }] });
  }
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw new ManifestError({ code: "manifest-not-json", file, wrong: [{ message: `expected JSON, without comments: ${error.message}`, place: error.place }] });
  }
}
