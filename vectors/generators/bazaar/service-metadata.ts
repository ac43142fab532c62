import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { BAD_ICONS, GOOD_ICONS, METADATA_FLAGS, RESOURCE } from "./_metadata.ts";

const plain = valid({ id: "plain", comment: "Name, tags and icon", input: { resource: { ...RESOURCE, tags: [...RESOURCE.tags] } } });
const still = (id: string, comment: string, flag: string, member: string, to: unknown): DraftTest => stillValid(plain, { id, comment, flags: [flag], path: `/resource/${member}`, to });
const refuse = (id: string, comment: string, flag: string, member: string, to: unknown): DraftTest => invalid(plain, { id, comment, flags: [flag], path: `/resource/${member}`, to, reason: `Beyond the limits of ${member.split("/")[0] ?? ""}.` });
const open = (id: string, comment: string, flag: string, member: string, to: unknown, reason: string): DraftTest => acceptable(plain, { id, comment, flags: [flag], path: `/resource/${member}`, to, reason });

const SPELLINGS = "Some URL parsers read an address here and some a name; refusing is the safe reading.";

const name = (): readonly DraftTest[] => [
  still("without-name", "Without a name", "Optional", "serviceName", undefined),
  still("name-one-character", "A name of one character", "Length", "serviceName", "W"),
  still("name-longest", "A name of 32 characters", "Length", "serviceName", "Weather of the North and its sea"),
  still("name-with-marks", "Space, tilde and the marks between them", "AsciiEdges", "serviceName", "! \"#$&'()*+,-./:;<=>?@[\\]^_`{|}~"),
  still("name-with-markup", "A name with characters that are markup elsewhere", "AsciiEdges", "serviceName", "Fish & Chips <3"),
  refuse("name-too-long", "A name of 33 characters", "Length", "serviceName", "Weather of the North and its seas"),
  refuse("name-empty", "An empty name", "Length", "serviceName", ""),
  refuse("name-delete-character", "A name with the character behind the tilde", "AsciiEdges", "serviceName", "Shop\u007fWeather"),
  refuse("name-tab", "A name with a tab", "AsciiEdges", "serviceName", "Shop\tWeather"),
  refuse("name-newline-behind", "A line feed behind the name, which $ of many regular expressions lets pass", "AsciiEdges", "serviceName", "Shop Weather\n"),
  refuse("name-escape", "A name with a terminal's escape sequence", "AsciiEdges", "serviceName", "Shop \u001b[31mWeather"),
  refuse("name-accent", "A name with an accent", "NotAscii", "serviceName", "Météo"),
  refuse("name-emoji", "A name with an emoji", "NotAscii", "serviceName", "Weather 🌦"),
  refuse("name-full-width", "A name in letters of double width", "NotAscii", "serviceName", "\uff33hop"),
  refuse("name-no-break-space", "A name with a no-break space", "NotAscii", "serviceName", "Shop\u00a0Weather"),
  refuse("name-number", "A number as name", "Type", "serviceName", 7),
  refuse("name-list", "A list of names", "Type", "serviceName", ["Shop Weather"]),
  open("name-null", "null as name", "Type", "serviceName", null, "Go and Python write a member left out this way; nothing is shown either way."),
  open("name-spaces", "A name of spaces", "AsciiEdges", "serviceName", "   ", "Printable by the rule, and no name."),
];

const tags = (): readonly DraftTest[] => [
  still("without-tags", "Without tags", "Optional", "tags", undefined),
  still("no-tags", "An empty list of tags", "Optional", "tags", []),
  still("five-tags", "Five tags", "Tags", "tags", ["a", "b", "c", "d", "e"]),
  still("tag-longest", "A tag of 32 characters", "Length", "tags/0", "t".repeat(32)),
  still("tag-with-space", "A tag of two words", "AsciiEdges", "tags/0", "weather maps"),
  refuse("six-tags", "Six tags", "Tags", "tags", ["a", "b", "c", "d", "e", "f"]),
  refuse("tag-too-long", "A tag of 33 characters", "Length", "tags/0", "t".repeat(33)),
  refuse("tag-empty", "An empty tag", "Length", "tags/0", ""),
  refuse("tag-accent", "A tag with an accent", "NotAscii", "tags/0", "météo"),
  refuse("tag-number", "A number among the tags", "Type", "tags/1", 2026),
  refuse("tags-text", "Tags as one text with commas", "Type", "tags", "weather,forecast"),
  refuse("tags-object", "Tags as an object", "Type", "tags", { weather: true }),
  open("tag-twice", "A tag twice", "Tags", "tags/1", "weather", "A facilitator keeps it once; that a server breaks a limit by it, the text does not say."),
  open("tag-twice-other-case", "A tag twice, once with a capital", "Tags", "tags/1", "Weather", "A facilitator keeps it once; that a server breaks a limit by it, the text does not say."),
];

const icon = (): readonly DraftTest[] => [
  still("without-icon", "Without an icon", "Optional", "iconUrl", undefined),
  ...GOOD_ICONS.map(([id, comment, flag, url]) => still(`icon-${id}`, comment, flag, "iconUrl", url)),
  ...BAD_ICONS.map(([id, comment, flag, url]) => refuse(id, comment, flag, "iconUrl", url)),
  refuse("icon-object", "An object with sizes", "Type", "iconUrl", { "64": "https://static.shop.test/64.png" }),
  open("icon-short-address", "An address with a part left out", "IconNumber", "iconUrl", "http://127.1/icon.png", SPELLINGS),
  open("icon-octal-address", "An address with a number in octal", "IconNumber", "iconUrl", "http://0177.0.0.1/icon.png", SPELLINGS),
  open("icon-localhost-with-dot", "localhost with a dot behind it", "IconHost", "iconUrl", "http://localhost./icon.png", "The same host to a resolver, and another name by the rule; refusing is the safe reading."),
  open("icon-name-outside-ascii", "A host with a letter outside ASCII", "IconTooStrict", "iconUrl", "https://müller.test/icon.png", "A URL to browsers, and none by RFC 3986, whose URLs are ASCII."),
  open("icon-three-slashes", "Three slashes behind the scheme", "IconScheme", "iconUrl", "https:///static.shop.test/icon.png", "URL parsers of browsers find a host here, others none."),
  open("icon-space-before", "A space before the URL", "IconControl", "iconUrl", " https://static.shop.test/icon.png", "A space is no control character, and URL parsers differ."),
  open("icon-internal-name", "A name of a cloud's own network", "IconHost", "iconUrl", "http://metadata.internal/icon.png", "No rule names it; refusing names that only resolve inside is the safe reading."),
];

export const vectors = defineVectors({
  operation: "bazaar.service-metadata.validate",
  description: "Name, tags and icon of a service, within the limits of text newer than April 2026.",
  requirements: ["core.resource.service-metadata", "bazaar.decl.meta-limits", "bazaar.meta.service-name", "bazaar.meta.tags", "bazaar.meta.iconurl", "bazaar.meta.iconurl-decode"],
  flags: METADATA_FLAGS,
  groups: () => [{ name: "resources", comment: "One resource, edited in one member", tests: [plain, ...name(), ...tags(), ...icon()] }],
});
