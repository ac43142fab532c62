import { createKeyPairSignerFromBytes, getBase58Encoder } from "@solana/kit";
import { ExactEvmScheme } from "@x402/evm/exact/client";
import { toClientSvmSigner } from "@x402/svm";
import { ExactSvmScheme } from "@x402/svm/exact/client";
import { decodePaymentResponseHeader, wrapFetchWithPayment, x402Client } from "@x402/fetch";
import { privateKeyToAccount } from "viem/accounts";
import sdk from "./node_modules/@x402/fetch/package.json" with { type: "json" };
import { instances, serve, unsupported } from "../adapter-kit/ndjson.mjs";

const EVM = "eip155:84532";
const SOLANA = "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1";
/** Bytes of the response's body that are reported. */
const KEPT = 65_536;
const clients = instances();

serve({
  hello: () => ({
    name: "@x402/fetch",
    version: sdk.version,
    role: "client",
    // The SDK echoes any extension a server advertises, unchanged.
    capabilities: { schemes: ["exact"], networks: [EVM, SOLANA], extensions: ["conformance-echo"], transports: ["http"], features: ["request", "payment-result", "instances"] },
  }),

  async start({ instance, config }) {
    if (config.role !== "client") throw unsupported(`this is a client, not a ${config.role}`);
    // A client of the SDK has no state worth keeping: every fetch below makes its own from the wallet it is given.
    await clients.start(instance, () => ({ chains: config.chains, close: () => undefined }));
  },

  async fetch({ instance, request, wallets }) {
    const { chains } = clients.get(instance);
    if (wallets.eip155 === undefined && wallets.solana === undefined) throw unsupported(`this client pays from an eip155 or a solana wallet, given ${Object.keys(wallets).join(", ") || "none"}`);
    const client = new x402Client();
    if (wallets.eip155 !== undefined) client.register(EVM, new ExactEvmScheme(privateKeyToAccount(wallets.eip155)));
    if (wallets.solana !== undefined) {
      const signer = await createKeyPairSignerFromBytes(getBase58Encoder().encode(wallets.solana));
      client.register(SOLANA, new ExactSvmScheme(toClientSvmSigner(signer), { rpcUrl: chains[SOLANA]?.rpcUrl }));
    }
    const fetchWithPayment = wrapFetchWithPayment(fetch, client);
    try {
      const response = await fetchWithPayment(request.url, {
        method: request.method,
        headers: request.headers,
        ...(request.body === undefined ? {} : { body: Buffer.from(request.body, "base64") }),
      });
      const body = Buffer.from(await response.arrayBuffer()).subarray(0, KEPT).toString("base64");
      return { outcome: "response", status: response.status, headers: [...response.headers], body, ...paymentOf(response) };
    } catch (error) {
      return { outcome: "error", message: messageOf(error) };
    }
  },

  reset: ({ instance }) => void clients.get(instance),
  stop: ({ instance }) => clients.stop(instance),
});

/** As the SDK's documentation reads the receipt. */
function paymentOf(response) {
  const header = response.headers.get("PAYMENT-RESPONSE");
  if (header === null) return {};
  try {
    return { payment: decodePaymentResponseHeader(header) };
  } catch {
    return {};
  }
}

function messageOf(error) {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
