import { readFileSync } from "node:fs";
import type { KillMatrix } from "./results.ts";

/** The published kill matrix: which checks fail under which fault of the reference roles. */
export interface PublishedMatrix {
  /** Of the checks and faults it was made with; a matrix of other ones says nothing. */
  readonly digest: string;
  readonly matrix: KillMatrix;
}

export const KILL_MATRIX_FILE: URL = new URL("./kill-matrix.json", import.meta.url);

/** @returns `undefined` where none is published */
export function readKillMatrix(): PublishedMatrix | undefined {
  try {
    return JSON.parse(readFileSync(KILL_MATRIX_FILE, "utf8")) as PublishedMatrix;
  } catch {
    return undefined;
  }
}
