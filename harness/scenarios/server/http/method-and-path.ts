import { serverScenario } from "../../../seats/server-seat.ts";

/** Other ways to write the same request: a gate and a router that read them differently leak. */

export const scenarios = [
  serverScenario({
    id: "server/http/method-and-path",
    title: "Asks unpaid by other methods, other spellings of the path and other forms of the request target",
    needs: { features: ["facilitator", "upstream"], routes: ["basic"] },
    async drive(seat) {
      const { path } = seat.route("basic");
      const query = `?case=${seat.tag}`;
      const at = async (as: string, target: string): Promise<void> => void (await seat.request({ as, target: `${target}${query}` }));
      const letter = path.at(-1) ?? "c";
      const encoded = `%${letter.charCodeAt(0).toString(16)}`;
      await at("path-trailing-slash", `${path}/`);
      await at("path-double-slash", path.replaceAll("/", "//"));
      await at("path-leading-double-slash", `/${path}`);
      await at("path-encoded-letter", `${path.slice(0, -1)}${encoded}`);
      await at("path-double-encoded-letter", `${path.slice(0, -1)}%25${encoded.slice(1)}`);
      await at("path-encoded-slash", `/${path.slice(1).replaceAll("/", "%2F")}`);
      await at("path-dot-segment", path.replace(/\/([^/]*)$/, "/./$1"));
      await at("path-dot-dot-segment", path.replace(/\/([^/]*)$/, "/other/../$1"));
      await at("path-upper-case", path.toUpperCase());
      await at("path-encoded-newline", `${path}%0A`);
      await at("path-broken-encoding", `${path}%c0`);
      await at("path-matrix-parameter", `${path};a=b`);
      await at("path-backslash", path.replaceAll("/", "\\").replace("\\", "/"));
      await at("absolute-form", `http://127.0.0.1${path}`);
      await at("absolute-form-foreign-host", `http://other.example${path}`);
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
