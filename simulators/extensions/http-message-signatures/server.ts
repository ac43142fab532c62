import { DIRECTORY_PATH, DIRECTORY_TYPE, ed25519Key, type Item, serializeString, signMessage } from "../../http-signatures/index.ts";
import { HEADERS } from "../../transports/http/header-codec.ts";
import { fieldValues } from "../../transports/http/http-fetch.ts";
import type { CreateExtensionServer } from "../extension.ts";
import { createServerBends } from "./server-bends.ts";

/** Server half of `http-message-signatures`: extensions/http-message-signatures.md, Server-Signed Responses. Its key lives as long as it does. */

const TAG = "x402-response";
const LABEL = "resp";

export const createServer: CreateExtensionServer = ({ effects, faults }) => {
  const bends = createServerBends({ faults });
  const key = ed25519Key(effects.randomBytes(32));
  return {
    serve({ method, path }) {
      if (path !== DIRECTORY_PATH || (method !== "GET" && method !== "HEAD")) return undefined;
      return { status: 200, headers: [["Content-Type", DIRECTORY_TYPE]], body: Buffer.from(JSON.stringify({ keys: bends.keys([key.jwk]) }), "utf8") };
    },
    attach({ request, response }) {
      const { status, headers } = response;
      const said = [HEADERS.paymentRequired, HEADERS.paymentResponse].filter((name) => fieldValues({ headers, name }).length > 0).map((name) => name.toLowerCase());
      if (said.length === 0) return undefined;
      return bends.signature(
        signMessage({
          message: { status, headers, request },
          components: bends.components([...["@status", ...said].map((name) => component(name)), component("@authority", "req"), component("@path", "req")]),
          parameters: { created: Math.floor(effects.now() / 1000), keyid: key.thumbprint, tag: TAG },
          key,
          label: LABEL,
        }),
      );
    },
  };
};

function component(name: string, parameter?: string): Item {
  return { value: serializeString(name), parameters: new Map(parameter === undefined ? [] : [[parameter, "?1"]]) };
}
