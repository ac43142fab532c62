import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { toFunctionSelector, toEventSelector } from "viem";
import type { Abi } from "viem";
import { beforeAll, describe, expect, test } from "vitest";
import { artifactsDir, compileContracts, formatArtifact, readMulticall3 } from "../../../scripts/compile-contracts.ts";
import type { ContractArtifact } from "../../../scripts/compile-contracts.ts";
import { conformanceTokenAbi, smartWalletAbi, walletFactoryAbi } from "./abi.ts";
import { multicall3Code } from "./artifacts.ts";

const hint = "run: node scripts/compile-contracts.ts";
let compiled: readonly ContractArtifact[];

beforeAll(async () => {
  compiled = await compileContracts();
});

describe("the committed artifacts", () => {
  test("are what the sources compile to, byte for byte", async () => {
    expect(compiled.map(({ contractName }) => contractName)).toStrictEqual(["ConformanceToken", "SmartWallet", "WalletFactory"]);
    for (const artifact of compiled) {
      // oxlint-disable-next-line no-await-in-loop
      const committed = await readFile(join(artifactsDir, `${artifact.contractName}.json`), "utf8");
      expect(committed === formatArtifact(artifact), `${artifact.contractName}: ${hint}`).toBe(true);
    }
  });

  test("hold viem's Multicall3", async () => {
    const artifact = await readMulticall3();
    const committed = await readFile(join(artifactsDir, "Multicall3.json"), "utf8");
    expect(committed === formatArtifact(artifact), hint).toBe(true);
    // Its constructor states the size of what it returns: PUSH2 0x15b9.
    expect((multicall3Code.deployedBytecode.length - 2) / 2).toBe(0x15b9);
  });
});

describe("the typed interfaces", () => {
  const typed: Readonly<Record<string, Abi>> = {
    ConformanceToken: conformanceTokenAbi,
    SmartWallet: smartWalletAbi,
    WalletFactory: walletFactoryAbi,
  };

  test.each(Object.keys(typed))("say no more and no less than %s", (contractName) => {
    const abi = compiled.find((artifact) => artifact.contractName === contractName)?.abi as Abi;
    expect(signatures(typed[contractName] ?? [])).toStrictEqual(signatures(abi));
  });
});

/** What a caller can tell apart: selectors, mutability, outputs, and which event fields are indexed. */
function signatures(abi: Abi): readonly string[] {
  return abi
    .map((item) => {
      if (item.type === "function") {
        const outputs = item.outputs.map(({ type }) => type).join();
        return `function ${item.name} ${toFunctionSelector(item)} ${item.stateMutability} ${outputs}`;
      }
      if (item.type === "event") {
        const indexed = item.inputs.map((input) => input.indexed === true).join();
        return `event ${item.name} ${toEventSelector(item)} ${indexed}`;
      }
      return item.type === "constructor" ? `constructor ${item.inputs.map(({ type }) => type).join()}` : item.type;
    })
    .toSorted();
}
