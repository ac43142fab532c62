import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createAjv, readJson } from "../../spec/json-schema.ts";
import { nearest } from "../tools/nearest.ts";
import { driverSchemes } from "./drivers.ts";
import { type JsonSource, JsonSyntaxError, parseJson, type Place } from "./json-source.ts";
import { ManifestError } from "./manifest-error.ts";
import { wrongWithSchema } from "./manifest-schema.ts";
import { FEATURES } from "./protocol.ts";
import type { Manifest } from "./target.ts";

/** As written: everything that has a default may be missing. */
interface WrittenManifest {
  readonly name: string;
  readonly role: Manifest["role"];
  readonly connect: string;
  readonly cwd?: string;
  readonly capabilities: Partial<Manifest["capabilities"]> & Pick<Manifest["capabilities"], "schemes" | "networks">;
  readonly routes?: Readonly<Record<string, { readonly method?: string; readonly path: string }>>;
  readonly install?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeouts?: Partial<Manifest["timeouts"]>;
  readonly baseline?: string;
}

/** Seconds. */
const TIMEOUTS: Manifest["timeouts"] = { ready: 30, case: 30, stop: 5 };

/**
 * Reads a manifest, with defaults filled in and paths made absolute.
 *
 * @param options.path of the file
 * @throws ManifestError that says where and what is wrong, and what was probably meant
 */
export function loadManifest(options: { path: string }): Manifest {
  const file = resolve(options.path);
  const source = read(file);
  const wrong = wrongWithSchema({ source, schema: readJson(new URL("./manifest.schema.json", import.meta.url)), ajv: createAjv() });
  if (wrong.length > 0) throw new ManifestError({ code: "manifest-invalid", file, wrong });
  const written = source.value as WrittenManifest;
  const misnamed = [...wrongDriver({ written, source }), ...wrongFeatures({ written, source })];
  if (misnamed.length > 0) throw new ManifestError({ code: "manifest-invalid", file, wrong: misnamed });
  const folder = dirname(file);
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

function wrongDriver(options: { written: WrittenManifest; source: JsonSource }): { message: string; place: Place }[] {
  const scheme = options.written.connect.slice(0, options.written.connect.indexOf(":"));
  const known = driverSchemes();
  if (known.includes(scheme)) return [];
  const near = nearest({ name: scheme, candidates: known });
  return [{ message: `unknown driver "${scheme}:"${near === undefined ? `; expected one of ${known.map((name) => `${name}:`).join(" ")}` : `, did you mean "${near}:"?`}`, place: options.source.locate("/connect") }];
}

function wrongFeatures(options: { written: WrittenManifest; source: JsonSource }): { message: string; place: Place }[] {
  const { role, capabilities } = options.written;
  const known = Object.entries(FEATURES).flatMap(([name, of]) => (of === "any" || of === role ? [name] : []));
  return (capabilities.features ?? []).flatMap((feature, index) => {
    if (known.includes(feature)) return [];
    const near = nearest({ name: feature, candidates: known });
    return [{ message: `a ${role} has no feature "${feature}"${near === undefined ? `; expected some of ${known.join(", ")}` : `, did you mean "${near}"?`}`, place: options.source.locate(`/capabilities/features/${index}`) }];
  });
}
