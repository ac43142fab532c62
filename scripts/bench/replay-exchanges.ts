import { createServer, request, type Server } from "node:http";
import type { CaseResult } from "../../harness/runner/case-result.ts";
import type { FetchRequest, Role, StartConfig } from "../../harness/targets/protocol.ts";
import type { Target } from "../../harness/targets/target.ts";
import { bodyBytes } from "../../harness/trace/body.ts";
import type { HttpAbortEvent, HttpRequestEvent, HttpResponseEvent } from "../../harness/trace/events.ts";
import { processorTime } from "./drive.ts";

/** What a run asked of its target, as it was asked. */
export interface Asked {
  readonly config: StartConfig;
  readonly fetches: readonly { readonly request: FetchRequest; readonly wallets: Readonly<Record<string, string>>; readonly status: number | undefined }[];
}

export interface Replayed {
  /** From the first request sent to the last response read. Starting and stopping the target is not in it. */
  readonly milliseconds: number;
  /** Milliseconds of processor time meanwhile, of this process alone. */
  readonly processor: number;
  /** Exchanges the loop drove, and those the target made in turn of the peers it was given. */
  readonly exchanges: number;
  /** Requests the loop made of the target. */
  readonly driven: number;
  /** Of these, how many were answered with the status they had in the run. */
  readonly alike: number;
}

interface Exchange {
  /** First path segments of the case's own place in the world; empty where all cases share one. */
  readonly mount: string;
  readonly asked: HttpRequestEvent;
  /** An abort is played as a dropped connection. */
  readonly ended: HttpResponseEvent | HttpAbortEvent;
}

/**
 * Sends a run's exchanges again to a fresh instance of the same target, one after another in a
 * minimal loop: a connection for each, as in the run, and no recording, scripts, wallets, signing,
 * barriers, chain observation or judging. Whoever the target asks in turn answers at once what was
 * answered then; a facilitator's chain is asked without the proxy between them.
 */
export async function replayExchanges(options: { role: Role; cases: readonly CaseResult[]; asked: Asked; target: Target; chainUrl: string; mountOf: (scenario: string) => string }): Promise<Replayed> {
  const { role, target } = options;
  const exchanges = options.cases.flatMap(({ events, scenario }): Exchange[] =>
    events.flatMap((asked) => {
      if (asked.kind !== "http.request") return [];
      const ended = events.find((other) => (other.kind === "http.response" || other.kind === "http.abort") && other.exchange === asked.exchange);
      return ended?.kind === "http.response" || ended?.kind === "http.abort" ? [{ mount: role === "client" ? options.mountOf(scenario) : "", asked, ended }] : [];
    }),
  );
  const peer = await startPlayback(exchanges.filter(({ asked }) => asked.to !== role));
  try {
    const { url } = await target.start({ instance: "replay", config: redirected({ config: options.asked.config, peer: peer.origin, chainUrl: options.chainUrl }) });
    const driven = role === "client" ? fetching({ ...options, peer: peer.origin }) : sending({ exchanges: exchanges.filter(({ asked }) => asked.to === role), origin: url ?? "" });
    let alike = 0;
    const began = performance.now();
    const before = process.cpuUsage();
    for (const { send, status } of driven) if ((await send()) === status) alike += 1;
    return { milliseconds: performance.now() - began, processor: processorTime(before), driven: driven.length, exchanges: exchanges.length, alike };
  } finally {
    await target.stop({ instance: "replay" });
    peer.server.close();
    peer.server.closeAllConnections();
  }
}

/** One request of the loop. `status` is `undefined` where there was no whole response. */
interface Driven {
  readonly send: () => Promise<number | undefined>;
  readonly status: number | undefined;
}

function fetching(options: { asked: Asked; target: Target; peer: string }): Driven[] {
  return options.asked.fetches.map(({ request: asked, wallets, status }) => ({
    status,
    async send() {
      const { pathname, search } = new URL(asked.url);
      const outcome = await options.target.fetch({ instance: "replay", request: { ...asked, url: `${options.peer}${pathname}${search}` }, wallets });
      return outcome.outcome === "response" ? outcome.status : undefined;
    },
  }));
}

function sending(options: { exchanges: readonly Exchange[]; origin: string }): Driven[] {
  const { hostname, port } = new URL(options.origin);
  return options.exchanges.map(({ asked, ended }) => ({
    status: ended.kind === "http.response" ? ended.status : undefined,
    send: async () =>
      await new Promise((resolve) => {
        const headers = asked.headers.filter(([name]) => !/^(host|connection)$/i.test(name)).flat();
        const outgoing = request({ host: hostname, port, method: asked.method, path: asked.target, headers: ["Host", `${hostname}:${port}`, "Connection", "close", ...headers], setHost: false }, (incoming) => {
          incoming.resume();
          incoming.on("close", () => resolve(incoming.complete ? incoming.statusCode : undefined));
        });
        outgoing.on("error", () => resolve(undefined));
        outgoing.end(bodyBytes(asked.body));
      }),
  }));
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
async function startPlayback(exchanges: readonly Exchange[]): Promise<{ origin: string; server: Server }> {
  const queues = new Map<string, Exchange["ended"][]>();
  for (const { asked, ended, mount } of exchanges) {
    const key = `${asked.method} ${mount}${asked.target}`;
    queues.set(key, [...(queues.get(key) ?? []), ended]);
  }
  const server = createServer({ maxHeaderSize: 256 * 1024 }, (incoming, outgoing) => {
    incoming.resume();
    incoming.on("end", () => {
      const path = (incoming.url ?? "").replace(/^\/(facilitator|upstream)(?=\/)/, "");
      const queue = queues.get(`${incoming.method} ${path}`) ?? queues.get(`${incoming.method} ${incoming.url}`);
      const answer = queue !== undefined && queue.length > 1 ? queue.shift() : queue?.[0];
      if (answer?.kind === "http.abort") outgoing.socket?.destroy();
      else {
        outgoing.writeHead(answer?.status ?? 404, answer?.headers.filter(([name]) => !/^(content-length|transfer-encoding|connection)$/i.test(name)).flat() ?? []);
        outgoing.end(answer === undefined ? "" : bodyBytes(answer.body));
      }
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return { origin: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`, server };
}
