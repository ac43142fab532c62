import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { unusedSvmKey } from "./unused-svm-key.ts";

/** A server's second facilitator. */
export interface OtherFacilitator {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Says that it supports everything and refuses every payment. Upstream's servers offer more methods
 * than the harness plays, and do not start when no facilitator lists them.
 *
 * @param options.network CAIP-2 of the EVM chain
 */
export async function startOtherFacilitator(options: { network: string }): Promise<OtherFacilitator> {
  const { address } = unusedSvmKey();
  const svm = "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1";
  const supported = {
    kinds: [
      ...["exact", "upto", "batch-settlement"].map((scheme) => ({ x402Version: 2, scheme, network: options.network })),
      ...["exact", "upto"].map((scheme) => ({ x402Version: 2, scheme, network: svm, extra: { feePayer: address } })),
    ],
    extensions: ["bazaar", "eip2612GasSponsoring", "erc20ApprovalGasSponsoring"],
    signers: { "solana:*": [address] },
  };
  const server = createServer((request, response) => {
    request.resume();
    const asked = request.url === "/supported";
    response.writeHead(asked ? 200 : 500, { "content-type": "application/json" });
    response.end(JSON.stringify(asked ? supported : { error: "this facilitator settles nothing" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () =>
      await new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
