import { createHash } from "node:crypto";
import { type ChainWallet, type LocalChain, NATIVE } from "../../chains/chain.ts";
import { type Ed25519Jwk, ed25519Key } from "../../http-signatures/index.ts";
import { type CreditNetwork, createCreditNetwork, MERCHANT } from "./credit-network.ts";
import { type ServedCredit, serveCredit } from "./serve.ts";

/** Credit in the form of a local chain: accounts are agents' keys, transactions their commitments, and the RPC URL the network's API. */
export interface CreditChain extends LocalChain {
  readonly credit: CreditNetwork;
  readonly served: Pick<ServedCredit, "known" | "unknown">;
  wallet(path: string): CreditWallet;
  /** A key of an agent that publishes it as it should, and that the network has never heard of. */
  unregistered(path: string): CreditWallet;
}

/** `address` is the key's thumbprint, `privateKey` what a client is given: the agent's origin and the private key in base64url, with a space between. */
export interface CreditWallet extends ChainWallet {
  /** Origin of the signature agent. */
  readonly agent: string;
  readonly jwk: Ed25519Jwk;
}

const COMMITMENT = /\bcmt_[a-z0-9]{24}\b/g;
const KEYID = /(?<=")[A-Za-z0-9_-]{43}(?=")/g;
const MAX_SEARCHED = 256 * 1024;

export async function startCreditChain(options: { seed: string; network: string; asset: string }): Promise<CreditChain> {
  const { seed, asset } = options;
  const credit = createCreditNetwork({ seed });
  const served = await serveCredit({ network: credit });

  const walletAt = (host: ServedCredit["known"], path: string): CreditWallet => {
    const secret = createHash("sha256").update(JSON.stringify([seed, "agent", host === served.known ? "known" : "unknown", path])).digest();
    const { jwk, thumbprint } = ed25519Key(secret);
    host.publish(jwk);
    return { address: thumbprint, privateKey: `${host.origin} ${secret.toString("base64url")}`, agent: host.origin, jwk };
  };

  return {
    network: options.network,
    rpcUrl: served.url,
    asset,
    version: "simulated credit network",
    credit,
    served,
    wallet: (path) => walletAt(served.known, path),
    unregistered: (path) => walletAt(served.unknown, path),
    // Whoever sells, it is the network that is paid.
    address: () => MERCHANT,
    fund(funds) {
      for (const { address, amount = 0n } of funds) if (address !== MERCHANT) credit.register({ keyid: address, currency: asset, credit: amount });
      return Promise.resolve();
    },
    position: () => Promise.resolve(credit.ledger.position()),
    transfers: ({ after, accounts, asset: currency = asset }) =>
      Promise.resolve(
        credit
          .movements({ after, owners: accounts, currency })
          .filter(({ kind }) => kind === "credit.committed")
          .map(({ sender, recipient, amount, position, payment }) => ({ asset: currency, sender, recipient, amount, transaction: payment ?? "", position, key: `${position}` })),
      ),
    balances: ({ accounts, asset: currency = asset }) => Promise.resolve(accounts.map((address) => ({ address, asset: currency, amount: currency === NATIVE ? 0n : credit.balance({ owner: address, currency }) }))),
    transactions: ({ ids }) =>
      Promise.resolve(
        credit
          .commitments()
          .filter(({ id }) => ids.includes(id))
          .map(({ id, keyid, amount, currency }) => ({ id, sender: keyid, to: MERCHANT, input: JSON.stringify({ amount: amount.toString(), currency }), status: "success" as const })),
      ),
    catchUp: () => Promise.resolve(),
    snapshot() {
      const restore = credit.snapshot();
      return Promise.resolve(() => Promise.resolve(restore()));
    },
    tokensOf({ method, params }) {
      const text = `${method} ${written(params)}`.slice(0, MAX_SEARCHED);
      return [...new Set([...(text.match(COMMITMENT) ?? []), ...(text.match(KEYID) ?? [])])];
    },
    // Part of this very process: it does not end before it.
    onCrash: () => undefined,
    stop: () => served.close(),
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
