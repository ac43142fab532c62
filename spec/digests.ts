import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { readJson } from "./json-schema.ts";
import { isOwnText } from "./text/own-texts.ts";

/** SHA-256 in hex of each file, by its path. */
export type Digests = Readonly<Record<string, string>>;

/** Folders and files of `spec/` whose bytes are sealed: the data, and not the code that reads it. */
export const SEALED: readonly string[] = ["experimental/", "profiles/", "registry/", "requirements/", "schemas/", "text/pinned.json"];

/**
 * Digests of the data files below a folder, in the order of their paths.
 *
 * @param options.folder ends with a slash
 * @param options.isSealed by the path relative to the folder, with forward slashes; all JSON and YAML files unless given
 */
export const digestFolder = (options: { folder: URL; isSealed?: (path: string) => boolean }): Digests => {
  const { folder, isSealed = isData } = options;
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter(isSealed)
    .toSorted();
  return Object.fromEntries(paths.map((path) => [path, createHash("sha256").update(readFileSync(new URL(path.split("/").map(encodeURIComponent).join("/"), folder))).digest("hex")]));
};

/** Digests of the data of a `spec/` folder, of this package unless another is given. */
export const digestSpec = (folder: URL = new URL("./", import.meta.url)): Digests => digestFolder({ folder, isSealed: (path) => (isData(path) || (isOwnText(path) && path.endsWith(".md"))) && SEALED.some((part) => (part.endsWith("/") ? path.startsWith(part) : path === part)) });

/** The digests this package was published with; compare them with {@link digestSpec} to know that nothing was altered. */
export const loadDigests = (): Digests => (readJson(new URL("digests.json", import.meta.url)) as { sha256: Digests }).sha256;

/** Paths in which two sets of digests differ: altered, missing or unexpected files. */
export const compareDigests = (options: { expected: Digests; actual: Digests }): readonly { readonly path: string; readonly problem: "altered" | "missing" | "unexpected" }[] => {
  const { expected, actual } = options;
  return [...new Set([...Object.keys(expected), ...Object.keys(actual)])].toSorted().flatMap((path) => {
    if (expected[path] === actual[path]) return [];
    return [{ path, problem: actual[path] === undefined ? ("missing" as const) : expected[path] === undefined ? ("unexpected" as const) : ("altered" as const) }];
  });
};

const isData = (path: string): boolean => /\.(json|yaml)$/.test(path);
