import { createServer } from "node:http";
import { x402Facilitator } from "@x402/core/facilitator";
import { toFacilitatorEvmSigner } from "@x402/evm";
import { ExactEvmScheme } from "@x402/evm/exact/facilitator";
import express from "express";
import { createWalletClient, http, publicActions } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { baseSepolia } from "viem/chains";
import { createNonceManager, jsonRpc } from "viem/nonce";
import sdk from "./node_modules/@x402/core/package.json" with { type: "json" };
import { instances, listen, serve, unsupported } from "../adapter-kit/ndjson.mjs";

const NETWORK = "eip155:84532";
const facilitators = instances();

serve({
  hello: () => ({
    name: "@x402/core facilitator",
    version: sdk.version,
    role: "facilitator",
    capabilities: { schemes: ["exact"], networks: [NETWORK], extensions: [], transports: ["http"], features: ["chain", "instances"] },
  }),

  async start({ instance, config }) {
    if (config.role !== "facilitator") throw unsupported(`this is a facilitator, not a ${config.role}`);
    const other = Object.keys(config.chains).filter((network) => network !== NETWORK);
    if (other.length > 0 || config.chains[NETWORK] === undefined) throw unsupported(`this facilitator settles on ${NETWORK} only${other.length > 0 ? `, not on ${other.join(", ")}` : ""}`);
    const signer = signerOf({ chain: config.chains[NETWORK], seconds: config.confirmationTimeoutSeconds });
    const facilitator = new x402Facilitator().register(NETWORK, new ExactEvmScheme(signer));
    const { url } = await facilitators.start(instance, () => listen(createServer(application(facilitator))));
    return { url };
  },

  reset: ({ instance }) => void facilitators.get(instance),
  stop: ({ instance }) => facilitators.stop(instance),
});

function signerOf({ chain, seconds }) {
  // Without a nonce manager settlements that run side by side take each other's transaction nonce.
  const account = privateKeyToAccount(chain.signerPrivateKey, { nonceManager: createNonceManager({ source: jsonRpc() }) });
  const client = createWalletClient({ account, chain: baseSepolia, transport: http(chain.rpcUrl), pollingInterval: 20 }).extend(publicActions);
  return toFacilitatorEvmSigner({ ...client, address: account.address }, { confirmationTimeoutMs: seconds * 1000 });
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
