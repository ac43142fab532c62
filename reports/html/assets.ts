import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

/** The page's own styles and scripts, read from this folder; nothing of them comes from results. */
export interface Assets {
  readonly style: string;
  readonly scripts: readonly { readonly text: string; readonly hash: string }[];
}

/** Reads every file of `style/` and `client/`, in the order of their names. */
export function readAssets(): Assets {
  return {
    style: read({ folder: new URL("./style/", import.meta.url), ending: ".css" }).join("\n"),
    scripts: read({ folder: new URL("./client/", import.meta.url), ending: ".mjs" }).map((text) => ({ text, hash: createHash("sha256").update(text).digest("base64") })),
  };
}

function read(options: { folder: URL; ending: string }): readonly string[] {
  return readdirSync(options.folder)
    .filter((file) => file.endsWith(options.ending))
    .toSorted()
    .map((file) => readFileSync(new URL(file, options.folder), "utf8"));
}
