import { readdirSync } from "node:fs";
import { faultSet } from "../faults.ts";
import type { CreateSchemeClient, CreateSchemeFacilitator, CreateSchemeServer } from "./scheme.ts";

/** A payment method's three halves, as the folder's `index` exports them. */
export interface SchemeModule {
  /** The folder's name, e.g. `exact-evm`. */
  readonly id: string;
  readonly scheme: string;
  /** CAIP-2, the network of this family that a local chain stands for. */
  readonly localNetwork: string;
  readonly createClient: CreateSchemeClient;
  readonly createServer: CreateSchemeServer;
  readonly createFacilitator: CreateSchemeFacilitator;
  /** Whether servers judge payments by themselves: the facilitator half is then a piece of theirs, and no facilitator has the method. Default: no. */
  readonly judgedByServer?: boolean;
}

let known: Promise<readonly SchemeModule[]> | undefined;

/** Every payment method there is: the folders beside this file, in the order of their names. */
export async function loadSchemes(): Promise<readonly SchemeModule[]> {
  return await (known ??= load());
}

/** Whether a method is for that network. */
export function serves(options: { module: SchemeModule; network: string }): boolean {
  return options.module.createServer({ faults: faultSet() }).supports(options.network);
}

/** What a role that has these methods says of itself. */
export function declarationOf(modules: readonly SchemeModule[]): { schemes: string[]; networks: string[] } {
  return { schemes: [...new Set(modules.map(({ scheme }) => scheme))], networks: [...new Set(modules.map(({ localNetwork }) => localNetwork))] };
}

async function load(): Promise<readonly SchemeModule[]> {
  const folder = new URL("./", import.meta.url);
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const ids = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).toSorted();
  return await Promise.all(ids.map(async (id) => ({ id, ...((await import(new URL(`${id}/index.${extension}`, folder).href)) as Omit<SchemeModule, "id">) })));
}
