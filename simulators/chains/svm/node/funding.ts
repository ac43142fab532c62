/** Puts token accounts and money in place without transactions. */
import type { JsonObject } from "../../../json.ts";
import { decodeMint, decodeTokenAccount, encodeMint, encodeTokenAccount } from "../token-state.ts";
import type { MintState, TokenAccountState } from "../token-state.ts";
import { associatedTokenAddress } from "../wire/addresses.ts";
import { isTokenProgram, programs } from "../wire/program-ids.ts";
import { invalidParams } from "./json-rpc.ts";
import { addressParam, configParam, u64Param, wordParam } from "./params.ts";
import type { Account, Runtime } from "./runtime.ts";

export interface Funds {
  readonly owner: string;
  /** Of the mint, in atomic units; added. */
  readonly amount: bigint;
  /** Added. */
  readonly lamports: bigint;
}

export interface Funding {
  /** Gives each owner an associated token account of the mint, and what it is to get. */
  fund(options: { readonly mint: string; readonly funds: readonly Funds[] }): void;
  /** Writes a token account over whatever stands at its address. @returns the address */
  setTokenAccount(named: JsonObject): string;
}

export function createFunding(runtime: Runtime): Funding {
  function mintAt(address: string): { readonly account: Account; readonly mint: MintState } {
    const account = runtime.getAccount(address);
    const mint = account === undefined ? undefined : decodeMint(account);
    if (account === undefined || mint === undefined) throw invalidParams(`Invalid params: expected the address of a mint, found ${address}`);
    return { account, mint };
  }

  function write(options: { readonly address: string; readonly tokenProgram: string; readonly mint: MintState; readonly account: TokenAccountState }): void {
    const { address, tokenProgram, mint } = options;
    const account = mint.transferFee === undefined || options.account.withheldFee !== undefined ? options.account : { ...options.account, withheldFee: 0n };
    const data = encodeTokenAccount({ account, tokenProgram });
    runtime.setAccount(address, { lamports: runtime.rentFor(BigInt(data.length)), data, owner: tokenProgram, executable: false });
  }

  return {
    fund({ mint: mintAddress, funds }) {
      const { account: mintAccount, mint } = mintAt(mintAddress);
      const tokenProgram = mintAccount.owner;
      let minted = 0n;
      for (const { owner, amount, lamports } of funds) {
        const address = associatedTokenAddress({ owner, mint: mintAddress, tokenProgram });
        const known = runtime.getAccount(address);
        const before = known === undefined ? undefined : decodeTokenAccount(known);
        minted += amount;
        if (before === undefined) write({ address, tokenProgram, mint, account: { mint: mintAddress, owner, amount, state: "initialized" } });
        else if (known !== undefined && amount > 0n) runtime.setAccount(address, { ...known, lamports: known.lamports, owner: known.owner, executable: false, data: withAmount(known.data, before.amount + amount) });
        if (lamports === 0n) continue;
        const wallet = runtime.getAccount(owner);
        runtime.setAccount(owner, { lamports: (wallet?.lamports ?? 0n) + lamports, data: wallet?.data ?? new Uint8Array(), owner: wallet?.owner ?? programs.system, executable: false });
      }
      if (minted > 0n && isTokenProgram(tokenProgram)) {
        const data = Uint8Array.from(mintAccount.data);
        data.set(encodeMint({ ...mint, supply: mint.supply + minted }).subarray(36, 44), 36);
        runtime.setAccount(mintAddress, { lamports: mintAccount.lamports, data, owner: tokenProgram, executable: false });
      }
    },
    setTokenAccount(named) {
      const mintAddress = addressParam(named["mint"]);
      const owner = addressParam(named["owner"]);
      const { account: mintAccount, mint } = mintAt(mintAddress);
      const tokenProgram = mintAccount.owner;
      const address = named["address"] === undefined ? associatedTokenAddress({ owner, mint: mintAddress, tokenProgram }) : addressParam(named["address"]);
      const delegate = named["delegate"] === undefined ? undefined : configParam(named["delegate"]);
      const account: TokenAccountState = {
        mint: mintAddress,
        owner,
        amount: u64Param(named["amount"] ?? 0, "amount"),
        state: wordParam({ config: named, member: "state", words: ["initialized", "frozen"], otherwise: "initialized" }),
        ...(delegate === undefined ? {} : { delegate: { address: addressParam(delegate["address"]), amount: u64Param(delegate["amount"], "delegate.amount") } }),
        ...(named["closeAuthority"] === undefined ? {} : { closeAuthority: addressParam(named["closeAuthority"]) }),
      };
      write({ address, tokenProgram, mint, account });
      return address;
    },
  };
}

function withAmount(data: Uint8Array, amount: bigint): Uint8Array {
  const changed = Uint8Array.from(data);
  new DataView(changed.buffer).setBigUint64(64, amount, true);
  return changed;
}
