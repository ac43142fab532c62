/** Programs that pretend to be a solana-test-validator, for what a real one does too rarely. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface FakeValidator {
  readonly file: string;
  /** For what the fake writes down; removed with it. */
  readonly folder: string;
  /** Where validators are to make their ledger folders, so that a test sees whether one is left. */
  readonly temporaryFolder: string;
  remove(): Promise<void>;
}

/** Answers as much JSON-RPC as the wrapper needs to take it for ready, from the account files it was given. */
export const healthy = `
  const { readdirSync, readFileSync } = await import("node:fs");
  const { createServer } = await import("node:http");
  const after = (name) => process.argv[process.argv.indexOf(name) + 1];
  const accounts = new Map(readdirSync(after("--account-dir")).map((name) => {
    const { pubkey, account } = JSON.parse(readFileSync(after("--account-dir") + "/" + name, "utf8"));
    return [pubkey, account];
  }));
  let slot = 0;
  const methods = {
    getHealth: () => "ok",
    getSlot: () => ++slot,
    getVersion: () => ({ "solana-core": "4.2.2", "feature-set": 1 }),
    getBalance: ([address]) => ({ context: { slot }, value: accounts.get(address)?.lamports ?? 0 }),
    exit: ([code]) => { console.error("thread 'main' panicked at the disco"); setImmediate(() => process.exit(code)); return null; },
    ...globalThis.moreMethods,
  };
  createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { id, method, params } = JSON.parse(body);
    const known = methods[method];
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(known === undefined ? { jsonrpc: "2.0", id, error: { code: -32601, message: "Method not found" } } : { jsonrpc: "2.0", id, result: known(params) }));
  }).listen(Number(after("--rpc-port")), "127.0.0.1");
`;

/**
 * Writes an executable script that answers `--version`, and otherwise runs the code: an ES module's, with
 * `await` and `process.argv`.
 *
 * @param options.code the folder's path is in the global `folder`
 * @param options.name default `solana-test-validator`
 */
export async function writeFakeValidator(options: {
  readonly code: string;
  readonly versionCode?: string;
  readonly mode?: number;
}): Promise<FakeValidator> {
  const folder = await mkdtemp(join(tmpdir(), "x402-fake-validator-"));
  const temporaryFolder = join(folder, "tmp");
  await mkdir(temporaryFolder);
  const file = join(folder, "solana-test-validator");
  const versionCode = options.versionCode ?? `console.log("solana-test-validator 4.2.2 (src:00000000; feat:1, client:Agave)")`;
  // No module syntax and no extension: Node takes it for CommonJS, hence the function around it.
  const script = `#!${process.execPath}\nglobalThis.folder = ${JSON.stringify(folder)};\n(async () => {\nif (process.argv[2] === "--version") { ${versionCode}\nreturn; }\n${options.code}\n})();\n`;
  await writeFile(file, script);
  await chmod(file, options.mode ?? 0o755);
  return { file, folder, temporaryFolder, remove: () => rm(folder, { recursive: true, force: true }) };
}
