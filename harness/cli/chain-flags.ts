import { type Command, Option } from "commander";
import type { ChainFlag } from "../../simulators/chains/chain.ts";
import { loadModules } from "../tools/load-modules.ts";
import { choiceOf } from "./choice.ts";

/** Options that the families of chains declare, see `ChainFlag`. */
const modules = await loadModules({ folder: new URL("../../simulators/chains/", import.meta.url), skip: (file) => !/^[^/]+\/flags\.(ts|js)$/.test(file) });
const flags: readonly ChainFlag[] = modules.flatMap(({ exports }) => (exports["flags"] as readonly ChainFlag[] | undefined) ?? []);

export function addChainFlags(command: Command): void {
  for (const { name, choices, summary } of flags) command.addOption(new Option(`--${name} <which>`, summary).choices([...choices]).argParser(choiceOf({ what: `--${name}`, choices })));
}

/** Those of the parsed options that are about chains. */
export function chainSettings(options: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(flags.flatMap(({ name }) => (typeof options[name] === "string" ? [[name, options[name]]] : [])));
}
