import { defineVectors, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { editsAt } from "../../generate/edits.ts";
import { infoOf, ORIGIN } from "./_challenge.ts";
import { pickFlags } from "./_flags.ts";

const FOREIGN = "The signature would sign the user in at another site (EIP-4361: the wallet verifies the origin).";

export const vectors = defineVectors({
  operation: "siwx.challenge.judge",
  description: "Challenges a client signs, and those that another site would get the benefit of. The rule is that of EIP-4361 for wallets, as the question states it; the extension's own text of April 2026 binds servers alone.",
  requirements: ["siwx.client.domain-check", "siwx.client.resources-cross-origin", "siwx.decl.domain", "siwx.decl.uri"],
  flags: pickFlags("ForeignSigned", "DomainForm", "UriPrefix", "OptionalLine", "UnknownMember"),
  groups: ({ seeded }) => {
    const info = infoOf(seeded);
    const plain = valid({ id: "plain", comment: "An honest challenge", input: { info, url: `${ORIGIN}/weather` } });
    const local = { ...info, domain: "127.0.0.1:4021", uri: "http://127.0.0.1:4021/weather", resources: ["http://127.0.0.1:4021/weather"] };
    const onPort = valid({ id: "own-port", comment: "An honest challenge of a server on a port of its own", flags: ["DomainForm"], input: { info: local, url: "http://127.0.0.1:4021/weather" } });
    return [
      {
        name: "challenges",
        comment: "Challenges and the addresses they came from",
        tests: [
          plain,
          onPort,
          ...editsAt(plain, "/info/uri").good([
            ["uri-other-path", "The uri names another path of the site", "UriPrefix", `${ORIGIN}/archive`],
            ["uri-origin-alone", "The uri is the site's origin", "UriPrefix", ORIGIN],
          ]),
          ...editsAt(plain, "/url").good([
            ["asked-other-path", "Asked for another path of the site, with a query", "UriPrefix", `${ORIGIN}/a/b?c=d`],
            ["asked-default-port", "Asked with the port https has anyway", "DomainForm", "https://shop.test:443/weather"],
            ["asked-upper-case", "Asked for the host in upper case", "DomainForm", "https://SHOP.test/weather"],
          ]),
          ...editsAt(plain, "/info/resources").good([["without-resources", "No resources", "OptionalLine", undefined]]),
          ...editsAt(plain, "/info/theme").good([["unknown-member", "A member this extension does not define", "UnknownMember", "dark"]]),
          ...refusals(plain, onPort),
          ...editsAt(plain, "/info/resources").open([["resources-other-origin", "A resource on another origin", "OptionalLine", ["https://other.test/data"], "The text does not bind resources to the site; the reference client does."]]),
          ...editsAt(plain, "/info/uri").open([["uri-scheme", "A uri over http, as servers behind a proxy write it", "UriPrefix", "http://shop.test/weather", "Another scheme is another origin, and the same host: no other site gets anything of it."]]),
          ...editsAt(plain, "/info/domain").open([
            ["domain-upper-case", "The domain in upper case", "DomainForm", "SHOP.test", "Hosts have no letter case; the text wants an exact match."],
            ["domain-default-port", "The domain with the port https has anyway", "DomainForm", "shop.test:443", "The text does not say whether the port belongs to the domain."],
          ]),
          ...editsAt(onPort, "/info/domain").open([["domain-without-port", "The domain without the port", "DomainForm", "127.0.0.1", "The text does not say whether the port belongs to the domain."]]),
        ],
      },
    ];
  },
});

const refusals = (plain: DraftTest, onPort: DraftTest): readonly DraftTest[] => [
  ...editsAt(plain, "/info/domain").refused([
    ["domain-other", "Another domain", "ForeignSigned", "bank.test", FOREIGN],
    ["domain-longer", "A domain that begins with the site's", "ForeignSigned", "shop.test.evil.test", FOREIGN],
    ["domain-ends-alike", "A domain that ends with the site's", "ForeignSigned", "my-shop.test", FOREIGN],
    ["domain-above", "The domain above the site's", "ForeignSigned", "test", FOREIGN],
    ["domain-below", "A domain below the site's", "ForeignSigned", "pay.shop.test", FOREIGN],
  ]),
  ...editsAt(plain, "/info/uri").refused([
    ["uri-other", "A uri on another site", "ForeignSigned", "https://bank.test/account", FOREIGN],
    ["uri-longer", "A uri whose host begins with the site's", "UriPrefix", "https://shop.test.evil.test/weather", FOREIGN],
    ["uri-user", "The site's origin as the user's name in front of another host", "UriPrefix", "https://shop.test@evil.test/weather", FOREIGN],
    ["uri-port", "A uri on another port", "UriPrefix", "https://shop.test:8443/weather", "Another port is another origin."],
  ]),
  ...editsAt(plain, "/info").refused([["both-other", "Domain and uri of another site that agree with each other", "ForeignSigned", { ...(plain.input as { info: object }).info, domain: "bank.test", uri: "https://bank.test/account" }, FOREIGN]]),
  ...editsAt(plain, "/url").refused([
    ["redirected", "A redirect led to another site, which shows the challenge of the first", "ForeignSigned", "https://evil.test/weather", "The answer came from another site than the challenge names."],
    ["asked-below", "The answer came from a host below the one the challenge names", "ForeignSigned", "https://user-content.shop.test/weather", "The answer came from another site than the challenge names."],
  ]),
  ...editsAt(onPort, "/info/uri", "own-port-").refused([["uri-other-port", "A uri on a port that begins with the same digits", "UriPrefix", "http://127.0.0.1:40210/weather", "Another port is another origin."]]),
];
