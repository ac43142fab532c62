import { acceptable, defineVectors, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { SOLANA, USDC } from "../core/_offers.ts";

type Asked = { readonly limit: number; readonly offset: number; readonly filters: Readonly<Record<string, string>> };
const asked = (limit: number, offset: number, filters: Readonly<Record<string, string>> = {}): Asked => ({ limit, offset, filters });

const plain = valid({ id: "nothing-given", comment: "No parameter", input: { query: "" }, output: asked(20, 0) });
const still = (id: string, comment: string, flag: string, query: string, output: Asked): DraftTest => stillValid(plain, { id, comment, flags: [flag], path: "/query", to: query, output });
const open = (id: string, comment: string, flag: string, query: string, reason: string): DraftTest => acceptable(plain, { id, comment, flags: [flag], path: "/query", to: query, reason });

const RANGE = "The text gives the range, and not what becomes of a value outside of it: taken into the range, replaced by the default, or refused.";
const NUMBER = "What becomes of a value that is no plain number, the text does not say: replaced by the default, or refused.";
const OTHER = "What becomes of a parameter that the table does not have, the text does not say: left aside, or refused.";
const TWICE = "Which of two values counts, the text does not say; refusing is fine as well.";

const pages = (): readonly DraftTest[] => [
  plain,
  still("limit", "A limit", "Defaults", "limit=10", asked(10, 0)),
  still("limit-smallest", "The smallest limit", "LimitEdge", "limit=1", asked(1, 0)),
  still("limit-largest", "The largest limit", "LimitEdge", "limit=100", asked(100, 0)),
  still("limit-default", "The default by its number", "Defaults", "limit=20", asked(20, 0)),
  still("offset", "An offset", "Defaults", "offset=5", asked(20, 5)),
  still("offset-zero", "The default offset by its number", "Defaults", "offset=0", asked(20, 0)),
  still("offset-no-multiple", "An offset that is no multiple of the limit", "OffsetAsPage", "limit=10&offset=7", asked(10, 7)),
  still("offset-above-limit", "An offset above the largest limit", "OffsetAsPage", "limit=100&offset=100000", asked(100, 100_000)),
  still("offset-first", "The offset before the limit", "Defaults", "offset=40&limit=20", asked(20, 40)),
  still("type", "A type", "Filters", "type=http", asked(20, 0, { type: "http" })),
  still("type-mcp", "Another type", "Filters", "type=mcp&limit=5", asked(5, 0, { type: "mcp" })),
  still("type-and-page", "A type and a page", "Filters", "type=http&limit=10&offset=20", asked(10, 20, { type: "http" })),
  still("encoded-name", "A parameter whose name is encoded", "Encoding", "%6cimit=10", asked(10, 0)),
  still("encoded-number", "A number whose digits are encoded", "Encoding", "limit=%31%30", asked(10, 0)),
  open("limit-zero", "A limit of nothing", "LimitEdge", "limit=0", RANGE),
  open("limit-101", "One more than the largest limit", "LimitEdge", "limit=101", RANGE),
  open("limit-million", "A very large limit", "LimitEdge", "limit=1000000", RANGE),
  open("limit-beyond-double", "A limit beyond what a number type holds", "LimitEdge", `limit=${"9".repeat(400)}`, RANGE),
  open("limit-negative", "A negative limit, which many stores take for no limit", "LimitEdge", "limit=-1", RANGE),
  open("offset-negative", "A negative offset, which some languages count from the end", "NotANumber", "offset=-1", NUMBER),
  open("limit-word", "A word as limit", "NotANumber", "limit=all", NUMBER),
  open("limit-empty", "An empty limit", "NotANumber", "limit=", NUMBER),
  open("limit-without-value", "A limit without a value", "NotANumber", "limit", NUMBER),
  open("limit-fraction", "A fraction as limit", "NotANumber", "limit=10.5", NUMBER),
  open("limit-exponent", "An exponent as limit", "NotANumber", "limit=1e1", NUMBER),
  open("limit-hexadecimal", "A hexadecimal limit", "NotANumber", "limit=0x10", NUMBER),
  open("limit-and-word", "A number and a word, of which parseInt takes the number", "NotANumber", "limit=10abc", NUMBER),
  open("limit-nan", "The word a failed conversion leaves behind", "NotANumber", "offset=NaN", NUMBER),
  open("limit-twice", "Two limits", "Twice", "limit=10&limit=50", TWICE),
  open("type-twice", "Two types", "Twice", "type=http&type=mcp", TWICE),
  open("type-empty", "An empty type", "Filters", "type=", "A filter that nothing passes, or no filter: the text does not say."),
  open("type-capitals", "A type in capitals", "Filters", "type=HTTP", "Whether letter case counts in types, the text does not say."),
  open("parameter-nobody-knows", "A parameter nobody knows", "OtherParameter", "limit=10&color=green", OTHER),
  open("limit-capital", "The limit under a name with a capital", "OtherParameter", "Limit=10", OTHER),
  open("metadata", "A parameter that only an example of the text has", "OtherParameter", "metadata[provider]=Coinbase", OTHER),
  open("broken-encoding", "An encoding that is none", "Encoding", "type=%zz", "What becomes of a query that cannot be decoded, the text does not say."),
];

const filters = (): readonly DraftTest[] => {
  const first = valid({ id: "network", comment: "A network with its colon as it is", flags: ["Filters"], input: { query: "network=eip155:8453" }, output: asked(20, 0, { network: "eip155:8453" }) });
  const next = (id: string, comment: string, flag: string, query: string, output: Asked): DraftTest => stillValid(first, { id, comment, flags: [flag], path: "/query", to: query, output });
  return [
    first,
    next("network-encoded", "The same with its colon encoded", "Encoding", "network=eip155%3A8453", asked(20, 0, { network: "eip155:8453" })),
    next("network-encoded-small", "The same, encoded in small letters", "Encoding", "network=eip155%3a8453", asked(20, 0, { network: "eip155:8453" })),
    next("network-solana", "A network whose name has capitals", "Filters", `network=${SOLANA.network}`, asked(20, 0, { network: SOLANA.network })),
    next("network-with-equals", "A network whose name ends with an equals sign, as it is", "EqualsInValue", "network=algorand:wGHE2Pwdvd7S12BL5FaOP20EGYesN73ktiC1qzkkit8=", asked(20, 0, { network: "algorand:wGHE2Pwdvd7S12BL5FaOP20EGYesN73ktiC1qzkkit8=" })),
    next("network-with-equals-encoded", "The same, encoded", "Encoding", "network=algorand%3AwGHE2Pwdvd7S12BL5FaOP20EGYesN73ktiC1qzkkit8%3D", asked(20, 0, { network: "algorand:wGHE2Pwdvd7S12BL5FaOP20EGYesN73ktiC1qzkkit8=" })),
    next("pay-to", "A recipient with its checksum", "Filters", `payTo=${USDC.payTo}`, asked(20, 0, { payTo: USDC.payTo })),
    next("scheme", "A scheme", "Filters", "scheme=batch-settlement", asked(20, 0, { scheme: "batch-settlement" })),
    next("extension", "An extension", "Filters", "extensions=payment-identifier", asked(20, 0, { extensions: "payment-identifier" })),
    next("all", "Every filter and a page", "Filters", `type=http&payTo=${SOLANA.payTo}&scheme=exact&network=${encodeURIComponent(SOLANA.network)}&extensions=bazaar&limit=50&offset=100`, asked(50, 100, { type: "http", payTo: SOLANA.payTo, scheme: "exact", network: SOLANA.network, extensions: "bazaar" })),
    next("ampersand-encoded", "An ampersand within a value", "Encoding", "payTo=desk%26till&limit=5", asked(5, 0, { payTo: "desk&till" })),
    acceptable(first, { id: "plus", comment: "A plus sign within a value", flags: ["Encoding"], path: "/query", to: "payTo=desk+till", reason: "A space in the encoding of forms, and a plus sign in a URL's own." }),
    acceptable(first, { id: "extensions-with-comma", comment: "Two extensions with a comma between them", flags: ["Twice"], path: "/query", to: "extensions=bazaar,payment-identifier", reason: "The text has one extension here; whether a comma makes two, it does not say." }),
  ];
};

export const vectors = defineVectors({
  operation: "discovery-query.parse",
  description: "Paging and filters of the discovery list. The filters other than type are of text newer than April 2026.",
  requirements: ["disc.list.limit", "disc.list.limit-default", "disc.list.limit-max", "disc.list.limit-invalid", "disc.list.offset", "disc.list.type", "disc.list.filters"],
  flags: {
    Defaults: { bugClass: "paging-defaults", description: "Has other defaults, or needs both parameters.", effect: "Clients that page through the list miss entries.", links: [] },
    LimitEdge: { bugClass: "paging-limit-boundary", description: "Counts a boundary wrong, or sets none.", effect: "One request reads the whole catalogue, or the largest page is refused.", links: [] },
    OffsetAsPage: { bugClass: "offset-as-page", description: "Takes the offset for the number of a page.", effect: "Entries come twice, or never.", links: [] },
    NotANumber: { bugClass: "number-not-checked", description: "Carries on what a failed conversion made of a word.", effect: "The store fails, or answers with everything.", links: [] },
    Filters: { bugClass: "filter-ignored", description: "Ignores a filter, or changes its value.", effect: "Clients are offered resources that they cannot pay for.", links: [] },
    Encoding: { bugClass: "percent-encoding", description: "Does not decode, decodes twice, or fails at what cannot be decoded.", effect: "Nothing is found on networks whose names need encoding.", links: ["https://url.spec.whatwg.org/#urlencoded-parsing"] },
    EqualsInValue: { bugClass: "query-split-at-every-equals-sign", description: "Splits a parameter at each equals sign.", effect: "Nothing is found on networks whose names end with one.", links: ["https://url.spec.whatwg.org/#urlencoded-parsing"] },
    Twice: { bugClass: "parameter-twice", description: "Reads a list where it expects a text.", effect: "The request fails with an error of the server.", links: [] },
    OtherParameter: { bugClass: "unknown-parameter", description: "Fails at a parameter it does not know.", effect: "Every later addition to the protocol breaks it.", links: [] },
  },
  groups: () => [
    { name: "pages", comment: "Paging, and the filter that the text of April 2026 has", tests: pages() },
    { name: "filters", comment: "Filters of newer text", tests: filters() },
  ],
});
