import { request } from "undici";
import { isObject, type JsonObject } from "../../json.ts";

/** What the network says of a key of an agent. */
export type AgentRecognition = { readonly recognized: false } | { readonly recognized: true; /** URL of the agent's keys, as it was registered. */ readonly directory: string; /** Whose bill it goes on; absent for a key without an account. */ readonly billingIdentifier?: string };

export type CommitmentAnswer = { readonly id: string } | { readonly refused: "credit" | "unknown" };

/**
 * The network, as a resource server asks it: simulators/rails/credit. The text leaves the way to do so open.
 *
 * @remarks Each rejects when the network cannot be asked, or answers nonsense.
 */
export interface NetworkApi {
  agent(options: { agent: string; keyid: string }): Promise<AgentRecognition>;
  /** Keys of a directory, as they stand there. */
  keys(directory: string): Promise<readonly unknown[]>;
  /** Stores a commitment; the same reference is stored once. */
  commit(options: { keyid: string; amount: string; asset: string; reference: string }): Promise<CommitmentAnswer>;
}

const TIMEOUT_MS = 10_000;
/** A directory of a few hundred keys. */
const MAX_REPLY_BYTES = 128 * 1024;

/** @param options.url base URL of the network's API */
export function createNetworkApi(options: { url: string }): NetworkApi {
  const url = options.url.replace(/\/$/, "");
  return {
    async agent({ agent, keyid }) {
      const { status, body } = await ask({ url: `${url}/agents?${new URLSearchParams({ agent, keyid }).toString()}` });
      const { recognized, directory, billingIdentifier } = body;
      if (status !== 200 || typeof recognized !== "boolean") throw new TypeError(`the network's answer on an agent (${status}) does not say whether it knows it`);
      if (!recognized) return { recognized };
      if (typeof directory !== "string") throw new TypeError("the network knows an agent and not where its keys are");
      return { recognized, directory, ...(typeof billingIdentifier === "string" ? { billingIdentifier } : {}) };
    },
    async keys(directory) {
      const { status, body } = await ask({ url: directory });
      if (status !== 200 || !Array.isArray(body["keys"])) throw new TypeError(`${directory} (${status}) is no directory of keys`);
      return body["keys"] as readonly unknown[];
    },
    async commit(commitment) {
      const { status, body } = await ask({ url: `${url}/commitments`, body: commitment });
      if (status === 201 && typeof body["id"] === "string") return { id: body["id"] };
      if (status === 402 || status === 409) return { refused: "credit" };
      if (status === 404) return { refused: "unknown" };
      throw new TypeError(`the network's answer to a commitment (${status}) says neither yes nor no`);
    },
  };
}

async function ask(options: { url: string; body?: unknown }): Promise<{ status: number; body: JsonObject }> {
  const { statusCode: status, body } = await request(options.url, {
    ...(options.body === undefined ? { method: "GET" } : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(options.body) }),
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > MAX_REPLY_BYTES) throw new TypeError(`${options.url} answers with more than ${MAX_REPLY_BYTES} bytes`);
    chunks.push(chunk);
  }
  const parsed = JSON.parse(Buffer.concat(chunks).toString("utf8")) as unknown;
  if (!isObject(parsed)) throw new TypeError(`${options.url} does not answer with an object`);
  return { status, body: parsed };
}
