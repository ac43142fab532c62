/** What stands on a fresh local Solana chain: the mints, and who may mint and freeze. */
import { encodeMint } from "./token-state.ts";
import type { TransferFee } from "./token-state.ts";
import type { KeyPair } from "./wire/keys.ts";
import { deriveKeyPair } from "./wire/keys.ts";
import { programs } from "./wire/program-ids.ts";

/** Devnet's name, which targets are told: implementations know no name of a local network. */
export const svmNetwork = "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1";

/** Devnet's genesis hash, whose first 32 characters are the network's name (CAIP-2). */
export const genesisHash = "EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG";

export interface SvmMint {
  readonly address: string;
  readonly symbol: string;
  readonly decimals: number;
  readonly tokenProgram: string;
  /** What Token-2022 withholds of every transfer. */
  readonly transferFee?: TransferFee;
}

/** The mints of the chain. The first three stand at their devnet addresses; none is a copy of the real one's data. */
export const mints = {
  /** Under SPL Token; the chain's asset. */
  usdc: { address: "4zMMC9srt5Ri5X14GAgXhaHii3GnPAEERYPJgZJDncDU", symbol: "USDC", decimals: 6, tokenProgram: programs.token },
  /** Under Token-2022, without extensions. */
  pyusd: { address: "CXk2AMBfi3TwaEL2468s6zP8xq9NxTXjp9gjMgzeUynM", symbol: "PYUSD", decimals: 6, tokenProgram: programs.token2022 },
  /** Under Token-2022, without extensions. */
  usdg: { address: "4F6PM96JJxngmHnZLBh9n58RH4aTVNWvDs2nuwrT5BP7", symbol: "USDG", decimals: 6, tokenProgram: programs.token2022 },
  /** Under Token-2022: of every transfer 1 % is withheld from the recipient, at most 5 tokens. */
  fee: {
    address: deriveKeyPair({ seed: "x402-conformance", path: "mint/transfer-fee" }).address,
    symbol: "FEE",
    decimals: 6,
    tokenProgram: programs.token2022,
    transferFee: { basisPoints: 100, maximum: 5_000_000n },
  },
} as const satisfies Record<string, SvmMint>;

export const allMints: readonly SvmMint[] = Object.values(mints);

/** The mint of an address, where it is one of the chain's own. */
export const mintOf = (address: string): SvmMint | undefined => allMints.find((mint) => mint.address === address);

/** Mints and freezes, and pays for what the harness itself sends. @param seed the run's */
export const mintAuthority = (seed: string): KeyPair => deriveKeyPair({ seed, path: "harness/mint-authority" });

export interface GenesisAccount {
  readonly address: string;
  readonly lamports: bigint;
  /** The program it belongs to. */
  readonly owner: string;
  readonly data: Uint8Array;
  readonly executable: boolean;
}

/** The accounts a chain starts with, for whatever kind of node. */
export function genesisAccounts(options: { readonly seed: string }): readonly GenesisAccount[] {
  const authority = mintAuthority(options.seed).address;
  return [
    ...allMints.map((mint): GenesisAccount => ({
      address: mint.address,
      // Enough rent for every size of mint.
      lamports: 10_000_000n,
      owner: mint.tokenProgram,
      data: encodeMint({
        supply: 0n,
        decimals: mint.decimals,
        mintAuthority: authority,
        freezeAuthority: authority,
        ...(mint.transferFee === undefined ? {} : { transferFee: mint.transferFee }),
      }),
      executable: false,
    })),
    { address: authority, lamports: 1_000_000_000_000_000n, owner: programs.system, data: new Uint8Array(), executable: false },
  ];
}
