import type { FetchOutcome, FetchRequest, HelloReply } from "../../targets/protocol.ts";
import { everyNetwork } from "./every-network.ts";
import { helloWith } from "../http-role.ts";

export interface NullClientRole {
  hello(): Promise<HelloReply>;
  start(): Promise<Record<string, never>>;
  fetch(options: { request: FetchRequest }): Promise<FetchOutcome>;
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** A client that never pays, whatever it is offered. */
export function nullClientRole(options: { name: string; fetch: (request: FetchRequest) => Promise<FetchOutcome> }): NullClientRole {
  return {
    hello: async () => helloWith({ name: options.name, role: "client", networks: everyNetwork, features: ["request", "payment-result", "instances"] }),
    start: async () => ({}),
    fetch: ({ request }) => options.fetch(request),
    reset: async () => undefined,
    stop: async () => undefined,
  };
}

export async function plainFetch(request: FetchRequest): Promise<FetchOutcome> {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers.map(([name, value]): [string, string] => [name, value]),
      ...(request.body === undefined ? {} : { body: Buffer.from(request.body, "base64") }),
      redirect: "manual",
    });
    return { outcome: "response", status: response.status, headers: [...response.headers], body: Buffer.from(await response.arrayBuffer()).toString("base64") };
  } catch (error) {
    return { outcome: "error", message: String(error) };
  }
}
