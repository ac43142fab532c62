import { readdirSync, readFileSync } from "node:fs";
import { loadDigests } from "./digests.ts";
import { compileSchema } from "./json-schema.ts";
import { sha256 } from "./text/digest.ts";
import { tryParseYaml } from "./yaml/parse-yaml.ts";

/** A frozen, named set of requirements for one revision of the text. */
export type Profile = {
  /** For example `core-http`. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** Commit of the pinned text it is frozen at, or the name of the newer texts. */
  readonly revision: string;
  /** Rows that are proposals only count as well. */
  readonly draft?: true;
  /** Names of the profiles it contains. */
  readonly extends: readonly string[];
  /** Catalogue areas it accounts for by itself. */
  readonly areas: readonly string[];
  /** Ids of the rows that count, those of the profiles it contains included. */
  readonly requirements: readonly string[];
  /** Rows that do not count, and why, those of the profiles it contains included. */
  readonly notScored: readonly NotScored[];
};

/** A row that does not count towards a profile. */
export type NotScored = { readonly id: string; readonly reason: string };

/** A profile as it is written. */
export type ProfileFile = {
  readonly name: string;
  readonly title: string;
  readonly revision: string;
  readonly draft?: true;
  readonly extends: readonly string[];
  readonly areas: readonly string[];
  readonly requirements: readonly string[];
  readonly not_scored: readonly { readonly reason: string; readonly ids: readonly string[] }[];
};

const FOLDER = new URL("./profiles/", import.meta.url);

const validateFile = compileSchema<ProfileFile>(new URL("profile.schema.json", FOLDER));

/** A profile on disk is not what its schema asks for. */
export class ProfileError extends Error {
  override readonly name = "ProfileError";

  constructor(options: { file: string; problems: readonly string[] }) {
    super([`spec/profiles/${options.file} is not a valid profile`, ...options.problems.map((problem) => `- ${problem}`)].join("\n"));
  }
}

/**
 * Every profile, found by file name, with the profiles it contains folded in.
 *
 * @throws ProfileError on a malformed file, an unknown profile under `extends`, or profiles that contain each other
 */
export const loadProfiles = (): Profile[] => {
  const digests = loadDigests();
  const files = new Map(
    readdirSync(FOLDER)
      .filter((name) => name.endsWith(".yaml"))
      .toSorted()
      .map((name) => {
        const text = readFileSync(new URL(name, FOLDER), "utf8");
        return [name.slice(0, -".yaml".length), parseProfile({ file: name, text, isSealed: sha256(text) === digests[`profiles/${name}`] })];
      }),
  );
  return [...files.values()].map((file) => resolve({ file, files, path: [] }));
};

/**
 * Reads one profile as it is written.
 *
 * @param options.file name used in errors, for example `core-http.yaml`
 * @param options.text the YAML
 * @param options.isSealed the text is the one whose digest the package was published with: its tests have held it to its schema
 * @throws ProfileError when it is not what its schema asks for
 */
export const parseProfile = (options: { file: string; text: string; isSealed?: boolean }): ProfileFile => {
  const { file } = options;
  const yaml = tryParseYaml(options.text);
  if (!yaml.ok) throw new ProfileError({ file, problems: [yaml.problem] });
  const { value } = yaml;
  if (options.isSealed === true) return value as ProfileFile;
  const result = validateFile(value);
  if (!result.ok) throw new ProfileError({ file, problems: result.errors.map(({ path, message }) => `${path}: ${message}`) });
  if (`${result.value.name}.yaml` !== file) throw new ProfileError({ file, problems: [`name is "${result.value.name}": expected the file's own name`] });
  return result.value;
};

const resolve = (options: { file: ProfileFile; files: ReadonlyMap<string, ProfileFile>; path: readonly string[] }): Profile => {
  const { file, files, path } = options;
  if (path.includes(file.name)) throw new ProfileError({ file: `${file.name}.yaml`, problems: [`contains itself: ${[...path, file.name].join(" > ")}`] });
  const contained = file.extends.map((name) => {
    const other = files.get(name);
    if (other === undefined) throw new ProfileError({ file: `${file.name}.yaml`, problems: [`extends ${name}: expected one of ${[...files.keys()].join(", ")}`] });
    return resolve({ file: other, files, path: [...path, file.name] });
  });
  const own = file.not_scored.flatMap(({ reason, ids }) => ids.map((id) => ({ id, reason })));
  return {
    name: file.name,
    title: file.title,
    revision: file.revision,
    ...(file.draft === undefined ? {} : { draft: file.draft }),
    extends: file.extends,
    areas: file.areas,
    requirements: [...new Set([...contained.flatMap((profile) => profile.requirements), ...file.requirements])],
    notScored: [...contained.flatMap((profile) => profile.notScored), ...own],
  };
};
