import { serverScenario } from "../../../seats/server-seat.ts";

/** Other ways to write the same request: a gate and a router that read them differently leak. Paths have a file of their own. */

export const scenarios = [
  serverScenario({
    id: "server/http/method-and-path",
    title: "Asks unpaid by other methods, by other forms of the request target and by headers that replace one or the other",
    needs: { features: ["facilitator", "upstream"], routes: ["basic"] },
    async drive(seat) {
      const { path } = seat.route("basic");
      const query = `?case=${seat.tag}`;
      await seat.request({ as: "absolute-form", target: `http://127.0.0.1${path}${query}` });
      await seat.request({ as: "absolute-form-foreign-host", target: `http://other.example${path}${query}` });
      await seat.request({ as: "absolute-form-upper-case", target: `HTTP://127.0.0.1${path}${query}` });
      await seat.request({ as: "absolute-form-user", target: `http://user@127.0.0.1${path}${query}` });
      await seat.request({ as: "absolute-form-other-scheme", target: `https://127.0.0.1${path}${query}` });
      await seat.request({ as: "method-head", method: "HEAD" });
      await seat.request({ as: "method-options", method: "OPTIONS" });
      for (const override of ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"]) {
        await seat.request({ as: `override-${override.toLowerCase()}`, method: "POST", headers: [[override, "GET"]] });
        await seat.request({ as: `override-get-${override.toLowerCase()}`, headers: [[override, "HEAD"]] });
      }
      await seat.request({ as: "rewrite-header", target: `/${query}`, headers: [["X-Original-URL", `${path}${query}`], ["X-Rewrite-URL", `${path}${query}`]] });
      await seat.pay({ as: "good" });
    },
  }),
  serverScenario({
    id: "server/http/cors",
    title: "Asks as a browser does: a preflight, and a request from another origin",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      const Origin = "https://shop.example";
      await seat.request({ as: "preflight", method: "OPTIONS", headers: [["Origin", Origin], ["Access-Control-Request-Method", "GET"], ["Access-Control-Request-Headers", "payment-signature"]] });
      await seat.request({ as: "cross-origin", headers: [["Origin", Origin]] });
      await seat.pay({ as: "good", headers: [["Origin", Origin]] });
    },
  }),
];
