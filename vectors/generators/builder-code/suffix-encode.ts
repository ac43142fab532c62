import { defineVectors, valid } from "../../generate/define.ts";
import { goodRows, openRows, pick, refusedRows } from "../../generate/rows.ts";
import { FLAGS } from "./_flags.ts";
import { framed, map } from "./_suffix.ts";
import type { Member } from "./_suffix.ts";

const CALL = `0xe3ee160e000000000000000000000000857b06519e91e3a54538791bdbb0e22373e36b66${"2710".padStart(64, "0")}`;
const made = (members: readonly Member[], call = CALL): { callData: string } => ({ callData: `${call}${framed(map(members))}` });
const codes = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `svc_${index}`);
const LEFT_OUT = "It may not be written; whether that refuses the payment or leaves the code out is for the facilitator.";
const GRAMMAR = "The code does not match ^[a-z0-9_]{1,32}$.";

export const vectors = defineVectors({
  operation: "builder-code.suffix.encode",
  description: "Writing builder codes behind the call data of a settlement. Newer text than the pinned revision (extensions/builder_code.md).",
  requirements: ["bc.fac.suffix", "bc.fac.w", "bc.fac.own-codes", "bc.fac.pattern", "bc.fac.s-cap", "bc.pattern", "bc.client.pattern"],
  flags: pick(FLAGS, "LengthOrder", "LengthBounds", "CborForm", "CodeGrammar", "CodeLength", "ServiceForm", "ServiceLimit", "SuffixTwice", "WalletFromPayment"),
  groups: () => {
    const plain = valid({
      id: "app-and-client",
      comment: "The codes of the text's protocol flow",
      input: { callData: CALL, codes: { a: "my_app", s: "my_client" }, wallet: "my_fac" },
      output: made([["a", "my_app"], ["s", ["my_client"]], ["w", "my_fac"]]),
    });
    const withService = valid({
      id: "own-service-code",
      comment: "The facilitator appends a service code of its own",
      flags: ["ServiceForm"],
      input: { callData: CALL, codes: { a: "my_app", s: ["base_mcp", "demo_app"] }, wallet: "my_fac", service: "fac_sdk" },
      output: made([["a", "my_app"], ["s", ["base_mcp", "demo_app", "fac_sdk"]], ["w", "my_fac"]]),
    });
    return [{
      name: "settlement",
      comment: "Codes of a payment and the facilitator's own",
      tests: [
        plain,
        withService,
        ...goodRows(plain, [
          ["a-alone", "/codes", { a: "bc_myapp" }, "ServiceForm", "No service codes", made([["a", "bc_myapp"], ["w", "my_fac"]])],
          ["s-alone", "/codes", { s: "my_client" }, "ServiceForm", "No app code, since the server declared none", made([["s", ["my_client"]], ["w", "my_fac"]])],
          ["s-list-of-one", "/codes/s", ["my_client"], "ServiceForm", "s as a list of one", made([["a", "my_app"], ["s", ["my_client"]], ["w", "my_fac"]])],
          ["no-codes", "/codes", {}, "CborForm", "A payment without codes: the wallet's remains", made([["w", "my_fac"]])],
          ["w-in-payment", "/codes/w", "evil", "WalletFromPayment", "The payment brings a w, which is not the payer's to set", made([["a", "my_app"], ["s", ["my_client"]], ["w", "my_fac"]])],
          ["code-32", "/codes/a", "z".repeat(32), "CodeLength", "A code of 32 characters", made([["a", "z".repeat(32)], ["s", ["my_client"]], ["w", "my_fac"]])],
          ["code-1", "/codes/a", "_", "CodeLength", "A code of one character", made([["a", "_"], ["s", ["my_client"]], ["w", "my_fac"]])],
          ["code-digits", "/codes/a", "402", "CodeGrammar", "A code of digits, written as text", made([["a", "402"], ["s", ["my_client"]], ["w", "my_fac"]])],
          ["code-24", "/codes/a", "b".repeat(24), "CborForm", "A code of 24 characters, whose length needs a byte of its own", made([["a", "b".repeat(24)], ["s", ["my_client"]], ["w", "my_fac"]])],
          ["s-10", "/codes/s", codes(10), "ServiceLimit", "Ten service codes, as many as client and server may write", made([["a", "my_app"], ["s", codes(10)], ["w", "my_fac"]])],
          ["s-11-cut", "/codes/s", codes(11), "ServiceLimit", "Eleven service codes of the payment, of which ten are kept", made([["a", "my_app"], ["s", codes(10)], ["w", "my_fac"]])],
          ["s-above-255-bytes", "/codes/s", codes(10).map((code) => code.padEnd(32, "_")), "LengthOrder", "A map of more than 255 bytes", made([["a", "my_app"], ["s", codes(10).map((code) => code.padEnd(32, "_"))], ["w", "my_fac"]])],
          ["call-data-empty", "/callData", "0x", "LengthBounds", "No call data, as for a plain transfer of the chain's own coin", made([["a", "my_app"], ["s", ["my_client"]], ["w", "my_fac"]], "0x")],
          ["call-data-with-suffix", "/callData", made([["a", "inner"]]).callData, "SuffixTwice", "Call data that ends with a suffix already: it is not replaced", made([["a", "my_app"], ["s", ["my_client"]], ["w", "my_fac"]], made([["a", "inner"]]).callData)],
        ]),
        ...goodRows(withService, [
          ["own-service-code-there", "/codes/s", ["fac_sdk", "demo_app"], "ServiceForm", "The payment names the facilitator's service code already: it stands once", made([["a", "my_app"], ["s", ["fac_sdk", "demo_app"]], ["w", "my_fac"]])],
          ["own-service-code-eleventh", "/codes/s", codes(10), "ServiceLimit", "Ten of the payment and one of the facilitator's", made([["a", "my_app"], ["s", [...codes(10), "fac_sdk"]], ["w", "my_fac"]])],
          ["own-service-code-after-cut", "/codes/s", codes(15), "ServiceLimit", "Padding does not crowd the facilitator's own code out", made([["a", "my_app"], ["s", [...codes(10), "fac_sdk"]], ["w", "my_fac"]])],
          ["own-service-code-alone", "/codes/s", undefined, "ServiceForm", "No service codes but the facilitator's", made([["a", "my_app"], ["s", ["fac_sdk"]], ["w", "my_fac"]])],
        ]),
        ...openRows(plain, [["s-empty-list", "/codes/s", [], "ServiceForm", "An empty list", "The text does not say whether an empty list is written or left out."], ["s-empty-text", "/codes/s", "", "CodeLength", "An empty text", LEFT_OUT]]),
        ...(
          [
            ["upper-case", "MyFac", "CodeGrammar", "The facilitator's own code in upper case"],
            ["hyphen", "my-fac", "CodeGrammar", "With a hyphen"],
            ["dot", "my.fac", "CodeGrammar", "With a dot"],
            ["space", "my fac", "CodeGrammar", "With a space"],
            ["trailing-line-feed", "my_fac\n", "CodeGrammar", "With a line feed at the end, where $ of many dialects matches"],
            ["non-ascii-letter", "caf\u00e9", "CodeGrammar", "With a letter outside ASCII"],
            ["non-ascii-digit", "fac\u0664", "CodeGrammar", "With a digit outside ASCII, which \\d of some dialects takes"],
            ["kelvin-sign", "\u212aelvin", "CodeGrammar", "With the Kelvin sign, which case folding makes a k"],
            ["second-line", "evil!\nmy_fac", "CodeGrammar", "Good on its second line, where ^ of some dialects matches"],
            ["33", "f".repeat(33), "CodeLength", "Of 33 characters"],
          ] as const
        ).flatMap(([id, code, flag, comment]) => refusedRows(plain, [[`wallet-${id}`, "/wallet", code, flag, comment, GRAMMAR]])),
        ...refusedRows(plain, [["service-hyphen", "/service", "fac-sdk", "CodeGrammar", "The facilitator's own service code has a hyphen", GRAMMAR]]),
        ...openRows(plain, [
          ["wallet-empty", "/wallet", "", "CodeLength", "The facilitator's own code is empty", "An empty setting may count as none: then there is no w to write."],
          ["a-upper-case", "/codes/a", "MyApp", "CodeGrammar", "The payment's app code in upper case", LEFT_OUT],
          ["a-empty", "/codes/a", "", "CodeLength", "The payment's app code is empty", LEFT_OUT],
          ["a-33", "/codes/a", "a".repeat(33), "CodeLength", "The payment's app code has 33 characters", LEFT_OUT],
          ["a-number", "/codes/a", 402, "CodeGrammar", "The payment's app code is a number", LEFT_OUT],
          ["s-upper-case", "/codes/s", "My_Client", "CodeGrammar", "A service code in upper case", LEFT_OUT],
          ["s-second-upper-case", "/codes/s", ["good", "Bad"], "CodeGrammar", "The second service code is in upper case", LEFT_OUT],
          ["s-nested-list", "/codes/s", [["good"]], "ServiceForm", "A list within the list", LEFT_OUT],
        ]),
      ],
    }];
  },
});
