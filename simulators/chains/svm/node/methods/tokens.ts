/** Methods that read token accounts and mints. */
import type { Engine } from "../engine.ts";
import { accountJson, accountViewParam } from "../account-json.ts";
import { invalidParams } from "../json-rpc.ts";
import type { Method } from "../json-rpc.ts";
import { addressParam, blockParam, choiceParam, commitmentAloneParam, configParam, withContext } from "../params.ts";
import type { Account } from "../runtime.ts";
import { tokenAmountJson } from "../token-amount.ts";
import { decodeMint, decodeTokenAccount } from "../../token-state.ts";
import type { TokenAccountState } from "../../token-state.ts";
import { isTokenProgram } from "../../wire/program-ids.ts";

export function tokenMethods({ runtime, slots }: Engine): Readonly<Record<string, Method>> {
  const mintAt = (address: string) => {
    const account = runtime.getAccount(address);
    return account === undefined ? undefined : decodeMint(account);
  };
  const tokenAccounts = (accepts: (token: TokenAccountState) => boolean, program: string): readonly (readonly [string, Account])[] =>
    runtime.programAccounts(program).filter(([, account]) => {
      const token = decodeTokenAccount(account);
      return token !== undefined && accepts(token);
    });
  const namedMint = (address: unknown): { readonly program: string; readonly decimals: number } => {
    const account = runtime.getAccount(addressParam(address));
    if (account === undefined) throw invalidParams("Invalid param: could not find mint");
    const mint = decodeMint(account);
    if (mint === undefined) throw invalidParams("Invalid param: Token mint could not be unpacked");
    return { program: account.owner, decimals: mint.decimals };
  };
  /** By owner or by delegate: the same question twice. */
  const listing = (belongs: (token: TokenAccountState, to: string) => boolean): Method => ({
    params: [2, 3],
    run([holder, filter, settings]) {
      const config = configParam(settings);
      const view = accountViewParam(config, "binary");
      const to = addressParam(holder);
      const [by, named] = choiceParam(filter, ["mint", "programId"]);
      const program = by === "programId" ? addressParam(named) : namedMint(named).program;
      if (!isTokenProgram(program)) throw invalidParams("Invalid param: unrecognized Token program id");
      const found = tokenAccounts((token) => belongs(token, to) && (by === "programId" || token.mint === named), program);
      return withContext(blockParam({ slots, config }), found.map(([address, account]) => ({ pubkey: address, account: accountJson({ account, view, runtime, address }) })));
    },
  });
  return {
    getTokenAccountBalance: {
      params: [1, 2],
      run([address, settings]) {
        const block = blockParam({ slots, config: commitmentAloneParam(settings) });
        const account = runtime.getAccount(addressParam(address));
        if (account === undefined) throw invalidParams("Invalid param: could not find account");
        const token = decodeTokenAccount(account);
        if (token === undefined) throw invalidParams("Invalid param: not a Token account");
        return withContext(block, tokenAmountJson(token.amount, mintAt(token.mint)?.decimals ?? 0));
      },
    },
    getTokenSupply: {
      params: [1, 2],
      run([address, settings]) {
        const block = blockParam({ slots, config: commitmentAloneParam(settings) });
        const account = runtime.getAccount(addressParam(address));
        if (account === undefined) throw invalidParams("Invalid param: could not find account");
        const mint = decodeMint(account);
        if (mint === undefined) throw invalidParams(isTokenProgram(account.owner) ? "Invalid param: mint could not be unpacked" : "Invalid param: not a Token mint");
        return withContext(block, tokenAmountJson(mint.supply, mint.decimals));
      },
    },
    getTokenLargestAccounts: {
      params: [1, 2],
      run([address, settings]) {
        const block = blockParam({ slots, config: commitmentAloneParam(settings) });
        const mint = addressParam(address);
        const { program, decimals } = namedMint(mint);
        const holders = tokenAccounts((token) => token.mint === mint, program)
          .map(([holder, account]) => ({ holder, amount: decodeTokenAccount(account)?.amount ?? 0n }))
          .toSorted((left, right) => (left.amount > right.amount ? -1 : 1));
        return withContext(block, holders.slice(0, 20).map(({ holder, amount }) => ({ address: holder, ...(tokenAmountJson(amount, decimals)) })));
      },
    },
    getTokenAccountsByOwner: listing((token, owner) => token.owner === owner),
    getTokenAccountsByDelegate: listing((token, delegate) => token.delegate?.address === delegate),
  };
}
