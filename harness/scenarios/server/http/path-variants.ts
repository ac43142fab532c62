import { serverScenario, type ServerSeat } from "../../../seats/server-seat.ts";

/**
 * Other spellings of a protected path. A gate and a router that read one of them differently serve it
 * unpaid; what a server answers instead (400, 402, 404 ...) is its own affair.
 */

interface Variant {
  /** Its first word is the family, by which checks tell them apart. */
  readonly as: string;
  readonly path: string;
}

/** @param path of at least two segments, as in `/x402/basic` */
function variantsOf(path: string): readonly Variant[] {
  const cut = path.lastIndexOf("/");
  const [parent, last] = [path.slice(0, cut), path.slice(cut + 1)];
  const first = last.charCodeAt(0);
  const overlong = [0xc0 | (first >> 6), 0x80 | (first & 0x3f)].map((byte) => `%${byte.toString(16)}`).join("");
  const encoded = (text: string): string => text.replace(/./g, (character) => `%${character.charCodeAt(0).toString(16)}`);
  return [
    { as: "path-trailing-slash", path: `${path}/` },
    { as: "path-encoded-letter", path: `${path.slice(0, -1)}${encoded(path.slice(-1))}` },
    { as: "path-encoded-letters", path: `${parent}/${encoded(last)}` },
    { as: "path-encoded-first-segment", path: path.replace(/[^/]+/, encoded) },
    { as: "path-double-encoded-letter", path: `${path.slice(0, -1)}%25${encoded(path.slice(-1)).slice(1)}` },
    { as: "path-encoded-slash", path: `/${path.slice(1).replaceAll("/", "%2F")}` },
    { as: "path-encoded-slash-lower-case", path: `/${path.slice(1).replaceAll("/", "%2f")}` },
    { as: "path-double-encoded-slash", path: `/${path.slice(1).replaceAll("/", "%252F")}` },
    { as: "path-upper-case", path: path.toUpperCase() },
    { as: "path-backslash", path: path.replaceAll("/", "\\").replace("\\", "/") },
    { as: "path-encoded-backslash", path: path.replaceAll("/", "%5C").replace("%5C", "/") },
    { as: "path-encoded-newline", path: `${path}%0A` },
    { as: "path-encoded-line-separator", path: `${path}%E2%80%A8` },
    { as: "path-encoded-null", path: `${path}%00` },
    { as: "path-encoded-space", path: `${path}%20` },
    { as: "path-encoded-tab", path: `${path}%09` },
    { as: "path-trailing-dot", path: `${path}.` },
    { as: "path-trailing-encoded-dot", path: `${path}%2e` },
    { as: "path-encoded-question-mark", path: `${path}%3F` },
    { as: "path-fragment", path: `${path}#x` },

    { as: "slashes-doubled", path: path.replaceAll("/", "//") },
    { as: "slashes-leading", path: `/${path}` },
    { as: "slashes-three-leading", path: `//${path}` },
    { as: "slashes-encoded-leading", path: `/%2F${path.slice(1)}` },
    { as: "slashes-inner", path: `${parent}//${last}` },
    { as: "slashes-trailing", path: `${path}//` },
    { as: "slashes-as-authority", path: `//127.0.0.1${path}` },

    { as: "dots-segment", path: `${parent}/./${last}` },
    { as: "dots-back", path: `${parent}/other/../${last}` },
    { as: "dots-leading", path: `/..${path}` },
    { as: "dots-trailing", path: `${path}/.` },
    { as: "dots-trailing-back", path: `${path}/other/..` },
    { as: "dots-encoded", path: `${parent}/%2e/${last}` },
    { as: "dots-back-encoded", path: `${parent}/other/%2E%2E/${last}` },
    { as: "dots-back-encoded-slash", path: `${parent}/other/..%2f${last}` },
    { as: "dots-back-backslash", path: `${parent}/other/..\\${last}` },

    { as: "parameter", path: `${path};a=b` },
    { as: "parameter-empty", path: `${path};` },
    { as: "parameter-encoded", path: `${path}%3Ba=b` },
    { as: "parameter-inner", path: `${parent};a=b/${last}` },
    { as: "parameter-after-dots", path: `${parent}/other/..;/${last}` },

    { as: "malformed-percent", path: `${path}%` },
    { as: "malformed-one-digit", path: `${path}%6` },
    { as: "malformed-digits", path: `${path}%zz` },
    { as: "malformed-utf8", path: `${path}%c0` },
    { as: "malformed-utf8-byte", path: `${path}%ff` },
    { as: "malformed-surrogate", path: `${path}%ed%a0%80` },
    { as: "malformed-overlong-slash", path: `${parent}%c0%af${last}` },
    { as: "malformed-overlong-letter", path: `${parent}/${overlong}${last.slice(1)}` },
    { as: "malformed-utf16", path: `${parent}/%u00${first.toString(16)}${last.slice(1)}` },
    { as: "malformed-inner", path: `${parent}/%zz/${last}` },
  ];
}

async function tryAll(seat: ServerSeat, variants: readonly Variant[]): Promise<void> {
  for (const { as, path } of variants) await seat.request({ as, target: `${path}?case=${seat.tag}` });
}

export const scenarios = [
  serverScenario({
    id: "server/http/path-variants",
    title: "Asks unpaid by other spellings of a protected path, then pays for it as it is written",
    needs: { features: ["facilitator", "upstream"], routes: ["basic"] },
    async drive(seat) {
      await tryAll(seat, variantsOf(seat.route("basic").path));
      await seat.pay({ as: "good" });
    },
  }),
  serverScenario({
    id: "server/http/path-variants-below",
    title: "Asks unpaid by other spellings of paths below a protected one, then pays for a path nobody has named before",
    needs: { features: ["facilitator", "upstream", "routes", "routes-below"], routes: ["tree"] },
    async drive(seat) {
      const { path, below = path } = seat.route("tree");
      const elsewhere = `${below}/some/where`;
      await tryAll(seat, [
        ...variantsOf(path),
        { as: "path-elsewhere", path: elsewhere },
        { as: "path-newline-inside", path: `${below}/a%0Ab` },
        { as: "malformed-alone", path: `${below}/%` },
        { as: "malformed-digits-alone", path: `${below}/%zz` },
        { as: "malformed-utf8-alone", path: `${below}/%c0` },
      ]);
      // For the resource that it is for: what the offer of another path says is that path's.
      const edit: NonNullable<Parameters<ServerSeat["payment"]>[0]>["edit"] = (payment) => {
        const resource = payment.resource as { url?: unknown } | undefined;
        if (typeof resource?.url === "string") payment.resource = { ...resource, url: resource.url.replace(path, elsewhere) };
      };
      await seat.pay({ as: "good", route: "tree", target: `${elsewhere}?case=${seat.tag}`, edit });
    },
  }),
];
