import { createServer } from "node:http";
import { x402Facilitator } from "@x402/core/facilitator";
import { toFacilitatorEvmSigner } from "@x402/evm";
import { ExactEvmScheme } from "@x402/evm/exact/facilitator";
import { toFacilitatorSvmSigner } from "@x402/svm";
import { ExactSvmScheme } from "@x402/svm/exact/facilitator";
import { createKeyPairSignerFromBytes, getBase58Encoder } from "@solana/kit";
import express from "express";
import { createWalletClient, http, publicActions } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { baseSepolia } from "viem/chains";
import { createNonceManager, jsonRpc } from "viem/nonce";
import sdk from "./node_modules/@x402/core/package.json" with { type: "json" };
import { instances, listen, serve, unsupported } from "../adapter-kit/ndjson.mjs";

const EVM = "eip155:84532";
const SOLANA = "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1";
const facilitators = instances();

serve({
  hello: () => ({
    name: "@x402/core facilitator",
    version: sdk.version,
    role: "facilitator",
    capabilities: { schemes: ["exact"], networks: [EVM, SOLANA], extensions: [], transports: ["http"], features: ["chain", "instances"] },
  }),

  async start({ instance, config }) {
    if (config.role !== "facilitator") throw unsupported(`this is a facilitator, not a ${config.role}`);
    const other = Object.keys(config.chains).filter((network) => network !== EVM && network !== SOLANA);
    if (other.length > 0) throw unsupported(`this facilitator settles on ${EVM} and ${SOLANA} only, not on ${other.join(", ")}`);
    const facilitator = new x402Facilitator();
    const seconds = config.confirmationTimeoutSeconds;
    if (config.chains[EVM] !== undefined) facilitator.register(EVM, new ExactEvmScheme(evmSigner({ chain: config.chains[EVM], seconds })));
    if (config.chains[SOLANA] !== undefined) facilitator.register(SOLANA, new ExactSvmScheme(await svmSigner({ chain: config.chains[SOLANA], seconds })));
    const { url } = await facilitators.start(instance, () => listen(createServer(application(facilitator))));
    return { url };
  },

  reset: ({ instance }) => void facilitators.get(instance),
  stop: ({ instance }) => facilitators.stop(instance),
});

function evmSigner({ chain, seconds }) {
  // Without a nonce manager settlements that run side by side take each other's transaction nonce.
  const account = privateKeyToAccount(chain.signerPrivateKey, { nonceManager: createNonceManager({ source: jsonRpc() }) });
  const client = createWalletClient({ account, chain: baseSepolia, transport: http(chain.rpcUrl), pollingInterval: 20 }).extend(publicActions);
  return toFacilitatorEvmSigner({ ...client, address: account.address }, { confirmationTimeoutMs: seconds * 1000 });
}

async function svmSigner({ chain, seconds }) {
  const signer = toFacilitatorSvmSigner(await createKeyPairSignerFromBytes(getBase58Encoder().encode(chain.signerPrivateKey)), { defaultRpcUrl: chain.rpcUrl });
  // The SDK waits 30 s and has no option for it; a shorter wait ends as its own does.
  const late = () => new Promise((_, reject) => setTimeout(reject, seconds * 1000, new Error("Transaction confirmation timeout")).unref());
  return { ...signer, confirmTransaction: (signature, network) => Promise.race([signer.confirmTransaction(signature, network), late()]) };
}

/** The SDK ships no HTTP server: this is the adapter's, see README.md for what it decides. */
function application(facilitator) {
  const app = express();
  app.use(express.json());
  const endpoint = (act) => async (request, response) => {
    const { paymentPayload, paymentRequirements } = request.body ?? {};
    if (!paymentPayload || !paymentRequirements) return response.status(400).json({ error: "paymentPayload and paymentRequirements are required" });
    try {
      response.json(await act(paymentPayload, paymentRequirements));
    } catch (error) {
      response.status(500).json({ error: error instanceof Error ? error.message : String(error) });
    }
  };
  app.post("/verify", endpoint((payload, requirements) => facilitator.verify(payload, requirements)));
  app.post("/settle", endpoint((payload, requirements) => facilitator.settle(payload, requirements)));
  app.get("/supported", (_request, response) => response.json(facilitator.getSupported()));
  return app;
}
