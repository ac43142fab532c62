import { type Digests, digestFolder } from "../spec/digests.ts";
import { readJson } from "../spec/json-schema.ts";

/** Digests of the vectors, their operations and their format, of this package unless another folder is given. */
export const digestVectors = (folder: URL = new URL("./", import.meta.url)): Digests => digestFolder({ folder, isSealed: (path) => /^(data|operations)\/.*\.json$|^[a-z.-]+\.json$/.test(path) && path !== "digests.json" });

/** The digests this package was published with; compare them with {@link digestVectors} by `compareDigests` of `spec`. */
export const loadVectorDigests = (): Digests => (readJson(new URL("digests.json", import.meta.url)) as { sha256: Digests }).sha256;
