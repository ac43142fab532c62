import { readdirSync, readFileSync } from "node:fs";
import type { VectorFile } from "./vector-file.ts";

/** Where the vectors lie: one folder per area, one JSON file per subject. */
export const DATA_FOLDER: URL = new URL("./data/", import.meta.url);

/** Names of all vector files, `<area>/<name>`, in order. */
export const vectorFileNames = (): readonly string[] =>
  readdirSync(DATA_FOLDER, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .toSorted();

/**
 * Reads one vector file of the package.
 *
 * @param name one of {@link vectorFileNames}
 */
export const loadVectorFile = (name: string): VectorFile => JSON.parse(readFileSync(new URL(`${name}.json`, DATA_FOLDER), "utf8")) as VectorFile;

/** Reads every vector file of the package. */
export const loadVectorFiles = (): readonly VectorFile[] => vectorFileNames().map(loadVectorFile);
