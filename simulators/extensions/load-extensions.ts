import { readdirSync } from "node:fs";
import type { CreateExtensionClient, CreateExtensionServer } from "./extension.ts";

/** An extension's halves, as the folder's `index` exports them. */
export interface ExtensionModule {
  /** Its identifier, which is the folder's name. */
  readonly id: string;
  readonly createClient: CreateExtensionClient;
  /** Absent where servers do nothing but advertise it. */
  readonly createServer?: CreateExtensionServer;
}

let known: Promise<readonly ExtensionModule[]> | undefined;

/** Every extension there is: the folders beside this file, in the order of their names. */
export async function loadExtensions(): Promise<readonly ExtensionModule[]> {
  return await (known ??= load());
}

async function load(): Promise<readonly ExtensionModule[]> {
  const folder = new URL("./", import.meta.url);
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const ids = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).toSorted();
  return await Promise.all(ids.map(async (id) => ({ id, ...((await import(new URL(`${id}/index.${extension}`, folder).href)) as Omit<ExtensionModule, "id">) })));
}
