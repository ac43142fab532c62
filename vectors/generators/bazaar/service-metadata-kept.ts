import { acceptable, defineVectors, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { BAD_ICONS, GOOD_ICONS, METADATA_FLAGS, RESOURCE } from "./_metadata.ts";

const { serviceName, tags, iconUrl } = RESOURCE;
const plain = valid({ id: "plain", comment: "All of it is good", input: { resource: { ...RESOURCE, tags: [...tags] } }, output: { serviceName, tags, iconUrl } });

const nameBecomes = (id: string, comment: string, flag: string, to: unknown, kept?: string): DraftTest =>
  stillValid(plain, { id, comment, flags: [flag], path: "/resource/serviceName", to, output: { ...(kept === undefined ? {} : { serviceName: kept }), tags, iconUrl } });
const tagsBecome = (id: string, comment: string, flag: string, to: unknown, kept?: readonly string[]): DraftTest =>
  stillValid(plain, { id, comment, flags: [flag], path: "/resource/tags", to, output: { serviceName, ...(kept === undefined ? {} : { tags: kept }), iconUrl } });
const iconBecomes = (id: string, comment: string, flag: string, to: unknown, kept?: string): DraftTest =>
  stillValid(plain, { id, comment, flags: [flag], path: "/resource/iconUrl", to, output: { serviceName, tags, ...(kept === undefined ? {} : { iconUrl: kept }) } });

/** One icon of each kind: all of them are asked about in service-metadata. */
const SOME_ICONS = ["port", "at-in-path", "address-as-labels"];
const SOME_BAD_ICONS = ["icon-data", "icon-user", "icon-loopback", "icon-localhost-capitals", "icon-decimal", "icon-encoded-localhost", "icon-tab"];

export const vectors = defineVectors({
  operation: "bazaar.service-metadata.sanitize",
  description: "What a facilitator keeps of a service's metadata: each member by itself, and of tags each by itself. The limits are of text newer than April 2026.",
  requirements: ["bazaar.meta.soft-drop", "bazaar.meta.service-name", "bazaar.meta.tags", "bazaar.meta.iconurl", "bazaar.meta.iconurl-decode"],
  flags: {
    ...(({ AsciiEdges, NotAscii, Length, Type, Optional, Tags, IconTooStrict, IconScheme, IconUser, IconHost, IconNumber, IconEncoded, IconControl }) => ({ AsciiEdges, NotAscii, Length, Type, Optional, Tags, IconTooStrict, IconScheme, IconUser, IconHost, IconNumber, IconEncoded, IconControl }))(METADATA_FLAGS),
    AllDropped: { bugClass: "metadata-dropped-as-a-whole", description: "Drops everything for one member that breaks its rule.", effect: "A service with one long tag has no name.", links: [] },
    Rewritten: { bugClass: "metadata-rewritten", description: "Cuts or cleans a value instead of dropping it.", effect: "Facilitators show different names for one service.", links: [] },
    TagOrder: { bugClass: "tags-counted-before-checked", description: "Takes the first five tags, and then drops the bad ones among them.", effect: "Good tags are lost.", links: [] },
  },
  groups: () => [
    {
      name: "kept",
      comment: "One resource, edited in one member",
      tests: [
        plain,
        nameBecomes("name-absent", "No name", "Optional", undefined),
        nameBecomes("name-longest", "A name of 32 characters", "Length", "Weather of the North and its sea", "Weather of the North and its sea"),
        nameBecomes("name-too-long", "A name of 33 characters is dropped, not cut", "Rewritten", "Weather of the North and its seas"),
        nameBecomes("name-empty", "An empty name", "AllDropped", ""),
        nameBecomes("name-accent", "A name with an accent is dropped, not cleaned", "Rewritten", "Météo"),
        nameBecomes("name-tab", "A name with a tab", "AsciiEdges", "Shop\tWeather"),
        nameBecomes("name-number", "A number as name", "Type", 7),
        nameBecomes("name-with-markup", "A name with characters that are markup elsewhere is kept as it is", "Rewritten", "Fish & Chips <3", "Fish & Chips <3"),
        tagsBecome("tags-absent", "No tags", "Optional", undefined),
        tagsBecome("tags-six", "Six tags", "Tags", ["a", "b", "c", "d", "e", "f"], ["a", "b", "c", "d", "e"]),
        tagsBecome("tags-bad-among-six", "Six tags, of which the second is bad", "TagOrder", ["a", "", "c", "d", "e", "f"], ["a", "c", "d", "e", "f"]),
        tagsBecome("tags-bad-first-five", "Five bad tags, then a good one", "TagOrder", ["", "é", "t".repeat(33), "a\tb", "\u007f", "good"], ["good"]),
        tagsBecome("tags-twice", "A tag twice, once in capitals", "Tags", ["Weather", "WEATHER", "forecast"], ["Weather", "forecast"]),
        tagsBecome("tags-twice-among-six", "Six tags, of which two are the same", "TagOrder", ["a", "A", "b", "c", "d", "e"], ["a", "b", "c", "d", "e"]),
        tagsBecome("tags-number-among-them", "A number among the tags", "Type", ["weather", 2026, null, "forecast"], ["weather", "forecast"]),
        tagsBecome("tags-accent", "A tag outside ASCII", "NotAscii", ["météo", "weather"], ["weather"]),
        tagsBecome("tags-longest", "Tags of 32 and of 33 characters", "Length", ["t".repeat(32), "t".repeat(33)], ["t".repeat(32)]),
        tagsBecome("tags-order", "Tags stay in their order", "Tags", ["z", "a", "m"], ["z", "a", "m"]),
        tagsBecome("tags-text", "One text instead of a list", "Type", "weather,forecast"),
        acceptable(plain, { id: "tags-none-left", comment: "Tags of which none is good", flags: ["Tags"], path: "/resource/tags", to: ["", "é"], reason: "An empty list or no list: the text does not say what is left of a list without good entries." }),
        acceptable(plain, { id: "tags-empty", comment: "An empty list of tags", flags: ["Tags"], path: "/resource/tags", to: [], reason: "An empty list or no list: nothing tells them apart." }),
        iconBecomes("icon-absent", "No icon", "Optional", undefined),
        ...GOOD_ICONS.filter(([id]) => SOME_ICONS.includes(id)).map(([id, comment, flag, url]) => iconBecomes(`icon-${id}`, comment, flag, url, url)),
        ...BAD_ICONS.filter(([id]) => SOME_BAD_ICONS.includes(id)).map(([id, comment, flag, url]) => iconBecomes(id, comment, flag, url)),
        stillValid(plain, { id: "all-bad", comment: "Nothing is good, and the resource has its URL still", flags: ["AllDropped"], path: "/resource", to: { url: RESOURCE.url, serviceName: "", iconUrl: "file:///etc/passwd" }, output: {} }),
        stillValid(plain, { id: "name-alone-good", comment: "A good name beside a bad icon", flags: ["AllDropped"], path: "/resource", to: { url: RESOURCE.url, serviceName, iconUrl: "http://localhost/icon.png" }, output: { serviceName } }),
      ],
    },
  ],
});
