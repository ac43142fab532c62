import { METHODS } from "node:http";
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { nearest } from "../tools/nearest.ts";
import { driverSchemes } from "./drivers.ts";
import { DriverError } from "./errors.ts";
import type { JsonSource, Place } from "./json-source.ts";
import { FEATURES } from "./protocol.ts";
import type { Driver, Manifest } from "./target.ts";

/** As written: everything that has a default may be missing. */
export interface WrittenManifest {
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

/** What a manifest may name besides what is found without loading anything. */
export interface Playable {
  readonly drivers: ReadonlyMap<string, Driver>;
  /** What a target of a role can be paid by here. */
  payments(role: Manifest["role"]): readonly { readonly scheme: string; readonly network: string }[];
  /** Ids of every route that a server may be asked for. */
  readonly routes: readonly string[];
}

interface Wrong {
  readonly message: string;
  readonly place: Place;
}

interface Asked {
  readonly written: WrittenManifest;
  readonly source: JsonSource;
  readonly folder: string;
  readonly playable: Playable | undefined;
}

/** What a schema cannot find: names that nobody has, and what is not there. */
export function wrongValues(asked: Asked): readonly Wrong[] {
  return [...wrongFolder(asked), ...wrongConnect(asked), ...wrongPayments(asked), ...wrongFeatures(asked), ...wrongRoutes(asked)];
}

function wrongFolder({ written, source, folder }: Asked): Wrong[] {
  if (written.cwd === undefined || statSync(resolve(folder, written.cwd), { throwIfNoEntry: false })?.isDirectory() === true) return [];
  return [{ message: `"cwd": there is no folder ${JSON.stringify(written.cwd)} beside the manifest`, place: source.locate("/cwd") }];
}

function wrongConnect({ written, source, folder, playable }: Asked): Wrong[] {
  const place = source.locate("/connect");
  const colon = written.connect.indexOf(":");
  const [scheme, rest] = colon === -1 ? ["", written.connect] : [written.connect.slice(0, colon), written.connect.slice(colon + 1)];
  const known = driverSchemes();
  const all = known.map((name) => `${name}:`).join(" ");
  if (colon === -1) return [{ message: `"connect": expected a driver and what it needs, such as "cmd:node adapter.js", found ${JSON.stringify(written.connect)}; the drivers are ${all}`, place }];
  if (!known.includes(scheme)) {
    const near = nearest({ name: scheme, candidates: known });
    return [{ message: `unknown driver "${scheme}:"${near === undefined ? `; expected one of ${all}` : `, did you mean "${near}:"?`}`, place }];
  }
  if (rest.trim() === "") return [{ message: `"connect": "${scheme}:" is followed by nothing; harness/targets/PROTOCOL.md says what it needs`, place }];
  try {
    playable?.drivers.get(scheme)?.check?.({ role: written.role, cwd: resolve(folder, written.cwd ?? "."), rest, installs: written.install !== undefined });
    return [];
  } catch (error) {
    if (!(error instanceof DriverError)) throw error;
    return [{ message: error.message, place }];
  }
}

/** A target may have more than is played here; what has nothing that is cannot be judged. */
function wrongPayments({ written, source, playable }: Asked): Wrong[] {
  if (playable === undefined) return [];
  const { schemes, networks } = written.capabilities;
  const played = playable.payments(written.role);
  if (played.some(({ scheme, network }) => schemes.includes(scheme) && networks.includes(network))) return [];
  const missing = ({ kind, names, has }: { kind: "scheme" | "network"; names: readonly string[]; has: readonly string[] }): Wrong[] => {
    if (names.some((name) => has.includes(name))) return [];
    return names.map((name, index) => {
      const near = nearest({ name, candidates: has });
      return { message: `no ${kind} "${name}" is played here, nor any other of this list${near === undefined ? `; expected some of ${has.join(", ")}` : `, did you mean "${near}"?`}`, place: source.locate(`/capabilities/${kind}s/${index}`) };
    });
  };
  const every = (names: readonly string[]): string[] => [...new Set(names)];
  const wrong = [...missing({ kind: "scheme", names: schemes, has: every(played.map(({ scheme }) => scheme)) }), ...missing({ kind: "network", names: networks, has: every(played.map(({ network }) => network)) })];
  if (wrong.length > 0) return wrong;
  return [{ message: `none of these schemes is played on any of these networks; expected one of ${played.map(({ scheme, network }) => `${scheme} on ${network}`).join(", ")}`, place: source.locate("/capabilities") }];
}

function wrongFeatures({ written, source }: Asked): Wrong[] {
  const { role, capabilities } = written;
  const known = Object.entries(FEATURES).flatMap(([name, of]) => (of === "any" || of === role ? [name] : []));
  return (capabilities.features ?? []).flatMap((feature, index) => {
    if (known.includes(feature)) return [];
    const near = nearest({ name: feature, candidates: known });
    return [{ message: `a ${role} has no feature "${feature}"${near === undefined ? `; expected some of ${known.join(", ")}` : `, did you mean "${near}"?`}`, place: source.locate(`/capabilities/features/${index}`) }];
  });
}

function wrongRoutes({ written, source, playable }: Asked): Wrong[] {
  return Object.entries(written.routes ?? {}).flatMap(([id, { method }]) => {
    const pointer = `/routes/${id.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const wrong: Wrong[] = [];
    if (playable !== undefined && !playable.routes.includes(id)) {
      const near = nearest({ name: id, candidates: playable.routes });
      wrong.push({ message: `there is no route "${id}"${near === undefined ? `; expected some of ${playable.routes.join(", ")}` : `, did you mean "${near}"?`}`, place: source.locate(pointer) });
    }
    if (method !== undefined && !METHODS.includes(method)) {
      const near = nearest({ name: method, candidates: METHODS });
      wrong.push({ message: `there is no HTTP method "${method}"${near === undefined ? "; expected GET, POST or the like" : `, did you mean "${near}"?`}`, place: source.locate(`${pointer}/method`) });
    }
    return wrong;
  });
}
