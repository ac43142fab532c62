import { clientScenario } from "../../../seats/client-seat.ts";

/** Shorter than what a trace keeps of a body. */
const BINARY = Uint8Array.from({ length: 4096 }, (_, index) => (index * 7) % 256);

export const scenarios = [
  clientScenario({
    id: "client/http/retry",
    title: "Asks for payment of requests with queries, bodies of several kinds and headers of the caller's own",
    needs: { features: ["request"] },
    async drive(seat) {
      const headers = (contentType: string): [string, string][] => [["Content-Type", contentType], ["Authorization", `Bearer caller-${seat.tag}`], ["X-Caller-Marker", seat.tag]];
      await seat.fetch({ as: "retry-get", rest: "/items/a%20b?x=1&y=%C3%A9&x=2&empty=", headers: [["Authorization", `Bearer caller-${seat.tag}`], ["X-Caller-Marker", seat.tag]] });
      await seat.fetch({ as: "retry-post-json", method: "POST", body: JSON.stringify({ query: "zażółć 支払い", nested: { list: [1, 2, 3] } }), headers: headers("application/json") });
      await seat.fetch({ as: "retry-put-text", method: "PUT", rest: "?version=2", body: "a line\r\nand another", headers: headers("text/plain; charset=utf-8") });
      await seat.fetch({ as: "retry-post-form", method: "POST", body: "a=1&b=two+words&c=%26", headers: headers("application/x-www-form-urlencoded") });
      await seat.fetch({ as: "retry-post-binary", method: "POST", body: BINARY, headers: headers("application/octet-stream") });
    },
  }),
  clientScenario({
    id: "client/http/redirect",
    title: "Answers the paid request with a redirect to another origin",
    async drive(seat) {
      await seat.fetch({ as: "good" });
      await seat.fetch({
        as: "moved",
        server(request) {
          if (request.path.endsWith("/landed")) return { json: { content: "landed" } };
          if (request.payment === undefined) return seat.paymentRequired({ step: "moved", accepts: [seat.offer()] });
          return { status: 307, headers: [["Location", seat.otherUrl("moved", "/landed")]] };
        },
      });
    },
  }),
];
