import { isAddress as isSolanaAddress } from "@solana/kit";
import { encodePacked, getAddress, keccak256 } from "viem";
import { describe, expect, it } from "vitest";
import { compileSchema, readJson } from "./json-schema.ts";
import {
  errorClassOf,
  errorCode,
  loadAssets,
  loadContracts,
  loadErrorCodes,
  loadHashedStructs,
  loadNetworks,
  loadPrograms,
  loadTypedData,
  networkOf,
} from "./registry.ts";
import type { Asset, NetworkFamily, TypedDataField } from "./registry.ts";
import { loadRequirements } from "./requirements.ts";
import { findSection } from "./text/find-section.ts";
import { loadPinnedTexts } from "./text/pinned-text.ts";

const networks = loadNetworks();
const assets = loadAssets();
const contracts = loadContracts();
const programs = loadPrograms();
const codes = loadErrorCodes();
const typedData = loadTypedData();

const expectUnique = (values: readonly string[]): void => {
  expect(values.filter((value, at) => values.indexOf(value) !== at)).toEqual([]);
};

describe("every file", () => {
  const validate = compileSchema(new URL("registry/registry.schema.json", import.meta.url));
  const read = (name: string): unknown => readJson(new URL(`registry/${name}.json`, import.meta.url));

  it.each(["networks", "assets", "contracts", "programs", "eip712", "error-codes"])("%s is what its schema asks for", (name) => {
    expect(validate(read(name))).toMatchObject({ ok: true });
  });

  it("is held to that schema", () => {
    const [network] = networks;
    for (const broken of [{ ...network, famly: "evm" }, { ...network, basis: "implementation" }, { ...network, id: "base" }, { ...network, test: "no" }]) {
      expect(validate({ description: "x", networks: [broken] }).ok).toBe(false);
    }
  });
});

describe("sources", () => {
  const named = [
    ...networks,
    ...assets.map((one) => ({ name: `${one.network}/${one.address}`, ...one })),
    ...contracts,
    ...programs,
    ...Object.entries({ ...typedData, ...loadHashedStructs() }).map(([name, one]) => ({ name, ...one })),
    ...codes.map((one) => ({ name: one.code, ...one })),
  ];

  it("of the pinned text name headings that are there", () => {
    const texts = new Map(loadPinnedTexts().filter(({ revision }) => revision === "2026-04").map(({ file, sections }) => [file, sections]));
    const problems = named.flatMap(({ name, basis, clause }) => {
      if (basis !== "snapshot" || clause === undefined) return [];
      const result = findSection({ section: clause.section, sections: texts.get(clause.file) ?? [] });
      return result.found === undefined ? [`${name}: ${clause.file} ${clause.section}: ${result.problem}`] : [];
    });
    expect(problems).toEqual([]);
  });

  it("of newer texts name files that the catalogue has read as well", () => {
    const files = new Set(loadRequirements().flatMap((row) => row.clause.map(({ file }) => file)));
    for (const { name, clause } of named) {
      if (clause !== undefined) expect(files, `${name}: ${clause.file}`).toContain(clause.file);
    }
  });
});

describe("networks", () => {
  it("have names of their own, in the shape of version 2", () => {
    const ids = networks.flatMap(({ id, aliases }) => [id, ...(aliases ?? [])]);
    expectUnique(ids);
    for (const id of ids) expect(id).toMatch(/^[-a-z0-9]{3,32}:[-_a-zA-Z0-9+/=]{1,64}$/);
    expectUnique(networks.flatMap(({ v1Name }) => v1Name ?? []));
  });

  it("are of the family that their namespace says", () => {
    const families: Readonly<Record<string, NetworkFamily>> = { eip155: "evm", solana: "svm", ccd: "concordium", lnbtc: "lightning", cloudflare: "fiat", card: "fiat", ach: "fiat", sepa: "fiat" };
    for (const { id, family } of networks) {
      const namespace = id.slice(0, id.indexOf(":"));
      expect(family, id).toBe(families[namespace] ?? namespace);
    }
  });

  it("of the EVM family carry their chain id", () => {
    for (const { id, family, chainId } of networks) expect(id === `eip155:${String(chainId)}`).toBe(family === "evm");
  });

  it("of Solana are the first 32 characters of a genesis hash, and those of Lightning of a block's", () => {
    for (const { id, family } of networks) {
      if (family === "svm") expect(id).toMatch(/^solana:[1-9A-HJ-NP-Za-km-z]{32}$/);
      if (family === "lightning") expect(id).toMatch(/^lnbtc:[0-9a-f]{32}$/);
      if (family === "concordium") expect(id).toMatch(/^ccd:[0-9a-f]{32}$/);
    }
  });

  it("are found by id", () => {
    expect(networkOf("eip155:84532")).toMatchObject({ name: "Base Sepolia", test: true, chainId: 84532 });
    expect(networkOf("tvm:-3")).toMatchObject({ family: "tvm", test: true });
    expect(networkOf("base-sepolia")).toBeUndefined();
  });
});

describe("assets", () => {
  const familyOf = (asset: Asset): NetworkFamily | undefined => networkOf(asset.network)?.family;
  const SHAPES: Partial<Record<NetworkFamily, RegExp>> = {
    aptos: /^0x[0-9a-f]{64}$/,
    sui: /^0x[0-9a-f]+::\w+::\w+$/,
    hedera: /^0\.0\.\d+$/,
    keeta: /^keeta_[a-z2-7]{61}$/,
    algorand: /^\d+$/,
    tvm: /^-?\d+:[0-9a-f]{64}$/,
    starknet: /^0x[0-9a-f]{64}$/,
    xrpl: /^XRP$/,
    cardano: /^(lovelace|[0-9a-f]{56}\.[0-9a-f]{2,64})$/,
    concordium: /^[A-Z]+$/,
    lightning: /^BTC$/,
    fiat: /^[A-Z]{3}$/,
  };

  it("stand once, on known networks", () => {
    for (const asset of assets) expect(familyOf(asset), asset.network).toBeDefined();
    expectUnique(assets.map(({ network, address }) => `${network}/${address.toLowerCase()}`));
  });

  it("of EVM networks have checksummed addresses and say how they are signed for", () => {
    for (const asset of assets) {
      const evm = familyOf(asset) === "evm";
      if (evm) expect(asset.address).toBe(getAddress(asset.address));
      expect(asset.eip712 !== undefined, asset.address).toBe(evm);
      expect(asset.transferMethods !== undefined, asset.address).toBe(evm);
    }
  });

  it("of Solana have the address of a mint and of the program that owns it", () => {
    const owners = new Set(["SPL Token", "Token-2022"].map((name) => programs.find((program) => program.name === name)?.address));
    for (const asset of assets) {
      const svm = familyOf(asset) === "svm";
      if (svm) expect(isSolanaAddress(asset.address), asset.address).toBe(true);
      expect(asset.tokenProgram !== undefined && owners.has(asset.tokenProgram), asset.address).toBe(svm);
    }
  });

  it("of other networks have addresses of their shape", () => {
    for (const asset of assets) {
      const family = familyOf(asset);
      if (family === undefined || family === "evm" || family === "svm") continue;
      expect(asset.address, asset.network).toMatch(SHAPES[family] ?? /^no shape is known$/);
    }
  });
});

describe("contracts and programs", () => {
  it("of EVM networks have checksummed addresses of their own", () => {
    for (const { address } of contracts) expect(address).toBe(getAddress(address));
    expectUnique(contracts.map(({ address }) => address));
    expectUnique(contracts.map(({ name, deployment }) => `${name}, ${deployment ?? "the only one"}`));
  });

  it("of Solana have addresses of 32 bytes of their own", () => {
    for (const { address } of programs) expect(isSolanaAddress(address), address).toBe(true);
    expectUnique(programs.map(({ address }) => address));
    expectUnique(programs.map(({ name }) => name));
  });
});

describe("typed data", () => {
  const encodeType = (options: { primaryType: string; types: Readonly<Record<string, readonly TypedDataField[]>> }): string => {
    const { primaryType, types } = options;
    const others = Object.keys(types).filter((name) => name !== primaryType).toSorted();
    return [primaryType, ...others].map((name) => `${name}(${(types[name] ?? []).map((field) => `${field.type} ${field.name}`).join(",")})`).join("");
  };
  const typeHash = (one: Parameters<typeof encodeType>[0]): string => keccak256(encodePacked(["string"], [encodeType(one)]));

  it("defines every type it uses, and no other", () => {
    for (const { primaryType, types } of [...Object.values(typedData), ...Object.values(loadHashedStructs())]) {
      const used = Object.values(types).flat().map(({ type }) => type.replace("[]", "")).filter((type) => /^[A-Z]/.test(type));
      expect(Object.keys(types).toSorted()).toEqual([...new Set([primaryType, ...used])].toSorted());
    }
  });

  it("says where each member of the domain comes from", () => {
    const members = ["name", "version", "chainId", "verifyingContract"];
    const deployed = contracts.map(({ name }) => name);
    for (const { domain } of Object.values(typedData)) {
      expect(Object.keys(domain)).toEqual(members.filter((member) => member in domain));
      expect(["network", "1"]).toContain(domain["chainId"]);
      if ("verifyingContract" in domain) expect(["asset", "extra.captureAuthorizer", ...deployed]).toContain(domain["verifyingContract"]);
    }
  });

  it.each([
    ["eip3009", "0x7c7c6cdb67a18743f49ec6fa9b35f50d52ed05cbed4cc592e13b44501c1a2267"],
    ["eip3009-receive", "0xd099cc98ef71107a616c4f0f941f04c322d8e254fe26b3c6668db87aae413de8"],
    ["eip2612", "0x6e71edae12b1b97f4d1f60370fef10105fa2faae0126114a169c64845d6126c9"],
  ] as const)("%s has the type hash of its EIP", (name, hash) => {
    expect(typeHash(typedData[name])).toBe(hash);
  });

  it.each([
    ["permit2-exact", "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,Witness witness)TokenPermissions(address token,uint256 amount)Witness(address to,uint256 validAfter)"],
    ["permit2-upto", "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,Witness witness)TokenPermissions(address token,uint256 amount)Witness(address to,address facilitator,uint256 validAfter)"],
    ["permit2-transfer", "PermitTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline)TokenPermissions(address token,uint256 amount)"],
    ["permit2-batch-deposit", "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,DepositWitness witness)DepositWitness(bytes32 channelId)TokenPermissions(address token,uint256 amount)"],
    ["batch-settlement-channel-config", "ChannelConfig(address payer,address payerAuthorizer,address receiver,address receiverAuthorizer,address token,uint40 withdrawDelay,bytes32 salt)"],
    ["batch-settlement-voucher", "Voucher(bytes32 channelId,uint128 maxClaimableAmount)"],
    ["batch-settlement-refund", "Refund(bytes32 channelId,uint256 nonce,uint128 amount)"],
    ["batch-settlement-claim-batch", "ClaimBatch(ClaimEntry[] claims)ClaimEntry(bytes32 channelId,uint128 maxClaimableAmount,uint128 totalClaimed)"],
    ["auth-capture-charge", "Charge(bytes32 paymentInfoHash,uint256 amount,address tokenCollector,bytes32 collectorDataHash,uint256 feeAmount,address feeReceiver)"],
    ["auth-capture-charge-v1.0", "Charge(bytes32 paymentInfoHash,uint256 amount,address tokenCollector,bytes32 collectorDataHash,uint16 feeBps,address feeReceiver)"],
    ["auth-capture-capture", "Capture(bytes32 paymentInfoHash,uint256 amount,uint256 feeAmount,address feeReceiver,uint256 expectedCapturableAmount,uint256 expectedRefundableAmount)"],
    ["auth-capture-capture-v1.0", "Capture(bytes32 paymentInfoHash,uint256 amount,uint16 feeBps,address feeReceiver,uint256 expectedCapturableAmount,uint256 expectedRefundableAmount)"],
    ["auth-capture-void", "Void(bytes32 paymentInfoHash)"],
    ["auth-capture-refund", "Refund(bytes32 paymentInfoHash,uint256 amount,address tokenCollector,uint256 expectedCapturableAmount,uint256 expectedRefundableAmount)"],
    ["offer", "Offer(uint256 version,string resourceUrl,string scheme,string network,string asset,string payTo,string amount,uint256 validUntil)"],
    ["receipt", "Receipt(uint256 version,string network,string resourceUrl,string payer,uint256 issuedAt,string transaction)"],
  ] as const)("%s is encoded as in its text or contract", (name, encoded) => {
    expect(encodeType(typedData[name])).toBe(encoded);
  });

  it("hashes the structs of auth-capture as the escrow does", () => {
    const structs = loadHashedStructs();
    expect(encodeType(structs["auth-capture-payment-info"])).toBe(
      "PaymentInfo(address operator,address payer,address receiver,address token,uint120 maxAmount,uint48 preApprovalExpiry,uint48 authorizationExpiry,uint48 refundExpiry,uint16 minFeeBps,uint16 maxFeeBps,address feeReceiver,uint256 salt)",
    );
    expect(encodeType(structs["auth-capture-salt-binding"])).toBe("x402AuthCaptureSaltBinding(address receiverAuthorizer,address policy,uint256 saltNonce)");
  });
});

describe("error codes", () => {
  it("stand once, and say either which text lists them or who uses them", () => {
    expectUnique(codes.map(({ code }) => code));
    for (const { code, spec, basis, clause, usedBy, aliasOf } of codes) {
      expect(basis !== undefined && clause !== undefined, code).toBe(spec);
      if (spec) expect(aliasOf, code).toBeUndefined();
      else expect(usedBy, code).toBeDefined();
    }
  });

  it("that differ in letter case only are of one class", () => {
    for (const { code, class: kind } of codes) expect(errorClassOf(code.toLowerCase()), code).toBe(kind);
  });

  it("share the class of the code they stand for", () => {
    for (const { code, class: kind, aliasOf } of codes) {
      if (aliasOf === undefined) continue;
      const listed = codes.find((entry) => entry.code === aliasOf);
      expect(listed?.spec, code).toBe(true);
      expect(listed?.class, code).toBe(kind);
    }
  });

  it("say what they mean, or what they stand for", () => {
    for (const { code, meaning, aliasOf } of codes) expect(meaning !== undefined || aliasOf !== undefined, code).toBe(true);
  });

  it.each([
    ["insufficient_funds", "funds"],
    ["invalid_exact_evm_signature", "signature"],
    ["Invalid_Scheme", "scheme"],
    ["settlement_pending", "pending"],
    ["invalid_auth_capture_evm_unexpected_payment_state", "state"],
    ["card_declined", "declined"],
    ["no such code", undefined],
  ])("%s is of class %s", (code, kind) => {
    expect(errorClassOf(code)).toBe(kind);
  });

  it("tells the listed spelling from another one", () => {
    expect(errorCode("PERMIT2_ALLOWANCE_REQUIRED")?.spec).toBe(true);
    expect(errorCode("permit2_allowance_required")?.spec).toBe(false);
    expect(errorCode("Permit2_Allowance_Required")?.class).toBe("allowance");
    expect(errorCode("Insufficient_Funds")?.code).toBe("insufficient_funds");
  });
});
