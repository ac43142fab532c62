/**
 * Compiles simulators/chains/evm/contracts/*.sol and writes one artifact per contract.
 *
 * The artifacts are committed, so that a user needs no compiler; `artifacts.test.ts` compiles again
 * and compares. Metadata is left out of the bytecode: the same source gives the same bytes anywhere.
 *
 * Run: node scripts/compile-contracts.ts
 */
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const evmDir = fileURLToPath(new URL("../simulators/chains/evm/", import.meta.url));
export const contractsDir = join(evmDir, "contracts");
export const artifactsDir = join(evmDir, "artifacts");

export interface ContractArtifact {
  readonly contractName: string;
  readonly source: string;
  readonly license: string;
  readonly compiler: string;
  readonly sourceSha256: string;
  readonly abi: readonly unknown[];
  readonly bytecode: string;
  readonly deployedBytecode: string;
}

/** The parts of solc's standard JSON output that are read here. */
interface SolcOutput {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts?: Readonly<Record<string, Readonly<Record<string, SolcContract>>>>;
}

interface SolcContract {
  readonly abi: readonly unknown[];
  readonly metadata: string;
  readonly evm: {
    readonly bytecode: { readonly object: string };
    readonly deployedBytecode: { readonly object: string };
  };
}

/**
 * Compiles every contract of the folder. Interfaces and libraries that are only inlined give none.
 *
 * @throws Error with solc's own messages when a source does not compile, warnings included.
 */
export async function compileContracts(): Promise<readonly ContractArtifact[]> {
  const names = (await readdir(contractsDir)).filter((name) => name.endsWith(".sol")).toSorted();
  const sources = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, { content: await readFile(join(contractsDir, name), "utf8") }] as const)),
  );
  const solc = require("solc") as { compile(input: string): string; version(): string };
  const output = JSON.parse(
    solc.compile(
      JSON.stringify({
        language: "Solidity",
        sources,
        settings: {
          optimizer: { enabled: true, runs: 200 },
          evmVersion: "cancun",
          metadata: { bytecodeHash: "none", appendCBOR: false },
          outputSelection: { "*": { "*": ["abi", "metadata", "evm.bytecode.object", "evm.deployedBytecode.object"] } },
        },
      }),
    ),
  ) as SolcOutput;
  const problems = (output.errors ?? []).map((error) => error.formattedMessage);
  if (problems.length > 0) throw new Error(`The contracts do not compile cleanly:\n${problems.join("\n")}`);

  const compiler = `solc ${solc.version()}, optimizer 200 runs, evmVersion cancun, no metadata`;
  return Object.entries(output.contracts ?? {}).flatMap(([source, contracts]) =>
    Object.entries(contracts)
      .filter(([, contract]) => contract.abi.length > 0)
      .map(([contractName, contract]) => ({
        contractName,
        source: `contracts/${source}`,
        license: "Apache-2.0",
        compiler,
        sourceSha256: hashSources({ metadata: contract.metadata, sources }),
        abi: contract.abi,
        bytecode: `0x${contract.evm.bytecode.object}`,
        deployedBytecode: `0x${contract.evm.deployedBytecode.object}`,
      })),
  );
}

/** Over the file and everything it imports, so that a change in a library is seen in each user of it. */
function hashSources(options: {
  readonly metadata: string;
  readonly sources: Readonly<Record<string, { readonly content: string }>>;
}): string {
  const closure = Object.keys((JSON.parse(options.metadata) as { sources: object }).sources).toSorted();
  const hash = createHash("sha256");
  for (const name of closure) hash.update(`${name}\0${options.sources[name]?.content ?? ""}\0`);
  return hash.digest("hex");
}

/**
 * Multicall3 is not ours: its creation code ships inside viem, in a file that viem does not export,
 * so it is reached by its path. The runtime code is what follows the constructor's last instruction.
 */
export async function readMulticall3(): Promise<ContractArtifact> {
  const viemDir = dirname(dirname(require.resolve("viem")));
  const { version } = JSON.parse(await readFile(join(viemDir, "package.json"), "utf8")) as { version: string };
  const { multicall3Bytecode } = (await import(pathToFileURL(join(viemDir, "_esm/constants/contracts.js")).href)) as {
    multicall3Bytecode: string;
  };
  const { multicall3Abi } = (await import("viem")) as { multicall3Abi: readonly unknown[] };
  // The constructor does nothing but `codecopy` its tail into memory and return it: … f3 fe <runtime>.
  const constructorEnd = multicall3Bytecode.indexOf("f3fe") + "f3fe".length;
  return {
    contractName: "Multicall3",
    source: `viem ${version}, constants/contracts.js, multicall3Bytecode`,
    license: "MIT, (c) 2023-present weth, LLC (viem) and the authors of Multicall3",
    compiler: "not compiled here",
    sourceSha256: createHash("sha256").update(multicall3Bytecode).digest("hex"),
    abi: multicall3Abi,
    bytecode: multicall3Bytecode,
    deployedBytecode: `0x${multicall3Bytecode.slice(constructorEnd)}`,
  };
}

/** The bytes of an artifact file. */
export function formatArtifact(artifact: ContractArtifact): string {
  return `${JSON.stringify(artifact, null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const artifact of [...(await compileContracts()), await readMulticall3()]) {
    const file = join(artifactsDir, `${artifact.contractName}.json`);
    // oxlint-disable-next-line no-await-in-loop -- a handful of small files
    await writeFile(file, formatArtifact(artifact));
    process.stdout.write(`${artifact.contractName}: ${(artifact.deployedBytecode.length - 2) / 2} bytes\n`);
  }
}
