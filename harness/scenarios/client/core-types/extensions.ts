import { clientScenario } from "../../../seats/client-seat.ts";

const UNKNOWN = "conformance-unheard-of";
/** Extensions whose info may hold what we put into it: our own, and one that asks for no more than `required`. Of others it would be malformed. */
const ADVERTISED = /^(?:conformance-|payment-identifier$)/;

export const scenarios = [
  clientScenario({
    id: "client/core-types/extension-known",
    title: "Advertises the extensions the client declares",
    async drive(seat) {
      await seat.fetch({ as: "good" });
      const declared = seat.extensions.filter((name) => ADVERTISED.test(name));
      if (declared.length === 0) return;
      const info = { marker: `keep-${seat.tag}`, required: false };
      await seat.fetch({ as: "extension-known", extensions: Object.fromEntries(declared.map((name) => [name, declaration(info)])) });
    },
  }),
  clientScenario({
    id: "client/core-types/extension-unknown",
    title: "Advertises an extension that no client can know",
    async drive(seat) {
      await seat.fetch({ as: "good" });
      await seat.fetch({ as: "extension-unknown", extensions: { [UNKNOWN]: declaration({ marker: `keep-${seat.tag}` }) } });
    },
  }),
  clientScenario({
    id: "client/core-types/extension-info",
    title: "Advertises an extension whose info holds nested, empty, false and non-ASCII values",
    async drive(seat) {
      const info = { required: false, nested: { deep: { list: [1, "two", null, { three: 3 }], flag: false } }, text: "Zażółć gęślą jaźń — 支払い 💸", empty: "", none: null, zero: 0, large: Number.MAX_SAFE_INTEGER };
      await seat.fetch({ as: "good" });
      await seat.fetch({ as: "extension-info", extensions: { [UNKNOWN]: declaration(info) } });
    },
  }),
];

function declaration(info: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { info, schema: { $schema: "https://json-schema.org/draft/2020-12/schema", type: "object" } };
}
