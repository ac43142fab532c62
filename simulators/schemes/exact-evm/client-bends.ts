import { hashTypedData, isAddress, keccak256, parseSignature, signatureToCompactSignature, serializeCompactSignature, toHex } from "viem";
import { sign } from "viem/accounts";
import type { PaymentRequirements } from "../../../spec/types.ts";
import { defineFaults, type FaultSet, faultPoints } from "../../faults.ts";
import { signAuthorization, TRANSFER_WITH_AUTHORIZATION, type TokenDomain, type TransferAuthorization, withHighS } from "./eip3009.ts";

/** The faults of the client half, kept apart so that the half itself reads as the text does. Without faults every function returns what it was given. */

export const faults = defineFaults({
  "client.exact-evm.wrong-chain-id": { role: "client", bug: "BUG: signs for chain id 8453 whatever the offer's network" },
  "client.exact-evm.domain-guessed": { role: "client", bug: "BUG: signs under USDC version 2 whatever the offer's extra says" },
  "client.exact-evm.receive-type": { role: "client", bug: "BUG: signs ReceiveWithAuthorization" },
  "client.exact-evm.signature-high-s": { role: "client", bug: "BUG: signs with s in the upper half, which the token refuses" },
  "client.exact-evm.signature-compact": { role: "client", bug: "BUG: sends the 64-byte form of the signature" },
  "client.exact-evm.value-as-number": { role: "client", bug: "BUG: sends value as a JSON number" },
  "client.exact-evm.milliseconds": { role: "client", bug: "BUG: writes the window in milliseconds" },
  "client.exact-evm.nonce-short": { role: "client", bug: "BUG: writes nonces of 16 bytes" },
  "client.exact-evm.valid-after-missing": { role: "client", bug: "BUG: leaves validAfter out of the authorization" },
  "client.exact-evm.amount-as-double": { role: "client", bug: "BUG: reads the amount as a double, so that values above 2^53 lose their low digits" },
  "client.exact-evm.overpaid": { role: "client", bug: "BUG: authorizes one unit more than the amount" },
  "client.exact-evm.default-recipient": { role: "client", bug: "BUG: pays an address of its own choice" },
  "client.exact-evm.never-expires": { role: "client", bug: "BUG: signs authorizations that are valid for a year" },
  "client.exact-evm.not-yet-valid": { role: "client", bug: "BUG: signs authorizations that become valid in five minutes" },
  "client.exact-evm.nonce-derived": { role: "client", bug: "BUG: derives the nonce from wallet, recipient and amount" },
  "client.exact-evm.nonce-counted": { role: "client", bug: "BUG: counts its nonces up from 1" },
  "client.exact-evm.addresses-checksummed-only": { role: "client", bug: "BUG: passes over offers whose addresses are not EIP-55 checksummed" },
  "client.exact-evm.method-ignored": { role: "client", bug: "BUG: signs an EIP-3009 payment for Permit2 and ERC-7710 offers" },
  "client.exact-evm.unknown-method-signed": { role: "client", bug: "BUG: signs an EIP-3009 payment for a transfer method it has never heard of" },
  "client.exact-evm.permit2-unnamed": { role: "client", bug: "BUG: pays by Permit2 without saying so in accepted" },
});

export interface ClientBends {
  takesMethod(requirements: PaymentRequirements): boolean;
  guessedDomain(requirements: PaymentRequirements): TokenDomain | undefined;
  authorization(options: { authorization: TransferAuthorization; requirements: PaymentRequirements }): TransferAuthorization;
  sign(options: { domain: TokenDomain; authorization: TransferAuthorization; privateKey: `0x${string}` }): Promise<`0x${string}`>;
  payload(options: { payload: { signature: `0x${string}`; authorization: Record<string, string> }; requirements: PaymentRequirements; authorization: TransferAuthorization }): Record<string, unknown>;
}

const YEAR = 31_536_000n;
const FOREIGN_ACCOUNT = "0x00000000000000000000000000000000DeaDBeef";

export function createClientBends(options: { faults: FaultSet }): ClientBends {
  const fault = faultPoints({ declared: faults, active: options.faults });
  let counter = 0n;
  return {
    takesMethod({ extra }) {
      const method = extra?.["assetTransferMethod"];
      const other = method === "permit2" || method === "erc7710";
      return other ? fault("client.exact-evm.method-ignored") || (method === "permit2" && fault("client.exact-evm.permit2-unnamed")) : fault("client.exact-evm.unknown-method-signed");
    },
    guessedDomain: ({ asset }) => (options.faults.has("client.select.first-when-none-supported") && isAddress(asset, { strict: false }) ? { name: "USDC", version: "2", chainId: 84532, verifyingContract: asset } : undefined),
    authorization({ authorization, requirements }) {
      const { from, to, value, validAfter, validBefore } = authorization;
      counter += 1n;
      return {
        ...authorization,
        ...(fault("client.exact-evm.overpaid") ? { value: value + 1n } : {}),
        ...(fault("client.exact-evm.amount-as-double", () => BigInt(Number(requirements.amount)) !== value) ? { value: BigInt(Number(requirements.amount)) } : {}),
        ...(fault("client.exact-evm.default-recipient") ? { to: FOREIGN_ACCOUNT } : {}),
        ...(fault("client.exact-evm.milliseconds") ? { validAfter: validAfter * 1000n, validBefore: validBefore * 1000n } : {}),
        ...(fault("client.exact-evm.never-expires") ? { validBefore: validBefore + YEAR } : {}),
        ...(fault("client.exact-evm.not-yet-valid") ? { validAfter: validAfter + 900n } : {}),
        ...(fault("client.exact-evm.nonce-derived") ? { nonce: keccak256(toHex(`${from}/${to}/${value}`)) } : {}),
        ...(fault("client.exact-evm.nonce-counted") ? { nonce: toHex(counter, { size: 32 }) } : {}),
      };
    },
    async sign({ domain, authorization, privateKey }) {
      const bent: TokenDomain = {
        ...domain,
        ...(fault("client.exact-evm.wrong-chain-id") ? { chainId: 8453 } : {}),
        ...((domain.name !== "USDC" || domain.version !== "2") && fault("client.exact-evm.domain-guessed") ? { name: "USDC", version: "2" } : {}),
      };
      if (fault("client.exact-evm.receive-type")) {
        const types = { ReceiveWithAuthorization: TRANSFER_WITH_AUTHORIZATION.TransferWithAuthorization };
        return await sign({ hash: hashTypedData({ domain: bent, types, primaryType: "ReceiveWithAuthorization", message: authorization }), privateKey, to: "hex" });
      }
      const signature = await signAuthorization({ domain: bent, authorization, privateKey });
      if (fault("client.exact-evm.signature-compact")) return serializeCompactSignature(signatureToCompactSignature(parseSignature(signature)));
      return fault("client.exact-evm.signature-high-s") ? withHighS(signature) : signature;
    },
    payload({ payload, requirements, authorization }) {
      if (requirements.extra?.["assetTransferMethod"] === "permit2" && fault("client.exact-evm.permit2-unnamed")) return permit2Shape({ requirements, authorization, signature: payload.signature });
      if (fault("client.exact-evm.value-as-number")) return { ...payload, authorization: { ...payload.authorization, value: Number(payload.authorization["value"]) } };
      if (fault("client.exact-evm.nonce-short")) return { ...payload, authorization: { ...payload.authorization, nonce: authorization.nonce.slice(0, 34) } };
      if (fault("client.exact-evm.valid-after-missing")) {
        const { validAfter: _, ...rest } = payload.authorization;
        return { ...payload, authorization: rest };
      }
      return payload;
    },
  };
}

/** Shaped like a Permit2 payment, and signed for nothing of the kind. */
function permit2Shape(options: { requirements: PaymentRequirements; authorization: TransferAuthorization; signature: `0x${string}` }): Record<string, unknown> {
  const { requirements, authorization, signature } = options;
  return {
    signature,
    permit2Authorization: {
      permitted: { token: requirements.asset, amount: requirements.amount },
      from: authorization.from,
      spender: "0x402085c248EeA27D92E8b30b2C58ed07f9E20001",
      nonce: BigInt(authorization.nonce).toString(),
      deadline: authorization.validBefore.toString(),
      witness: { to: authorization.to, validAfter: authorization.validAfter.toString() },
    },
  };
}
