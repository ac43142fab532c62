import type { VectorFlag } from "../../vector-file.ts";

/** A resource whose service is described. */
export const RESOURCE = { url: "https://api.shop.test/weather", serviceName: "Shop Weather", tags: ["weather", "forecast"], iconUrl: "https://static.shop.test/icon.png" } as const;

type Icon = readonly [id: string, comment: string, flag: string, url: string];

/** URLs of icons that are kept. */
export const GOOD_ICONS: readonly Icon[] = [
  ["http", "Plain http", "IconTooStrict", "http://static.shop.test/icon.png"],
  ["no-path", "No path", "IconTooStrict", "https://static.shop.test"],
  ["port", "A port", "IconTooStrict", "https://static.shop.test:8443/icon.png"],
  ["query-and-fragment", "A query and a fragment", "IconTooStrict", "https://static.shop.test/icon?size=64&v=2#dark"],
  ["at-in-path", "An at sign in the path, which is no user", "IconTooStrict", "https://static.shop.test/@shop/icon.png"],
  ["at-in-query", "An at sign in the query", "IconTooStrict", "https://static.shop.test/icon?of=a@b"],
  ["scheme-capitals", "The scheme in capitals", "IconTooStrict", "HTTPS://static.shop.test/icon.png"],
  ["host-begins-with-digit", "A host that begins with a digit", "IconTooStrict", "https://3d.shop.test/icon.png"],
  ["number-as-label", "A host of which one label is a number", "IconTooStrict", "https://123.shop.test/icon.png"],
  ["address-as-labels", "A host whose first labels are an address", "IconTooStrict", "https://127.0.0.1.shop.test/icon.png"],
  ["hexadecimal-label", "A host of which one label looks hexadecimal", "IconTooStrict", "https://0xcafe.shop.test/icon.png"],
  ["localhost-as-label", "A host of which one label is localhost", "IconTooStrict", "https://localhost.shop.test/icon.png"],
  ["localhost-within-label", "A host that contains localhost", "IconTooStrict", "https://notlocalhost.test/icon.png"],
  ["name-in-punycode", "The same host as it is looked up", "IconTooStrict", "https://xn--mller-kva.test/icon.png"],
  ["longest", "2048 characters", "IconLength", `https://static.shop.test/${"i".repeat(2048 - 25)}`],
];

/** URLs of icons that are dropped. */
export const BAD_ICONS: readonly Icon[] = [
  ["icon-empty", "Nothing", "IconScheme", ""],
  ["icon-relative", "A path alone", "IconScheme", "/icon.png"],
  ["icon-without-scheme", "A host without a scheme", "IconScheme", "//static.shop.test/icon.png"],
  ["icon-host-alone", "A host alone", "IconScheme", "static.shop.test/icon.png"],
  ["icon-data", "An image as data", "IconScheme", "data:image/svg+xml,%3Csvg%3E%3C/svg%3E"],
  ["icon-javascript", "A script", "IconScheme", "javascript:alert(1)"],
  ["icon-file", "A file", "IconScheme", "file:///etc/passwd"],
  ["icon-ftp", "Another scheme", "IconScheme", "ftp://static.shop.test/icon.png"],
  ["icon-no-host", "No host", "IconScheme", "https://"],
  ["icon-user", "A user", "IconUser", "https://shop@static.shop.test/icon.png"],
  ["icon-user-and-password", "A user and a password", "IconUser", "https://shop:secret@static.shop.test/icon.png"],
  ["icon-user-like-host", "A user that looks like a host", "IconUser", "https://static.shop.test@evil.test/icon.png"],
  ["icon-too-long", "2049 characters", "IconLength", `https://static.shop.test/${"i".repeat(2049 - 25)}`],
  ["icon-ipv4", "An address", "IconHost", "https://203.0.113.7/icon.png"],
  ["icon-loopback", "The address of the machine itself", "IconHost", "https://127.0.0.1/icon.png"],
  ["icon-metadata-service", "The address of a cloud's metadata service", "IconHost", "http://169.254.169.254/latest/meta-data/"],
  ["icon-ipv6", "An address of version 6", "IconHost", "https://[2001:db8::7]/icon.png"],
  ["icon-ipv6-loopback", "The machine itself in version 6", "IconHost", "https://[::1]/icon.png"],
  ["icon-ipv6-mapped", "An address of version 4 in version 6", "IconHost", "https://[::ffff:127.0.0.1]/icon.png"],
  ["icon-localhost", "localhost", "IconHost", "http://localhost/icon.png"],
  ["icon-localhost-port", "localhost with a port", "IconHost", "http://localhost:8080/icon.png"],
  ["icon-localhost-capitals", "localhost in capitals", "IconHost", "http://LOCALHOST/icon.png"],
  ["icon-localdomain", "localhost with its domain", "IconHost", "http://localhost.localdomain/icon.png"],
  ["icon-ip6-localhost", "localhost of version 6", "IconHost", "http://ip6-localhost/icon.png"],
  ["icon-ip6-loopback", "Another name of it", "IconHost", "http://ip6-loopback/icon.png"],
  ["icon-decimal", "An address as one decimal number", "IconNumber", "http://2130706433/icon.png"],
  ["icon-hexadecimal", "An address as one hexadecimal number", "IconNumber", "http://0x7f000001/icon.png"],
  ["icon-encoded-localhost", "localhost with a letter encoded", "IconEncoded", "http://%6cocalhost/icon.png"],
  ["icon-encoded-address", "An address with its first number encoded", "IconEncoded", "http://%31%32%37.0.0.1/icon.png"],
  ["icon-full-width-localhost", "localhost in letters of double width", "IconEncoded", "http://\uff4c\uff4f\uff43\uff41\uff4c\uff48\uff4f\uff53\uff54/icon.png"],
  ["icon-circled-address", "An address in circled digits", "IconEncoded", "http://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/icon.png"],
  ["icon-tab", "A tab within the host, which URL parsers of browsers take out", "IconControl", "https://static.\tshop.test/icon.png"],
  ["icon-newline", "A line feed within the path", "IconControl", "https://static.shop.test/icon\n.png"],
  ["icon-newline-behind", "A line feed behind it", "IconControl", "https://static.shop.test/icon.png\n"],
  ["icon-nul", "A NUL within the path", "IconControl", "https://static.shop.test/icon\u0000.png"],
  ["icon-tab-in-scheme", "A tab within the scheme of a script", "IconControl", "java\tscript:alert(1)"],
];

/** Errors in keeping metadata. */
export const METADATA_FLAGS = {
  AsciiEdges: { bugClass: "printable-ascii-boundary", description: "Draws the boundaries of printable ASCII wrong.", effect: "Lawful names are dropped, or control characters shown.", links: [] },
  NotAscii: { bugClass: "unicode-letters-accepted", description: "Takes letters outside ASCII.", effect: "Lengths that each language counts in its own way, and names that look alike but differ.", links: [] },
  Length: { bugClass: "length-boundary", description: "Counts a boundary of the length wrong, or sets none.", effect: "Facilitators and servers disagree on what is shown.", links: [] },
  Type: { bugClass: "type-not-checked", description: "Converts a value of the wrong JSON type instead of refusing it.", effect: "Two readers of one message see different values.", links: [] },
  Optional: { bugClass: "optional-member-demanded", description: "Demands a member that may be left out.", effect: "Services without a name or icon are not listed.", links: [] },
  Tags: { bugClass: "tags-limit", description: "Counts tags wrong, or takes all of them.", effect: "One service crowds the others out of every search.", links: [] },
  IconTooStrict: { bugClass: "icon-url-too-strict", description: "Drops URLs for parts that only look suspicious.", effect: "Services lose their icons.", links: [] },
  IconLength: { bugClass: "length-boundary", description: "Counts a boundary of the length wrong, or sets none.", effect: "Services lose their icons, or fill the catalogue.", links: [] },
  IconScheme: { bugClass: "icon-url-scheme", description: "Takes what is no absolute http or https URL.", effect: "Scripts and files are put where an image belongs.", links: [] },
  IconUser: { bugClass: "icon-url-user", description: "Takes URLs with a user.", effect: "People read another host than the one that is asked.", links: [] },
  IconHost: { bugClass: "icon-url-internal-host", description: "Takes hosts that are addresses or the machine itself.", effect: "A stranger makes the facilitator ask hosts of its own network.", links: ["https://cwe.mitre.org/data/definitions/918.html"] },
  IconNumber: { bugClass: "icon-url-number-as-host", description: "Knows addresses in their usual spelling alone.", effect: "A stranger makes the facilitator ask hosts of its own network.", links: ["https://url.spec.whatwg.org/#concept-ipv4-parser"] },
  IconEncoded: { bugClass: "icon-url-host-not-decoded", description: "Judges the host before it is decoded and normalised.", effect: "A stranger makes the facilitator ask hosts of its own network.", links: ["https://www.unicode.org/reports/tr46/"] },
  IconControl: { bugClass: "icon-url-control-characters", description: "Judges what a URL parser made of the text, which has lost its control characters.", effect: "What was judged is not what is published.", links: ["https://url.spec.whatwg.org/#concept-basic-url-parser"] },
} as const satisfies Record<string, VectorFlag>;
