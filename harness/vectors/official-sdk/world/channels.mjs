import { parseAbi } from "viem";
import { contract } from "./contract.mjs";

const abi = parseAbi([
  "function channels(bytes32 channelId) view returns (uint128 balance, uint128 totalClaimed)",
  "function pendingWithdrawals(bytes32 channelId) view returns (uint128 amount, uint40 initiatedAt)",
  "function refundNonce(bytes32 channelId) view returns (uint256)",
]);

/** What the settlement contract holds of one channel; others are empty. */
export const channels = ({ channelId, channel: { balance = "0", totalClaimed = "0", refundNonce = "0" } }) => {
  const here = (id) => id.toLowerCase() === String(channelId).toLowerCase();
  return contract(abi, {
    channels: ([id]) => (here(id) ? [BigInt(balance), BigInt(totalClaimed)] : [0n, 0n]),
    pendingWithdrawals: () => [0n, 0],
    refundNonce: ([id]) => (here(id) ? BigInt(refundNonce) : 0n),
  });
};
