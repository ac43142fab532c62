import { canonicalJson } from "../json.ts";
import { type ChainWallet, type LocalChain, NATIVE } from "../chains/chain.ts";
import { idOf } from "./ids.ts";
import type { StartedPsp } from "./psp/psp.ts";
import type { RailWorld } from "./world.ts";

/**
 * A rail in the form of a local chain: what a harness knows of chains it then knows of rails. Accounts are those of
 * payers and merchants at a payment service provider, transactions its payment intents, and the RPC URL its API.
 */
export interface RailChain extends LocalChain {
  /** Clock, books and providers: the same for all rails of one world. */
  readonly world: RailWorld;
  /** Where the wallets have their tokens and keys, and what {@link LocalChain.rpcUrl} leads to. */
  readonly psp: StartedPsp;
  wallet(path: string): RailWallet;
}

/**
 * One party that may pay, sell, or act for sellers. `privateKey` is what a target in its place is given: paths that
 * begin with `facilitator/` or `sponsor/` have the key of a platform at the first provider, all others their default payment method there, `<psp>/<token>`.
 */
export interface RailWallet extends ChainWallet {
  /** Tokens of its payment methods at the first provider by the test instrument behind each, the rail's default first. Their payments draw on what it was funded with. */
  readonly tokens: Readonly<Record<string, string>>;
  /** Of a facilitator, at the first provider: acts for every merchant. */
  readonly platformKey: string;
  /** The same at each provider, by its name, with the key's id there. */
  readonly platformKeys: Readonly<Record<string, { readonly id: string; readonly secret: string }>>;
  /** Of a merchant: acts for its own account. */
  readonly merchantKey: string;
}

export interface RailChainOptions {
  /** Of the key. */
  readonly id: string;
  readonly network: string;
  /** ISO 4217. */
  readonly asset: string;
  /** Names of test instruments that wallets get, the default first. */
  readonly instruments: readonly [string, ...string[]];
}

/** Intents whose money is held or paid, those that come to nothing, and the others. */
const STATUS: Readonly<Record<string, "success" | "reverted">> = { requires_capture: "success", succeeded: "success", failed: "reverted", returned: "reverted", canceled: "reverted" };
/** Ids of the simulated world, wherever they stand in a call. */
const IDS = /\b(?:acct|pm|pi|re|mandate|evt|dp|cus)_[a-z0-9]{24}\b/g;
const MAX_SEARCHED = 256 * 1024;

/** @param options.stop lets go of the world */
export function createRailChain(options: RailChainOptions & { readonly world: RailWorld; readonly stop: () => Promise<void> }): RailChain {
  const { world, asset } = options;
  const { psp, ledger } = world;

  function wallet(path: string): RailWallet {
    const address = idOf({ prefix: "acct", parts: [world.seed, path] });
    // Anew each time: a world that was put back does not know a party it met later.
    for (const one of world.psps.values()) one.control.openMerchant({ id: address });
    const tokens = Object.fromEntries(options.instruments.map((as) => [as, psp.control.tokens.mint({ id: idOf({ prefix: "pm", parts: [world.seed, path, as] }), owner: address, as }).id]));
    const platformKeys = Object.fromEntries([...world.psps].map(([name, { control }]) => [name, control.issueKey({ id: idOf({ prefix: "key", parts: [world.seed, path, "platform", ...(control === psp.control ? [] : [name])] }) })]));
    const platformKey = platformKeys[psp.name]?.secret ?? "";
    const merchantKey = psp.control.issueKey({ id: idOf({ prefix: "key", parts: [world.seed, path, "merchant"] }), merchant: address }).secret;
    return { address, privateKey: /^(?:facilitator|sponsor)\//.test(path) ? platformKey : `${psp.name}/${tokens[options.instruments[0]] ?? ""}`, tokens, platformKey, platformKeys, merchantKey };
  }

  return {
    network: options.network,
    rpcUrl: psp.url,
    asset,
    version: `${options.id}-rail simulated`,
    world,
    psp,
    wallet,
    address: (path) => wallet(path).address,
    fund(funds) {
      for (const { address, amount = 0n } of funds) {
        for (const one of world.psps.values()) one.control.openMerchant({ id: address });
        world.fund({ owner: address, currency: asset, amount });
      }
      return Promise.resolve();
    },
    position: () => Promise.resolve(ledger.position()),
    transfers: ({ after, accounts, asset: currency = asset }) =>
      Promise.resolve(
        world
          .movements({ after, owners: accounts, currency })
          .map(({ sender, recipient, amount, position, payment }) => ({ asset: currency, sender, recipient, amount, transaction: payment ?? "", position, key: `${position}/${sender}/${recipient}` })),
      ),
    balances: ({ accounts, asset: currency = asset }) => Promise.resolve(accounts.map((address) => ({ address, asset: currency, amount: currency === NATIVE ? 0n : world.balance({ owner: address, currency }) }))),
    transactions: ({ ids }) =>
      Promise.resolve(
        ids.flatMap((id) => {
          const found = [...world.psps.values()].find(({ control }) => control.intent(id) !== undefined);
          const intent = found?.control.intent(id);
          if (found === undefined || intent === undefined) return [];
          const payer = found.control.tokens.get(String(intent["payment_method"]))?.owner ?? "";
          return [{ id, sender: payer, to: String(intent["merchant_account"]), input: canonicalJson(intent), status: STATUS[String(intent["status"])] ?? ("pending" as const) }];
        }),
      ),
    // It starts ahead of the wall clock and goes on when it is told to.
    catchUp: () => Promise.resolve(),
    snapshot() {
      const restore = world.snapshot();
      return Promise.resolve(() => Promise.resolve(restore()));
    },
    tokensOf: ({ method, params }) => [...new Set(`${method} ${written(params)}`.slice(0, MAX_SEARCHED).match(IDS))],
    // Part of this very process: it does not end before it.
    onCrash: () => undefined,
    stop: options.stop,
  };
}

/** Of calls by strangers: what cannot be written down holds no id. */
function written(params: unknown): string {
  try {
    return JSON.stringify(params) ?? "";
  } catch {
    return "";
  }
}
