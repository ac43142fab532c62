import { defineVectors, valid } from "../../generate/define.ts";
import { goodRows, openRows, pick, refusedRows } from "../../generate/rows.ts";
import { FLAGS } from "./_flags.ts";

const codes = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `svc_${index}`);
const OTHER = "a is not the one the server declared.";

export const vectors = defineVectors({
  operation: "builder-code.payment.check",
  description: "What a resource server refuses about the builder codes of a payment. Newer text than the pinned revision (extensions/builder_code.md).",
  requirements: ["bc.server.echo-check", "bc.server.s-budget", "bc.server.s-forms", "bc.client.a-echo", "bc.client.no-a"],
  flags: pick(FLAGS, "EchoNotCompared", "EchoOfAbsent", "EchoRequired", "Budget", "ServiceForm"),
  groups: () => {
    const plain = valid({ id: "echo", comment: "The declared app code comes back, with a code of the client's", input: { declared: { a: "my_app" }, extensions: { "builder-code": { a: "my_app", s: "my_client" } } } });
    const without = valid({ id: "none-declared", comment: "The server declares nothing, and the client attaches its own code", flags: ["EchoRequired"], input: { extensions: { "builder-code": { s: "my_client" } } } });
    const own = valid({ id: "server-codes", comment: "Service codes of server and client, once each", flags: ["ServiceForm"], input: { declared: { a: "my_app", s: ["srv_1", "srv_2"] }, extensions: { "builder-code": { a: "my_app", s: ["cli_1", "srv_1", "srv_2"] } } } });
    return [{
      name: "payments",
      comment: "Declared codes, and those of the payment",
      tests: [
        plain,
        without,
        own,
        ...goodRows(plain, [
          ["s-list", "/extensions/builder-code/s", ["base_mcp", "demo_app"], "ServiceForm", "Two codes as a list"],
          ["s-left-out", "/extensions/builder-code/s", undefined, "ServiceForm", "No service codes"],
          ["s-10", "/extensions/builder-code/s", codes(10), "Budget", "Ten service codes, the whole of the budget"],
          ["extension-left-out", "/extensions/builder-code", undefined, "EchoRequired", "The payment has no builder-code"],
          ["extensions-left-out", "/extensions", undefined, "EchoRequired", "The payment has no extensions"],
          ["other-extension", "/extensions/bazaar", { info: {} }, "EchoRequired", "Another extension beside it"],
        ]),
        ...openRows(plain, [["a-left-out", "/extensions/builder-code/a", undefined, "EchoRequired", "The client leaves the app code out", "The extension refuses another code, not a missing one; the core text has a client repeat all the info it received."]]),
        ...refusedRows(plain, [
          ["a-other", "/extensions/builder-code/a", "other_app", "EchoNotCompared", "Another app code", OTHER],
          ["a-upper-case", "/extensions/builder-code/a", "My_App", "EchoNotCompared", "The app code in another case", OTHER],
          ["a-prefix", "/extensions/builder-code/a", "my_ap", "EchoNotCompared", "The beginning of the app code", OTHER],
          ["a-longer", "/extensions/builder-code/a", "my_app2", "EchoNotCompared", "The app code and a digit more", OTHER],
          ["a-trailing-space", "/extensions/builder-code/a", "my_app ", "EchoNotCompared", "The app code and a space", OTHER],
          ["a-empty", "/extensions/builder-code/a", "", "EchoNotCompared", "An empty app code, which is there all the same", OTHER],
          ["a-list", "/extensions/builder-code/a", ["my_app"], "EchoNotCompared", "The app code as a list of one", OTHER],
          ["declared-without-a", "/declared", { s: ["srv_1"] }, "EchoOfAbsent", "The server declares service codes only, and the payment has an app code", "The server declared no a."],
          ["declaration-left-out", "/declared", undefined, "EchoOfAbsent", "The server declares nothing, and the payment has an app code", "The server declared no a."],
          ["s-11", "/extensions/builder-code/s", codes(11), "Budget", "Eleven service codes", "Client and server may write ten together."],
          ["s-1000", "/extensions/builder-code/s", codes(1000), "Budget", "A thousand service codes", "Client and server may write ten together."],
        ]),
        ...refusedRows(without, [
          ["none-declared-a", "/extensions/builder-code/a", "my_app", "EchoOfAbsent", "An app code where the server declared nothing", "The server declared no a."],
        ]),
        ...openRows(without, [["none-declared-s-11", "/extensions/builder-code/s", codes(11), "Budget", "Eleven service codes where the server declared nothing", "A server that knows nothing of builder codes cannot count them; the facilitator cuts them."]]),
        ...refusedRows(own, [["server-codes-and-padding", "/extensions/builder-code/s", [...codes(9), "srv_1", "srv_2"], "Budget", "The server's codes are all there, and nine of the client's", "Client and server may write ten together."]]),
      ],
    }];
  },
});
