import { describe, expect, it } from "vitest";
import { errorClassOf, errorCode, loadAssets, loadContracts, loadErrorCodes, loadNetworks, loadTypedData, networkOf } from "./registry.ts";

describe("networks", () => {
  it("have ids of their own, in the shape of version 2", () => {
    const ids = loadNetworks().map((network) => network.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[-a-z0-9]{3,32}:[-_a-zA-Z0-9+/=]{1,64}$/);
  });

  it("of the EVM family carry their chain id", () => {
    for (const { id, family, chainId } of loadNetworks()) expect(id === `eip155:${String(chainId)}`).toBe(family === "evm");
  });

  it("are found by id", () => {
    expect(networkOf("eip155:84532")).toMatchObject({ name: "Base Sepolia", test: true, chainId: 84532 });
    expect(networkOf("base-sepolia")).toBeUndefined();
  });
});

describe("assets and contracts", () => {
  it("stand on known networks", () => {
    for (const asset of loadAssets()) expect(networkOf(asset.network), asset.network).toBeDefined();
  });

  it("have EVM addresses where the network is EVM", () => {
    const addresses = loadAssets().filter((asset) => networkOf(asset.network)?.family === "evm").map((asset) => asset.address);
    for (const address of [...addresses, ...loadContracts().map((contract) => contract.address)]) expect(address).toMatch(/^0x[0-9a-fA-F]{40}$/);
  });
});

it("typed data defines every type it uses", () => {
  for (const { primaryType, types } of Object.values(loadTypedData())) {
    expect(types).toHaveProperty(primaryType);
    for (const { type } of Object.values(types).flat()) {
      if (/^[A-Z]/.test(type)) expect(types).toHaveProperty(type);
    }
  }
});

describe("error codes", () => {
  const codes = loadErrorCodes();

  it("stand once, and say either which text lists them or who uses them", () => {
    expect(new Set(codes.map((entry) => entry.code)).size).toBe(codes.length);
    for (const { code, spec, basis, usedBy, aliasOf } of codes) {
      expect(basis !== undefined, code).toBe(spec);
      expect(usedBy !== undefined, code).toBe(!spec);
      if (spec) expect(aliasOf, code).toBeUndefined();
    }
  });

  it("share the class of the code they stand for", () => {
    for (const { code, class: kind, aliasOf } of codes) {
      if (aliasOf === undefined) continue;
      const listed = codes.find((entry) => entry.code === aliasOf);
      expect(listed?.spec, code).toBe(true);
      expect(listed?.class, code).toBe(kind);
    }
  });

  it.each([
    ["insufficient_funds", "funds"],
    ["invalid_exact_evm_signature", "signature"],
    ["Invalid_Scheme", "scheme"],
    ["settlement_pending", "pending"],
    ["no such code", undefined],
  ])("%s is of class %s", (code, kind) => {
    expect(errorClassOf(code)).toBe(kind);
  });

  it("tells the listed spelling from another one", () => {
    expect(errorCode("PERMIT2_ALLOWANCE_REQUIRED")?.spec).toBe(true);
    expect(errorCode("permit2_allowance_required")?.spec).toBe(false);
    expect(errorCode("Permit2_Allowance_Required")?.class).toBe("allowance");
  });
});
