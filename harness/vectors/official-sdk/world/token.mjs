import { hashTypedData, isAddressEqual, parseAbi } from "viem";
import { contract, require } from "./contract.mjs";
import { byKey, packed, signed } from "./evm-chain.mjs";

const abi = parseAbi([
  "function name() view returns (string)",
  "function version() view returns (string)",
  "function balanceOf(address account) view returns (uint256)",
  "function allowance(address owner, address spender) view returns (uint256)",
  "function nonces(address owner) view returns (uint256)",
  "function authorizationState(address authorizer, bytes32 nonce) view returns (bool)",
  "function transferFrom(address from, address to, uint256 value) returns (bool)",
  "function approve(address spender, uint256 value) returns (bool)",
  "function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)",
]);
const PERMIT2 = "0x000000000022D473030F116dDEE9F6B43aC78BA3";
const byParts = parseAbi(["function transferWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, uint8 v, bytes32 r, bytes32 s)"]);
const byBytes = parseAbi(["function transferWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, bytes signature)"]);
const types = {
  TransferWithAuthorization: "from address,to address,value uint256,validAfter uint256,validBefore uint256,nonce bytes32",
  Permit: "owner address,spender address,value uint256,nonce uint256,deadline uint256",
};
const fields = (primaryType) => ({ [primaryType]: types[primaryType].split(",").map((field) => field.split(" ")).map(([name, type]) => ({ name, type })) });

/**
 * A stablecoin as Circle's: EIP-3009, EIP-2612 where `permit` is true, and ERC-1271 where `signatures` is key-or-contract.
 *
 * @param options.chainId, options.address where it stands
 * @param options.ledger `now` in Unix seconds, `balanceOf`, `allowanceOf`, `nonceOf` of a holder, `isUsed` of a holder and nonce
 */
export const stablecoin = ({ chainId, address, token, ledger }) => {
  const domain = { name: token.name, version: token.version, chainId, verifyingContract: address };
  const hashOf = (primaryType, message) => hashTypedData({ domain, types: fields(primaryType), primaryType, message });
  // By owner, to Permit2. Nothing else is ever asked here.
  const allowances = new Map();
  const allowance = (owner, spender) => allowances.get(owner) ?? ledger.allowanceOf(owner, spender);

  const transferWithAuthorization = async ([from, to, value, validAfter, validBefore, nonce, ...rest], context) => {
    const signature = rest.length === 1 ? rest[0] : packed(...rest);
    require(BigInt(ledger.now) > validAfter && BigInt(ledger.now) < validBefore, "authorization is not valid now");
    require(!ledger.isUsed(from, nonce), "authorization is used");
    const hash = hashOf("TransferWithAuthorization", { from, to, value, validAfter, validBefore, nonce });
    require(await signed({ signer: from, hash, signature, context, keyOnly: token.signatures === "key" }), "invalid signature");
    require(BigInt(to) !== 0n && value <= ledger.balanceOf(from), "transfer amount exceeds balance");
  };
  const functions = {
    name: () => token.name,
    version: () => token.version,
    balanceOf: ([account]) => ledger.balanceOf(account),
    allowance: ([owner, spender]) => allowance(owner, spender),
    nonces: ([owner]) => ledger.nonceOf(owner),
    authorizationState: ([authorizer, nonce]) => ledger.isUsed(authorizer, nonce),
    approve: ([spender, value], { from: owner }) => {
      if (isAddressEqual(spender, PERMIT2)) allowances.set(owner, value);
      return true;
    },
    transferFrom: ([from, to, value], { from: spender }) => {
      require(BigInt(to) !== 0n && value <= allowance(from, spender) && value <= ledger.balanceOf(from), "transfer amount exceeds balance or allowance");
      return true;
    },
    permit: async ([owner, spender, value, deadline, v, r, s]) => {
      require(BigInt(ledger.now) <= deadline, "permit is expired");
      const hash = hashOf("Permit", { owner, spender, value, nonce: ledger.nonceOf(owner), deadline });
      require(await byKey({ signer: owner, hash, signature: packed(v, r, s) }), "invalid signature");
      if (isAddressEqual(spender, PERMIT2)) allowances.set(owner, value);
    },
    transferWithAuthorization,
  };
  const parts = [...abi.filter(({ name }) => token.permit !== false || (name !== "permit" && name !== "nonces")), ...byParts, ...(token.signatures === "key" ? [] : byBytes)];
  return contract(parts, functions);
};
