/** Wallets derived from the run's seed, and money for them. */
import { encodeFunctionData, getAddress, keccak256, numberToHex, stringToBytes } from "viem";
import type { Address, Hash, Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { PrivateKeyAccount } from "viem/accounts";
import { privateKeyAddress } from "../../crypto/secp256k1.ts";
import { memoized } from "../../memo.ts";
import { conformanceTokenAbi } from "./abi.ts";
import type { Operator } from "./operator.ts";
import type { RpcClient } from "./rpc.ts";

export interface Wallet {
  readonly address: Address;
  readonly privateKey: Hex;
  /** For viem. Whoever sends transactions with it at the same time adds a nonce manager of his own. */
  readonly account: PrivateKeyAccount;
}

/**
 * The wallet of a seed and a path, the same on every machine:
 * private key = keccak256(keccak256(label) ‖ keccak256(seed) ‖ keccak256(path)), strings in UTF-8,
 * label "x402-conformance wallet". Each part is hashed first, so no two (seed, path) pairs run together.
 *
 * @example deriveWallet({ seed: "run-1", path: "client/exact/happy/payer" }).address
 */
export function deriveWallet(options: { readonly seed: string; readonly path: string }): Wallet {
  // The chance that this is no valid key (zero, or above the curve's order) is below 2^-127.
  const privateKey = derive({ label: "x402-conformance wallet", ...options });
  let account: PrivateKeyAccount | undefined;
  return {
    address: privateKeyAddress(privateKey),
    privateKey,
    // Made when asked for: most wallets only receive money or sign by their key.
    get account() {
      return (account ??= privateKeyToAccount(privateKey));
    },
  };
}

/**
 * The address of a seed and a path that nobody has a key of: the first 20 bytes of what
 * {@link deriveWallet} makes a key from, under the label "x402-conformance address". No curve is
 * involved, so it comes four times as quick.
 *
 * @returns EIP-55 checksummed
 */
export function deriveAddress(options: { readonly seed: string; readonly path: string }): Address {
  return getAddress(derive({ label: "x402-conformance address", ...options }).slice(0, 42));
}

function derive(options: { readonly label: string; readonly seed: string; readonly path: string }): Hex {
  return keccak256(Buffer.concat([hashed(options.label), hashed(options.seed), keccak256(stringToBytes(options.path), "bytes")]));
}

/** Labels and seeds: few, and asked for with every wallet. */
const hashed = memoized({ of: (text: string) => keccak256(stringToBytes(text), "bytes"), key: (text) => text, capacity: 20 });

/** What one wallet is to get. */
export interface WalletFunds {
  readonly address: Address;
  /** Tokens to add, in atomic units. */
  readonly amount?: bigint;
  /** The native balance to set (not to add), in wei: for those who pay gas. */
  readonly nativeBalance?: bigint;
}

/** Measured: 25,450 gas per new holder, so that 1000 of them stay below the block's 30 million. */
const walletsPerTransaction = 1_000;
const mintGas = 29_000_000n;

/**
 * Gives many wallets their money: native balances in one request, tokens in one transaction per
 * 1000 wallets.
 *
 * @param options.asset default: the node's token
 * @returns the hashes of the mint transactions
 */
export async function fundWallets(options: {
  readonly node: { readonly rpc: RpcClient; readonly operator: Operator; readonly asset: Address };
  readonly wallets: readonly WalletFunds[];
  readonly asset?: Address;
}): Promise<readonly Hash[]> {
  const { node, wallets } = options;
  const native = node.rpc.batch(
    wallets.flatMap(({ address, nativeBalance }) =>
      nativeBalance === undefined
        ? []
        : [{ method: "anvil_setBalance", params: [address, numberToHex(nativeBalance)] }],
    ),
  );
  const mints = wallets.flatMap(({ address, amount }) => (amount === undefined || amount === 0n ? [] : [{ address, amount }]));
  const receipts = chunks(mints, walletsPerTransaction).map((chunk) =>
    node.operator.send({
      to: options.asset ?? node.asset,
      gas: mintGas,
      data: encodeFunctionData({
        abi: conformanceTokenAbi,
        functionName: "mint",
        args: [chunk.map(({ address }) => address), chunk.map(({ amount }) => amount)],
      }),
    }),
  );
  const [mined] = await Promise.all([Promise.all(receipts), native]);
  return mined.map(({ hash }) => hash);
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
