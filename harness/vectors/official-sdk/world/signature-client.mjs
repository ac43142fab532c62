import { createPublicClient, custom, decodeFunctionData, encodeAbiParameters, erc6492SignatureValidatorAbi, isErc6492Signature, parseErc6492Signature, recoverAddress } from "viem";

const VALIDATOR = "0x7dd271fa79df3a5feb99f73bebfa4395b2e4f4be";
const MAGIC = "0x1626ba7e";
const same = (left, right) => left.toLowerCase() === right.toLowerCase();

/**
 * The viem client whose `verifyMessage` the SDK's documentation hands to SIWX, on a chain with the question's `contracts`
 * and the universal validator of ERC-6492.
 *
 * @param options.chainId CAIP-2
 */
export const signatureClient = ({ contracts, chainId }) => {
  const here = contracts.filter((contract) => contract.chainId === chainId);
  const contractAt = (address) => here.find((contract) => same(contract.address, address));

  const confirms = (contract, hash, signature) => {
    const call = contract.calls.find((entry) => same(entry.hash, hash) && same(entry.signature, signature));
    return call === undefined ? false : call.returns.length === 66 && call.returns.startsWith(MAGIC);
  };
  /** What ERC-6492's reference validator does. */
  const isValidSig = async ([address, hash, signature]) => {
    const contract = contractAt(address);
    const wrapped = isErc6492Signature(signature) ? parseErc6492Signature(signature) : undefined;
    if (contract !== undefined) {
      const deployed = contract.deployedBy === undefined || (wrapped !== undefined && same(contract.deployedBy.factory, wrapped.address) && same(contract.deployedBy.calldata, wrapped.data));
      if (deployed) return confirms(contract, hash, wrapped?.signature ?? signature);
    }
    if (wrapped !== undefined) throw new Error("execution reverted: nothing was deployed");
    if (signature.length !== 132) throw new Error("execution reverted: signature length");
    return same(await recoverAddress({ hash, signature }), address);
  };
  const request = async ({ method, params }) => {
    if (method !== "eth_call" || !same(params[0].to, VALIDATOR)) throw new Error(`unexpected ${method}`);
    const { args } = decodeFunctionData({ abi: erc6492SignatureValidatorAbi, data: params[0].data });
    return encodeAbiParameters([{ type: "bool" }], [await isValidSig(args)]);
  };
  const id = Number(chainId.split(":")[1]);
  const chain = { id, name: chainId, nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 }, rpcUrls: { default: { http: [] } }, contracts: { erc6492Verifier: { address: VALIDATOR } } };
  return createPublicClient({ chain, transport: custom({ request }, { retryCount: 0 }) });
};
