import { request } from "node:http";
import type { CaseResult } from "../harness/runner/case-result.ts";

/**
 * The time the same HTTP conversations cost when nothing is recorded, scripted or judged: every
 * recorded request is sent again, one after another, to a server that answers what was answered.
 */
export async function replayExchanges(options: { cases: readonly CaseResult[] }): Promise<{ milliseconds: number; exchanges: number }> {
  const { createServer } = await import("node:http");
  const exchanges = options.cases.flatMap(({ events }) =>
    events.flatMap((event) => {
      if (event.kind !== "http.request") return [];
      const answer = events.find((other) => other.kind === "http.response" && other.exchange === event.exchange);
      return answer?.kind === "http.response" ? [{ asked: event, answer }] : [];
    }),
  );
  const server = createServer({ maxHeaderSize: 256 * 1024 }, (incoming, outgoing) => {
    incoming.resume();
    incoming.on("end", () => {
      const answer = exchanges[Number(incoming.headers["x-replay"])]?.answer;
      outgoing.writeHead(answer?.status ?? 500).end(answer?.body.text ?? "");
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const began = performance.now();
  for (const [index, { asked }] of exchanges.entries()) {
    await new Promise<void>((resolve) => {
      const outgoing = request({ host: "127.0.0.1", port, method: asked.method, path: "/", headers: { "x-replay": String(index), "content-length": asked.body.text === undefined ? 0 : Buffer.byteLength(asked.body.text) }, agent: false }, (incoming) => {
        incoming.resume();
        incoming.on("end", resolve);
      });
      outgoing.on("error", () => resolve());
      outgoing.end(asked.body.text ?? "");
    });
  }
  const milliseconds = performance.now() - began;
  server.close();
  return { milliseconds, exchanges: exchanges.length };
}
