import { defineVectors, valid } from "../../generate/define.ts";
import { goodRows, openRows, pick, refusedRows } from "../../generate/rows.ts";
import { FLAGS } from "./_flags.ts";
import { framed, head, map, MARKER, text } from "./_suffix.ts";

/** transfer(address,uint256) of an ERC-20 token: call data that a suffix is put behind. */
const CALL = `a9059cbb000000000000000000000000209693bc6afc0c5328ba36faf03c514ef312287c${"2710".padStart(64, "0")}`;
const withSuffix = (suffix: string): string => `0x${CALL}${suffix}`;
const app = map([["a", "bc_myapp"]]);
const all = map([["a", "my_app"], ["s", ["base_mcp", "demo_app"]], ["w", "my_fac"]]);
const codes = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `svc_${index}`);
const long = "a".repeat(32);

export const vectors = defineVectors({
  operation: "builder-code.suffix.parse",
  description: "Reading builder codes from the end of call data. Newer text than the pinned revision (extensions/builder_code.md).",
  requirements: ["bc.fac.suffix", "bc.fac.own-codes", "bc.fac.pattern", "bc.fac.s-cap"],
  flags: pick(FLAGS, "SuffixSearched", "Marker", "SchemaId", "LengthOrder", "LengthBounds", "CborForm", "CborType", "CborDuplicate", "CodeGrammar", "CodeLength", "ServiceForm", "ServiceLimit", "KeyUnknown", "KeyOrder", "SuffixTwice", "HexForm"),
  groups: () => {
    const plain = valid({ id: "app", comment: "One app code, the first example of the text", input: { callData: withSuffix(framed(app)) }, output: { a: "bc_myapp" } });
    const good = (id: string, comment: string, flag: keyof typeof FLAGS, callData: string, output: object) => goodRows(plain, [[id, "/callData", callData, flag, comment, output]]);
    return [{
      name: "call-data",
      comment: "Call data of a settlement with its suffix",
      tests: [
        plain,
        ...good("app-and-facilitator", "An app and a wallet code, the second example of the text", "LengthOrder", withSuffix(framed(map([["a", "bc_myapp"], ["w", "bc_myfacilitator"]]))), { a: "bc_myapp", w: "bc_myfacilitator" }),
        ...good("all-three", "All three members, s as a list", "ServiceForm", withSuffix(framed(all)), { a: "my_app", s: ["base_mcp", "demo_app"], w: "my_fac" }),
        ...good("s-string", "s as one string", "ServiceForm", withSuffix(framed(map([["s", "my_client"]]))), { s: ["my_client"] }),
        ...good("s-list-of-one", "s as a list of one", "ServiceForm", withSuffix(framed(map([["s", ["my_client"]]]))), { s: ["my_client"] }),
        ...good("wallet-alone", "A wallet code alone", "KeyOrder", withSuffix(framed(map([["w", "my_fac"]]))), { w: "my_fac" }),
        ...good("order-w-first", "The members in another order", "KeyOrder", withSuffix(framed(map([["w", "my_fac"], ["s", ["x"]], ["a", "my_app"]]))), { a: "my_app", s: ["x"], w: "my_fac" }),
        ...good("empty-map", "A map without members: all of them are optional", "CborType", withSuffix(framed(map([]))), {}),
        ...good("suffix-alone", "A suffix behind no call data at all", "LengthBounds", `0x${framed(app)}`, { a: "bc_myapp" }),
        ...good("code-1", "Codes of one character", "CodeLength", withSuffix(framed(map([["a", "_"], ["w", "0"]]))), { a: "_", w: "0" }),
        ...good("code-32", "Codes of 32 characters, whose length does not fit CBOR's first byte", "CodeLength", withSuffix(framed(map([["a", long], ["s", [long]]]))), { a: long, s: [long] }),
        ...good("code-23-24", "Codes of 23 and 24 characters, on both sides of the step in CBOR's heads", "CborForm", withSuffix(framed(map([["a", "b".repeat(23)], ["w", "c".repeat(24)]]))), { a: "b".repeat(23), w: "c".repeat(24) }),
        ...good("code-digits", "A code of digits, which is still text", "CodeGrammar", withSuffix(framed(map([["a", "0123456789"]]))), { a: "0123456789" }),
        ...good("s-11", "Eleven service codes, as many as there may be", "ServiceLimit", withSuffix(framed(map([["s", codes(11)]]))), { s: codes(11) }),
        ...good("length-above-255", "A map of more than 255 bytes, so that both bytes of the length count", "LengthOrder", withSuffix(framed(map([["a", long], ["s", codes(11).map((code) => code.padEnd(32, "x"))], ["w", long]]))), { a: long, s: codes(11).map((code) => code.padEnd(32, "x")), w: long }),
        ...good("marker-in-arguments", "The marker's bytes among the arguments as well", "SuffixSearched", `0xa9059cbb${MARKER}${"00".repeat(16)}${framed(app)}`, { a: "bc_myapp" }),
        ...good("suffix-in-arguments", "Another suffix as a bytes argument, zeros behind it", "SuffixSearched", `0xa9059cbb${framed(map([["a", "evil"]]))}${"00".repeat(8)}${framed(app)}`, { a: "bc_myapp" }),
        ...good("suffix-twice", "Two suffixes in a row: the last one counts", "SuffixTwice", withSuffix(framed(map([["a", "first"]])) + framed(map([["a", "second"]]))), { a: "second" }),
        ...good("hex-upper-case", "The digits of the hex in upper case", "HexForm", `0x${(CALL + framed(app)).toUpperCase()}`, { a: "bc_myapp" }),
        ...openRows(plain, [
          ["head-not-shortest", "/callData", withSuffix(framed(`a161617808${text("bc_myapp").slice(2)}`)), "CborForm", "The code's length in a byte of its own, which CBOR allows and deterministic encoding does not", "The text asks for CBOR and not for its shortest form."],
          ["map-indefinite", "/callData", withSuffix(framed(`bf6161${text("bc_myapp")}ff`)), "CborForm", "A map of indefinite length", "The text asks for CBOR and says nothing of indefinite lengths."],
          ["key-twice", "/callData", withSuffix(framed(map([["a", "one"], ["a", "two"]]))), "CborDuplicate", "a occurs twice", "RFC 8949 calls such a map not valid and leaves it to the application whether it is noticed."],
          ["key-m", "/callData", withSuffix(framed(map([["a", "bc_myapp"], ["m", "x"]]))), "KeyUnknown", "A member m, which schema 2 has and this extension does not support", "The text does not say whether it is skipped."],
          ["s-twice-same", "/callData", withSuffix(framed(map([["s", ["x", "x"]]]))), "ServiceForm", "The same service code twice", "Writers put each code once; no rule makes a reader refuse it."],
          ["s-empty-list", "/callData", withSuffix(framed(map([["a", "x"], ["s", []]]))), "ServiceForm", "An empty list of service codes", "The text does not say whether a list may be empty."],
          ["s-12", "/callData", withSuffix(framed(map([["s", codes(12)]]))), "ServiceLimit", "Twelve service codes, one more than facilitators write", "The limit binds those who write; the text does not say what a reader does."],
          ["code-upper-case", "/callData", withSuffix(framed(map([["a", "MyApp"]]))), "CodeGrammar", "A code in upper case", "Writers have to refuse it; the text does not ask readers to look."],
          ["code-hyphen", "/callData", withSuffix(framed(map([["a", "my-app"]]))), "CodeGrammar", "A code with a hyphen", "Writers have to refuse it; the text does not ask readers to look."],
          ["code-33", "/callData", withSuffix(framed(map([["a", "a".repeat(33)]]))), "CodeLength", "A code of 33 characters", "Writers have to refuse it; the text does not ask readers to look."],
          ["code-empty", "/callData", withSuffix(framed(map([["a", ""]]))), "CodeLength", "An empty code", "Writers have to refuse it; the text does not ask readers to look."],
          ["code-non-ascii", "/callData", withSuffix(framed(map([["a", "caf\u00e9"]]))), "CodeGrammar", "A letter outside ASCII", "Writers have to refuse it; the text does not ask readers to look."],
          ["code-line-feed", "/callData", withSuffix(framed(map([["a", "my_app\n"]]))), "CodeGrammar", "A line feed at the code's end, where $ of many dialects matches", "Writers have to refuse it; the text does not ask readers to look."],
          ["cbor-trailing-byte", "/callData", withSuffix(framed(`${app}00`)), "LengthBounds", "A byte behind the map, counted in the length", "The text does not say that the map has to fill the length."],
          ["a-number", "/callData", withSuffix(framed(map([["a", 7]]))), "CborType", "a is a number", "A code is text; the text does not say whether a reader drops the member or the whole suffix."],
          ["a-bytes", "/callData", withSuffix(framed(`a161614${text("bc_myapp").slice(1)}`)), "CborType", "a is a byte string", "A code is text; the text does not say whether a reader drops the member or the whole suffix."],
          ["a-list", "/callData", withSuffix(framed(map([["a", ["bc_myapp"]]]))), "CborType", "a is a list", "Only s may be a list; the text does not say whether a reader drops the member or the whole suffix."],
          ["a-invalid-utf-8", "/callData", withSuffix(framed("a1616162c328")), "CborType", "a is no UTF-8", "A text string of CBOR is UTF-8; RFC 8949 leaves it to the decoder what it does about one that is not."],
          ["s-list-of-numbers", "/callData", withSuffix(framed("a161738101")), "CborType", "s is a list of numbers", "Each service code is text; the text does not say whether a reader drops the member or the whole suffix."],
          ["key-number", "/callData", withSuffix(framed(`a101${text("bc_myapp")}`)), "KeyUnknown", "The key is the number 1", "The text does not say whether unknown members are skipped."],
        ]),
        ...refusedRows(plain, [
          ["none", "/callData", `0x${CALL}`, "Marker", "No suffix", "The call data does not end with the marker."],
          ["empty", "/callData", "0x", "LengthBounds", "No call data", "There are no 16 bytes to compare."],
          ["marker-alone", "/callData", `0x${MARKER}`, "LengthBounds", "Nothing but the marker", "There is no schema id before it."],
          ["marker-and-schema", "/callData", `0x02${MARKER}`, "LengthBounds", "Schema id and marker without a length", "There are no two bytes of length before the schema id."],
          ["marker-7-times", "/callData", withSuffix(framed(app, { marker: MARKER.slice(4) })), "Marker", "Fourteen bytes of the marker", "The last 16 bytes are not the marker."],
          ["marker-shifted", "/callData", withSuffix(framed(app, { marker: `21${MARKER.slice(4)}80` })), "Marker", "The marker one byte off", "The last 16 bytes are not the marker."],
          ["marker-last-byte", "/callData", withSuffix(framed(app, { marker: `${MARKER.slice(0, -2)}22` })), "Marker", "The last byte of the marker is another", "The last 16 bytes are not the marker."],
          ["marker-not-last", "/callData", `${withSuffix(framed(app))}00`, "SuffixSearched", "A byte behind the suffix", "The last 16 bytes are not the marker."],
          ["marker-as-text", "/callData", withSuffix(framed(app, { marker: Buffer.from(MARKER, "ascii").toString("hex") })), "Marker", "The marker's digits as text", "The last 16 bytes are not the marker."],
          ["schema-0", "/callData", withSuffix(framed(app, { schema: "00" })), "SchemaId", "Schema 0, whose codes are a plain list", "The schema id is not 2."],
          ["schema-1", "/callData", withSuffix(framed(app, { schema: "01" })), "SchemaId", "Schema 1, with a registry of its own", "The schema id is not 2."],
          ["schema-3", "/callData", withSuffix(framed(app, { schema: "03" })), "SchemaId", "A schema that does not exist", "The schema id is not 2."],
          ["schema-0x20", "/callData", withSuffix(framed(app, { schema: "20" })), "SchemaId", "The two halves of the schema's byte swapped", "The schema id is not 2."],
          ["length-little-endian", "/callData", withSuffix(framed(app, { length: "0c00" })), "LengthOrder", "The length little-endian", "3072 bytes are not there."],
          ["length-one-byte", "/callData", withSuffix(framed(app, { length: "0c" })), "LengthOrder", "The length in one byte", "The two bytes before the schema id are no length that fits."],
          ["length-in-digits", "/callData", withSuffix(framed(app, { length: "0018" })), "LengthOrder", "The length counts the digits of the hex", "Those bytes are no map and nothing else."],
          ["length-whole-suffix", "/callData", withSuffix(framed(app, { length: "001f" })), "LengthOrder", "The length counts the whole suffix", "Those bytes are no map and nothing else."],
          ["length-short", "/callData", withSuffix(framed(app, { length: "000b" })), "LengthBounds", "One byte too little", "Those bytes are no map."],
          ["length-long", "/callData", withSuffix(framed(app, { length: "000d" })), "LengthBounds", "One byte too much", "Those bytes are no map."],
          ["length-zero", "/callData", withSuffix(framed("", {})), "LengthBounds", "A length of zero", "No bytes are no map."],
          ["length-max", "/callData", withSuffix(framed(app, { length: "ffff" })), "LengthBounds", "A length beyond the call data", "65535 bytes are not there."],
          ["cbor-truncated", "/callData", withSuffix(framed(app.slice(0, -2))), "CborForm", "The map lacks its last byte", "The text string inside is longer than what is left."],
          ["cbor-string-length-huge", "/callData", withSuffix(framed(`a161617b00ffffffffffffff${text("bc_myapp").slice(2)}`)), "CborForm", "A string that says it has 2^56 - 1 bytes", "The text string inside is longer than what is left."],
          ["cbor-map-of-2", "/callData", withSuffix(framed(`a2${app.slice(2)}`)), "CborForm", "A map that says it has two members and has one", "A member is missing."],
          ["cbor-array", "/callData", withSuffix(framed(head(4, 1) + text("bc_myapp"))), "CborType", "A list in place of the map", "The body is no map."],
          ["cbor-text", "/callData", withSuffix(framed(text("bc_myapp"))), "CborType", "A text in place of the map", "The body is no map."],
          ["json", "/callData", withSuffix(framed(Buffer.from('{"a":"bc_myapp"}').toString("hex"))), "CborType", "JSON in place of CBOR", "The body is no map of CBOR."],
          ["odd-digits", "/callData", `0x0${CALL}${framed(app)}`, "HexForm", "An odd number of digits", "Half a byte is no hex."],
          ["not-hex", "/callData", `0xzz${CALL}${framed(app)}`, "HexForm", "Letters that are no hex digits", "z is no hex digit."],
        ]),
      ],
    }];
  },
});
