/** Folder of the language-neutral vectors, for consumers that read the files themselves. It has no files yet. */
export const vectorsFolder: URL = new URL("./", import.meta.url);
