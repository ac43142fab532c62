import type { Place } from "./json-source.ts";

/** A manifest cannot be used. The message starts with file, line and column of each thing that is wrong. */
export class ManifestError extends Error {
  override readonly name = "ManifestError";
  readonly code: "manifest-not-found" | "manifest-not-json" | "manifest-invalid";
  readonly file: string;
  /** Of the first thing that is wrong. */
  readonly place: Place | undefined;

  constructor(options: { code: "manifest-not-found" | "manifest-not-json" | "manifest-invalid"; file: string; wrong: readonly { readonly message: string; readonly place?: Place }[] }) {
    super(options.wrong.map(({ message, place }) => `${options.file}${place === undefined ? "" : `:${place.line}:${place.column}`}: ${message}`).join("\n"));
    this.code = options.code;
    this.file = options.file;
    this.place = options.wrong[0]?.place;
  }
}
