/** Methods that read accounts. State is the newest there is, at every commitment level; the context's slot is the level's. */
import type { Engine } from "../engine.ts";
import { accountFilters } from "../account-filter.ts";
import { accountJson, accountOrNull, accountViewParam } from "../account-json.ts";
import type { Method } from "../json-rpc.ts";
import { addressParam, blockParam, configParam, flagParam, listParam, withContext } from "../params.ts";

/** As many accounts as one call may ask for. */
const maxAccounts = 100;

export function accountMethods({ runtime, slots }: Engine): Readonly<Record<string, Method>> {
  return {
    getAccountInfo: {
      params: [1, 2],
      run([address, settings]) {
        const config = configParam(settings);
        return withContext(blockParam({ slots, config }), accountOrNull({ address: addressParam(address), view: accountViewParam(config, "binary"), runtime }));
      },
    },
    getMultipleAccounts: {
      params: [1, 2],
      run([addresses, settings]) {
        const config = configParam(settings);
        const view = accountViewParam(config, "base64");
        const found = listParam(addresses, "addresses", maxAccounts).map((address) => accountOrNull({ address: addressParam(address), view, runtime }));
        return withContext(blockParam({ slots, config }), found);
      },
    },
    getBalance: {
      params: [1, 2],
      run: ([address, settings]) => withContext(blockParam({ slots, config: configParam(settings) }), runtime.getAccount(addressParam(address))?.lamports ?? 0n),
    },
    getProgramAccounts: {
      params: [1, 2],
      run([program, settings]) {
        const config = configParam(settings);
        const view = accountViewParam(config, "binary");
        const accepts = accountFilters(config["filters"]);
        const block = blockParam({ slots, config });
        const found = runtime
          .programAccounts(addressParam(program))
          .filter(([, account]) => accepts(account))
          .map(([address, account]) => ({ pubkey: address, account: accountJson({ account, view, runtime, address }) }));
        return flagParam(config, "withContext") ? withContext(block, found) : found;
      },
    },
  };
}
