import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { isIconUrl, isServiceName, isTag } from "./_service-metadata.ts";

/** Answers `bazaar.service-metadata.validate`; tags that repeat each other are let pass. */
export const verifier: Verifier = ({ input }) => {
  const { serviceName, tags, iconUrl } = input["resource"] as { serviceName?: unknown; tags?: unknown; iconUrl?: unknown };
  if (serviceName !== undefined && !isServiceName(serviceName)) return refused("serviceName");
  if (tags !== undefined && !(Array.isArray(tags) && tags.length <= 5 && tags.every(isTag))) return refused("tags");
  return iconUrl === undefined || isIconUrl(iconUrl) ? accepted() : refused("iconUrl");
};
