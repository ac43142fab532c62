import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";

const route = (id: string, comment: string, routeTemplate: string, path: string, pathParams: Readonly<Record<string, string>>, ...flags: string[]): DraftTest => valid({ id, comment, flags, input: { routeTemplate, path }, output: { pathParams } });

const plain = route("plain", "One parameter", "/users/:userId", "/users/123", { userId: "123" });
const dotted = route("dot-in-template", "A dot in a fixed segment", "/v1.0/users/:userId", "/v1.0/users/7", { userId: "7" }, "PatternLeaks");
const two = route("two-parameters", "Two parameters", "/weather/:country/:city", "/weather/no/oslo", { country: "no", city: "oslo" });
const fixed = route("no-parameter", "No parameter", "/weather", "/weather", {});

const other = (id: string, comment: string, flag: string, to: string, value: string): DraftTest => stillValid(plain, { id, comment, flags: [flag], path: "/path", to, output: { pathParams: { userId: value } } });
const refuse = (of: DraftTest, id: string, comment: string, flag: string, to: string): DraftTest => invalid(of, { id, comment, flags: [flag], path: "/path", to, reason: "Put into the template, no values give this path." });
const open = (id: string, comment: string, flag: string, to: string, reason: string): DraftTest => acceptable(plain, { id, comment, flags: [flag], path: "/path", to, reason });

const ENCODED = "Whether values are given encoded or decoded, the text does not say.";
const ROUTER = "Routers differ here, and the text does not say which one is meant.";

export const vectors = defineVectors({
  operation: "bazaar.route-template.match",
  description: "Paths of a route, and the values of its parameters.",
  requirements: ["bazaar.decl.route-params", "bazaar.decl.route-syntax", "bazaar.fac.route-canonical"],
  flags: {
    Value: { bugClass: "path-parameter-decoded-as-form", description: "Takes only some characters as values, or changes them.", effect: "Info names another resource than the one that was paid for.", links: [] },
    Whole: { bugClass: "route-match-partial", description: "Compares the beginning of a path, or lets a parameter take several segments.", effect: "Different resources become one entry.", links: ["https://github.com/x402-foundation/x402/pull/1313"] },
    Empty: { bugClass: "empty-value-accepted", description: "Takes nothing for a value.", effect: "The list of a resource is taken for one of its entries.", links: [] },
    PatternLeaks: { bugClass: "pattern-characters-not-escaped", description: "Makes a regular expression of a template without escaping it.", effect: "Different resources become one entry.", links: [] },
    Encoding: { bugClass: "percent-encoding", description: "Decodes before it splits, or never.", effect: "An encoded slash makes another path of a value.", links: ["https://www.rfc-editor.org/rfc/rfc3986#section-2.2"] },
    Router: { bugClass: "paywall-path-differs-from-router", description: "Has another idea of equal paths than the router behind it.", effect: "A path is served that no price is asked for.", links: ["https://github.com/cardotrejos/x402/pull/51", "https://github.com/x402-foundation/x402/pull/3044"] },
  },
  groups: () => [
    {
      name: "paths",
      comment: "Paths and templates",
      tests: [
        plain,
        other("word", "A word as value", "Value", "/users/alice", "alice"),
        other("marks", "Marks that need no encoding", "Value", "/users/a-b_c.d~e", "a-b_c.d~e"),
        other("plus", "A plus sign, which is itself in a path", "Value", "/users/a+b", "a+b"),
        other("at-and-colon", "An at sign and a colon, which paths may have", "Value", "/users/alice@shop:7", "alice@shop:7"),
        other("name-of-parameter", "The parameter's own name as its value", "Value", "/users/:userId", ":userId"),
        other("long-value", "A value of 200 characters", "Value", `/users/${"u".repeat(200)}`, "u".repeat(200)),
        refuse(plain, "one-segment-more", "One segment more", "Whole", "/users/123/orders"),
        refuse(plain, "only-fixed-part", "The fixed part alone", "Whole", "/users"),
        refuse(plain, "other-fixed-part", "Another fixed part", "Whole", "/teams/123"),
        refuse(plain, "longer-fixed-part", "A fixed part that begins with the right one", "Whole", "/users2/123"),
        refuse(plain, "no-value", "Nothing in the parameter's place", "Empty", "/users/"),
        open("encoded-letter", "A letter that needs no encoding, encoded", "Encoding", "/users/%61lice", ENCODED),
        open("encoded-space", "A space in the value", "Encoding", "/users/a%20b", ENCODED),
        open("encoded-slash", "A slash in the value", "Encoding", "/users/a%2Fb", ENCODED),
        open("trailing-slash", "A slash at the end", "Router", "/users/123/", ROUTER),
        open("two-slashes", "Two slashes in a row", "Router", "/users//123", ROUTER),
        open("capital-fixed-part", "The fixed part in capitals", "Router", "/USERS/123", ROUTER),
        open("encoded-fixed-part", "A letter of the fixed part, encoded", "Router", "/%75sers/123", ROUTER),
        open("mounted", "The path behind the prefix under which the server is mounted", "Router", "/api/users/123", "The template may leave the prefix out."),
        two,
        refuse(two, "values-run-together", "One value in the place of two", "Whole", "/weather/no-oslo"),
        refuse(two, "first-value-missing", "Nothing in the first parameter's place", "Empty", "/weather//oslo"),
        stillValid(two, { id: "same-value-twice", comment: "The same value in both places", flags: ["Value"], path: "/path", to: "/weather/no/no", output: { pathParams: { country: "no", city: "no" } } }),
        dotted,
        refuse(dotted, "dot-as-any-character", "Another character in the dot's place", "PatternLeaks", "/v1x0/users/7"),
        fixed,
        refuse(fixed, "fixed-with-more", "A segment behind the fixed path", "Whole", "/weather/oslo"),
        refuse(fixed, "fixed-and-letters", "Letters behind the fixed path", "Whole", "/weathers"),
      ],
    },
  ],
});
