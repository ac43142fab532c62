import type { ClientConfig, FacilitatorConfig, RouteAccept, ServerConfig, StartConfig } from "../protocol.ts";
import { families, type Family, familyOf } from "./families.ts";

/** The variables of all three generations of the upstream end-to-end tests at once: their names do not clash. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Nothing listens there: no component needs it before it makes a payment of that family. */
const NO_RPC = "http://127.0.0.1:9";

/** For a client: one request, always GET. @param options.wallets private keys by CAIP-2 namespace */
export function clientEnvironment(options: { config: ClientConfig; url: string; wallets: Readonly<Record<string, string>>; catalogue: string | undefined; inherited: NodeJS.ProcessEnv }): Environment {
  const { origin, pathname, search } = new URL(options.url);
  return whole({
    ...options,
    own: { RESOURCE_SERVER_URL: origin, ENDPOINT_PATH: `${pathname}${search}`, ...keys({ role: "CLIENT", keyOf: ({ namespace }) => options.wallets[namespace] }) },
  });
}

/** For a server: its routes are its own, only who is paid, in what, and through whom is told. */
export function serverEnvironment(options: { config: ServerConfig; port: number; accept: RouteAccept | undefined; otherFacilitator: string; catalogue: string | undefined; inherited: NodeJS.ProcessEnv }): Environment {
  const { accept, config } = options;
  const played = accept === undefined ? undefined : familyOf(accept.network);
  const payees = families.map(({ prefix, unused }): Environment =>
    prefix === played?.prefix
      ? { [`${prefix}_PAYEE_ADDRESS`]: accept?.payTo, [`SERVER_${prefix}_ADDRESS`]: accept?.payTo }
      : // The two older generations do not start without; the newest serves a family when it is told an address, and is not.
        { [`${prefix}_PAYEE_ADDRESS`]: unused().address },
  );
  return whole({
    ...options,
    own: {
      PORT: String(options.port),
      FACILITATOR_URL: config.facilitators[0],
      MOCK_FACILITATOR_URL: config.facilitators[1] ?? options.otherFacilitator,
      ...(played?.prefix === "EVM" ? { EVM_PERMIT2_ASSET: accept?.asset } : {}),
      ...Object.assign({}, ...payees),
    },
  });
}

/** For a facilitator. */
export function facilitatorEnvironment(options: { config: FacilitatorConfig; port: number; catalogue: string | undefined; inherited: NodeJS.ProcessEnv }): Environment {
  return whole({ ...options, own: { PORT: String(options.port), ...keys({ role: "FACILITATOR", keyOf: (family) => chainOf({ chains: options.config.chains, family })?.chain.signerPrivateKey }) } });
}

function keys(options: { role: "CLIENT" | "FACILITATOR"; keyOf: (family: Family) => string | undefined }): Environment {
  const named = families.map((family): Environment => {
    const key = options.keyOf(family) ?? family.unused().privateKey;
    return { [`${family.prefix}_PRIVATE_KEY`]: key, [`${options.role}_${family.prefix}_PRIVATE_KEY`]: key };
  });
  return Object.assign({}, ...named) as Environment;
}

function chainOf<Chain>(options: { chains: Readonly<Record<string, Chain>>; family: Family }): { readonly network: string; readonly chain: Chain } | undefined {
  const [found] = Object.entries(options.chains).filter(([network]) => familyOf(network) === options.family);
  return found === undefined ? undefined : { network: found[0], chain: found[1] };
}

function whole(options: { config: StartConfig; own: Environment; catalogue: string | undefined; inherited: NodeJS.ProcessEnv }): Environment {
  const chains = families.map((family): Environment => {
    const played = chainOf({ chains: options.config.chains, family });
    return { [`${family.prefix}_NETWORK`]: played?.network ?? family.network, [`${family.prefix}_RPC_URL`]: played?.chain.rpcUrl ?? NO_RPC };
  });
  const own: Environment = { ...options.own, ...Object.assign({}, ...chains), E2E_MECHANISMS_CATALOG: options.catalogue };
  // An operator's real keys and addresses, from a shell that also runs the upstream tests, stay out of a test run.
  const theirs = Object.keys(options.inherited).filter((name) => /^(CLIENT|SERVER|FACILITATOR)_|_(PRIVATE_KEY|PAYEE_ADDRESS|RPC_URL|MNEMONIC)$/.test(name));
  return { ...Object.fromEntries(theirs.map((name) => [name, undefined])), ...own };
}
