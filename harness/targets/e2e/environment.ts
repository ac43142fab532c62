import type { ClientConfig, FacilitatorConfig, RouteAccept, ServerConfig, StartConfig } from "../protocol.ts";
import { type SvmKey, unusedSvmKey } from "./unused-svm-key.ts";

/** The variables of all three generations of the upstream end-to-end tests at once: their names do not clash. */
export type Environment = Readonly<Record<string, string | undefined>>;

const SVM_NETWORK = "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1";
/** Nothing listens there: no component needs it before it makes an SVM payment. */
const NO_RPC = "http://127.0.0.1:9";

/** For a client: one request, always GET. */
export function clientEnvironment(options: { config: ClientConfig; url: string; key: string; catalogue: string | undefined; inherited: NodeJS.ProcessEnv }): Environment {
  const { origin, pathname, search } = new URL(options.url);
  const svm = unusedSvmKey();
  return whole({
    ...options,
    own: { RESOURCE_SERVER_URL: origin, ENDPOINT_PATH: `${pathname}${search}`, ...keys({ prefix: "CLIENT", evm: options.key, svm }) },
  });
}

/** For a server: its routes are its own, only who is paid, in what, and through whom is told. */
export function serverEnvironment(options: { config: ServerConfig; port: number; accept: RouteAccept | undefined; otherFacilitator: string; catalogue: string | undefined; inherited: NodeJS.ProcessEnv }): Environment {
  const { accept, config } = options;
  return whole({
    ...options,
    own: {
      PORT: String(options.port),
      FACILITATOR_URL: config.facilitators[0],
      MOCK_FACILITATOR_URL: config.facilitators[1] ?? options.otherFacilitator,
      EVM_PERMIT2_ASSET: accept?.asset,
      EVM_PAYEE_ADDRESS: accept?.payTo,
      SERVER_EVM_ADDRESS: accept?.payTo,
      // The two older generations do not start without; the newest serves SVM when it is told an address, and is not.
      SVM_PAYEE_ADDRESS: unusedSvmKey().address,
    },
  });
}

/** For a facilitator. */
export function facilitatorEnvironment(options: { config: FacilitatorConfig; port: number; catalogue: string | undefined; inherited: NodeJS.ProcessEnv }): Environment {
  const evm = Object.entries(options.config.chains).find(([network]) => network.startsWith("eip155:"))?.[1].signerPrivateKey;
  return whole({ ...options, own: { PORT: String(options.port), ...keys({ prefix: "FACILITATOR", evm, svm: unusedSvmKey() }) } });
}

function keys(options: { prefix: "CLIENT" | "FACILITATOR"; evm: string | undefined; svm: SvmKey }): Environment {
  const { evm, prefix, svm } = options;
  return { EVM_PRIVATE_KEY: evm, [`${prefix}_EVM_PRIVATE_KEY`]: evm, SVM_PRIVATE_KEY: svm.privateKey, [`${prefix}_SVM_PRIVATE_KEY`]: svm.privateKey };
}

function whole(options: { config: StartConfig; own: Environment; catalogue: string | undefined; inherited: NodeJS.ProcessEnv }): Environment {
  const [network, chain] = Object.entries(options.config.chains).find(([name]) => name.startsWith("eip155:")) ?? [];
  const own: Environment = { ...options.own, EVM_NETWORK: network, EVM_RPC_URL: chain?.rpcUrl, SVM_NETWORK, SVM_RPC_URL: NO_RPC, E2E_MECHANISMS_CATALOG: options.catalogue };
  // An operator's real keys and addresses, from a shell that also runs the upstream tests, stay out of a test run.
  const theirs = Object.keys(options.inherited).filter((name) => /^(CLIENT|SERVER|FACILITATOR)_|_(PRIVATE_KEY|PAYEE_ADDRESS|RPC_URL|MNEMONIC)$/.test(name));
  return { ...Object.fromEntries(theirs.map((name) => [name, undefined])), ...own };
}
