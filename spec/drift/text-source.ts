import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Where the protocol's text is read from: a folder, or a git repository with or without a work tree. */
export type TextSource = {
  /** Full hash of the commit the text is of; `undefined` for a plain folder. */
  readonly commit: string | undefined;
  /** Every markdown file below `specs/`, relative to it, in order. */
  readonly files: readonly string[];
  /** @throws Error when `files` does not have it */
  readonly read: (file: string) => string;
  /** The file at another commit; `undefined` where there is no repository or it lacks that commit or file. */
  readonly readAt: (at: { commit: string; file: string }) => string | undefined;
};

/** The place given is not one the text can be read from. */
export class TextSourceError extends Error {
  override readonly name = "TextSourceError";
}

/**
 * Opens a checkout of the specification.
 *
 * @param path a folder with `specs/` in it, or a bare git repository whose newest commit has one
 * @throws TextSourceError when there is no such folder or no text in it
 */
export const openTextSource = (path: string): TextSource => {
  if (!existsSync(path) || !statSync(path).isDirectory()) throw new TextSourceError(`${path} is not a folder: expected a checkout of the specification's repository, the folder that has specs/ in it.`);
  const git = (...args: string[]): string | undefined => {
    try {
      return execFileSync("git", ["-C", path, ...args], { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] });
    } catch {
      return undefined;
    }
  };
  const isBare = git("rev-parse", "--is-bare-repository")?.trim() === "true";
  // A folder may lie within a repository of something else: only its own is asked.
  const isOwn = isBare || existsSync(join(path, ".git"));
  const commit = isOwn ? git("rev-parse", "HEAD")?.trim() : undefined;
  const readAt: TextSource["readAt"] = (at) => (isOwn ? git("show", `${at.commit}:specs/${at.file}`) : undefined);
  const specs = join(path, "specs");
  const files = isBare ? filesOf(git("ls-tree", "-r", "--name-only", "HEAD", "specs/")) : existsSync(specs) ? markdownBelow(specs) : [];
  if (files.length === 0) throw new TextSourceError(`${path} has no specs/ folder with markdown files: expected a checkout of the specification's repository.`);
  const read = (file: string): string => {
    const text = isBare ? readAt({ commit: "HEAD", file }) : readFileSync(join(specs, file), "utf8");
    if (text === undefined) throw new TextSourceError(`${path} lists specs/${file} but does not have it.`);
    return text;
  };
  return { commit, files, read, readAt };
};

const filesOf = (listing: string | undefined): string[] =>
  (listing ?? "")
    .split("\n")
    .filter((name) => name.startsWith("specs/") && name.endsWith(".md"))
    .map((name) => name.slice("specs/".length))
    .toSorted();

const markdownBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".md"))
    .toSorted();
