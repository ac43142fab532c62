import { accepted } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { isIconUrl, isServiceName, isTag } from "./_service-metadata.ts";

/** Answers `bazaar.service-metadata.sanitize` member by member. */
export const verifier: Verifier = ({ input }) => {
  const { serviceName, tags, iconUrl } = input["resource"] as { serviceName?: unknown; tags?: unknown; iconUrl?: unknown };
  const kept = new Map<string, string>();
  for (const tag of Array.isArray(tags) ? tags.filter(isTag) : []) if (!kept.has(tag.toLowerCase()) && kept.size < 5) kept.set(tag.toLowerCase(), tag);
  return accepted({
    ...(isServiceName(serviceName) ? { serviceName } : {}),
    ...(kept.size > 0 ? { tags: [...kept.values()] } : {}),
    ...(isIconUrl(iconUrl) ? { iconUrl } : {}),
  });
};
