import { hashTypedData } from "viem";
import type { Verifier } from "../verifier.ts";
import { bounded } from "./_auth-capture.ts";
import { address, answer, chainId, check, hex, members, uint } from "./_read.ts";

const HASH = { name: "paymentInfoHash", type: "bytes32" };
const AMOUNT = { name: "amount", type: "uint256" };
const COLLECTOR = { name: "tokenCollector", type: "address" };
const RECEIVER = { name: "feeReceiver", type: "address" };
const EXPECTED = [{ name: "expectedCapturableAmount", type: "uint256" }, { name: "expectedRefundableAmount", type: "uint256" }];

const typesOf = (deployment: unknown): Record<string, readonly { name: string; type: string }[]> => {
  const fee = deployment === "v1.0" ? { name: "feeBps", type: "uint16" } : { name: "feeAmount", type: "uint256" };
  return {
    Charge: [HASH, AMOUNT, COLLECTOR, { name: "collectorDataHash", type: "bytes32" }, fee, RECEIVER],
    Capture: [HASH, AMOUNT, fee, RECEIVER, ...EXPECTED],
    Void: [HASH],
    Refund: [HASH, AMOUNT, COLLECTOR, ...EXPECTED],
  };
};

const READ: Readonly<Record<string, (value: unknown) => unknown>> = { bytes32: (value) => hex(value, 64), address, uint256: uint, uint16: (value) => bounded(value, 16) };

/** Answers `auth-capture.evm.consent.digest`. */
export const verifier: Verifier = ({ input }) =>
  answer(() => {
    const types = typesOf(input["deployment"]);
    const primaryType = String(input["primaryType"]);
    const declared = types[primaryType];
    check(declared !== undefined, "no such type");
    const given = members(input["message"]);
    const message = Object.fromEntries(declared.map(({ name, type }) => [name, READ[type]?.(given[name])]));
    const domain = { name: "x402 Auth Capture Operator", version: "1", chainId: chainId(input["network"]), verifyingContract: address(input["operator"]) };
    return { digest: hashTypedData({ domain, types, primaryType, message }) };
  });
