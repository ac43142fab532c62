import { createServer } from "node:http";
import { HTTPFacilitatorClient } from "@x402/core/server";
import { ExactEvmScheme } from "@x402/evm/exact/server";
import { paymentMiddleware, x402ResourceServer } from "@x402/express";
import { ExactSvmScheme } from "@x402/svm/exact/server";
import express from "express";
import sdk from "./node_modules/@x402/express/package.json" with { type: "json" };
import { instances, listen, serve, unsupported } from "../adapter-kit/ndjson.mjs";

const SCHEME = "exact";
const EVM = "eip155:84532";
const SOLANA = "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1";
const servers = instances();

serve({
  hello: () => ({
    name: "@x402/express",
    version: sdk.version,
    role: "server",
    capabilities: {
      schemes: [SCHEME],
      networks: [EVM, SOLANA],
      // The SDK advertises any declared extension unchanged, and compares what the client echoes.
      extensions: ["conformance-echo"],
      transports: ["http"],
      features: ["upstream", "facilitator", "instances", "routes", "flow-upfront", "routes-below"],
    },
  }),

  async start({ instance, config }) {
    if (config.role !== "server") throw unsupported(`this is a server, not a ${config.role}`);
    const served = config.routes.filter(({ accepts }) => accepts.every(({ scheme, network }) => scheme === SCHEME && [EVM, SOLANA].includes(network)));
    const { url } = await servers.start(instance, () => listen(createServer(application({ config, routes: served }))));
    return { url, unsupportedRoutes: config.routes.filter((route) => !served.includes(route)).map(({ id }) => id) };
  },

  reset: ({ instance }) => void servers.get(instance),
  stop: ({ instance }) => servers.stop(instance),
});

function application({ config, routes }) {
  const facilitator = new HTTPFacilitatorClient({ url: config.facilitators[0] });
  const server = new x402ResourceServer(facilitator).register(EVM, new ExactEvmScheme()).register(SOLANA, new ExactSvmScheme());
  const app = express();
  app.use(paymentMiddleware(Object.fromEntries(routes.map((route) => [`${route.method} ${route.below === undefined ? route.path : `${route.below}/*`}`, routeConfig(route)])), server));
  for (const { method, path, below } of routes) {
    app[method.toLowerCase()](below === undefined ? path : `${below}/*rest`, express.raw({ type: () => true, limit: "2mb" }), async (request, response) => {
      const relayed = await fetch(`${config.upstream}${request.originalUrl}`, {
        method: request.method,
        headers: request.headers["content-type"] === undefined ? {} : { "content-type": request.headers["content-type"] },
        ...(request.body instanceof Buffer && request.body.length > 0 ? { body: request.body } : {}),
        redirect: "manual",
      });
      const body = Buffer.from(await relayed.arrayBuffer());
      response.status(relayed.status);
      if (relayed.headers.has("content-type")) response.setHeader("content-type", relayed.headers.get("content-type"));
      response.end(body);
    });
  }
  return app;
}

function routeConfig({ accepts, description, mimeType, extensions }) {
  return {
    accepts: accepts.map(({ scheme, network, amount, asset, payTo, maxTimeoutSeconds, extra }) => ({ scheme, network, payTo, maxTimeoutSeconds, price: { amount, asset }, extra })),
    ...(description === undefined ? {} : { description }),
    ...(mimeType === undefined ? {} : { mimeType }),
    ...(extensions === undefined ? {} : { extensions }),
  };
}
