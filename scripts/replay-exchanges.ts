import { createServer, request, type Server } from "node:http";
import type { CaseResult } from "../harness/runner/case-result.ts";
import type { FetchRequest, Role, StartConfig } from "../harness/targets/protocol.ts";
import type { Target } from "../harness/targets/target.ts";
import { bodyBytes } from "../harness/trace/body.ts";
import type { HttpRequestEvent, HttpResponseEvent } from "../harness/trace/events.ts";

/** What a run asked of its target, as it was asked. */
export interface Asked {
  readonly config: StartConfig;
  readonly fetches: readonly { readonly request: FetchRequest; readonly wallets: Readonly<Record<string, string>> }[];
}

interface Pair {
  /** First path segments of the case's own place in the world; empty where all cases share one. */
  readonly mount: string;
  readonly asked: HttpRequestEvent;
  readonly answered: HttpResponseEvent;
}

/**
 * Sends a run's exchanges again to a fresh instance of the same target, one after another in a
 * minimal loop: no recording, no scripts, no wallets, no judging. Whoever the target asks in turn
 * answers what was answered then.
 */
export async function replayExchanges(options: { role: Role; cases: readonly CaseResult[]; asked: Asked; target: Target; chainUrl: string; mountOf: (scenario: string) => string }): Promise<{ milliseconds: number; exchanges: number }> {
  const { role, target } = options;
  const pairs = options.cases.flatMap(({ events, scenario }): Pair[] =>
    events.flatMap((event) => {
      const answered = event.kind === "http.request" ? events.find((other) => other.kind === "http.response" && other.exchange === event.exchange) : undefined;
      return event.kind === "http.request" && answered?.kind === "http.response" ? [{ mount: role === "client" ? options.mountOf(scenario) : "", asked: event, answered }] : [];
    }),
  );
  const peer = await startPlayback(pairs.filter(({ asked }) => asked.to !== role));
  try {
    const { url } = await target.start({ instance: "replay", config: redirected({ config: options.asked.config, peer: peer.origin, chainUrl: options.chainUrl }) });
    const driven = pairs.filter(({ asked }) => asked.to === role);
    const began = performance.now();
    if (role === "client") {
      for (const { request: asked, wallets } of options.asked.fetches) {
        const { pathname, search } = new URL(asked.url);
        await target.fetch({ instance: "replay", request: { ...asked, url: `${peer.origin}${pathname}${search}` }, wallets });
      }
    } else for (const { asked } of driven) await send({ origin: url ?? "", asked });
    return { milliseconds: performance.now() - began, exchanges: role === "client" ? options.asked.fetches.length : driven.length };
  } finally {
    await target.stop();
    peer.server.close();
    peer.server.closeAllConnections();
  }
}

function redirected(options: { config: StartConfig; peer: string; chainUrl: string }): StartConfig {
  const { config, peer, chainUrl } = options;
  switch (config.role) {
    case "server":
      return { ...config, facilitators: [`${peer}/facilitator`], upstream: `${peer}/upstream` };
    case "facilitator":
      return { ...config, chains: Object.fromEntries(Object.entries(config.chains).map(([network, chain]) => [network, { ...chain, rpcUrl: chainUrl }])) };
    case "client":
      return config;
  }
}

/** Answers a path's requests with what was answered on it, in order, and from then on with the last. */
async function startPlayback(pairs: readonly Pair[]): Promise<{ origin: string; server: Server }> {
  const queues = new Map<string, HttpResponseEvent[]>();
  for (const { asked, answered, mount } of pairs) {
    const key = `${asked.method} ${mount}${asked.target}`;
    queues.set(key, [...(queues.get(key) ?? []), answered]);
  }
  const server = createServer({ maxHeaderSize: 256 * 1024 }, (incoming, outgoing) => {
    incoming.resume();
    incoming.on("end", () => {
      const path = (incoming.url ?? "").replace(/^\/(facilitator|upstream)(?=\/)/, "");
      const queue = queues.get(`${incoming.method} ${path}`) ?? queues.get(`${incoming.method} ${incoming.url}`);
      const answer = queue !== undefined && queue.length > 1 ? queue.shift() : queue?.[0];
      outgoing.writeHead(answer?.status ?? 404, answer?.headers.filter(([name]) => !/^(content-length|transfer-encoding|connection)$/i.test(name)).flat() ?? []);
      outgoing.end(answer === undefined ? "" : bodyBytes(answer.body));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return { origin: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`, server };
}

async function send(options: { origin: string; asked: HttpRequestEvent }): Promise<void> {
  const { asked } = options;
  const { hostname, port } = new URL(options.origin);
  await new Promise<void>((resolve) => {
    const headers = asked.headers.filter(([name]) => !/^(host|connection)$/i.test(name)).flat();
    const outgoing = request({ host: hostname, port, method: asked.method, path: asked.target, headers: ["Host", `${hostname}:${port}`, "Connection", "close", ...headers], setHost: false }, (incoming) => {
      incoming.resume();
      incoming.on("close", resolve);
    });
    outgoing.on("error", () => resolve());
    outgoing.end(bodyBytes(asked.body));
  });
}
