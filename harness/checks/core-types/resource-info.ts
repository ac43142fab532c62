import type { Check } from "../check.ts";
import { type Deviation, routeCheck } from "../server-offers.ts";
import { isObject, type JsonObject } from "../server-steps.ts";
import { pathOf } from "../../trace/trace.ts";

/** x402-specification-v2.md §5.1.2, the ResourceInfo table. */

const resourceOf = (required: JsonObject): JsonObject => required["resource"] as JsonObject;
const hasResource = (required: JsonObject): boolean => isObject(required["resource"]);
const hasUrl = (required: JsonObject): boolean => hasResource(required) && typeof resourceOf(required)["url"] === "string";

export const checks: readonly Check[] = [
  routeCheck({
    requirement: "core.resource.url",
    applies: hasResource,
    deviation(required) {
      const { url } = resourceOf(required);
      return typeof url === "string" && url !== "" ? undefined : { message: "resource.url is not a string", expected: "a URL", actual: url ?? "no such member" };
    },
    killedBy: ["server.offer.resource-without-url"],
  }),
  // Only the path is compared: behind a proxy a server may know itself by another origin, and below another path.
  routeCheck({
    requirement: "core.resource.url-identifies",
    applies: hasUrl,
    deviation(required, { request }) {
      const url = String(resourceOf(required)["url"]);
      const path = URL.canParse(url) ? new URL(url).pathname : pathOf(url);
      const asked = pathOf(request.target);
      return path.endsWith(asked) || (path.length > 1 && asked.endsWith(path)) ? undefined : { message: "resource.url names another resource than the one asked for", expected: `a URL with the path ${asked}`, actual: url };
    },
    killedBy: ["server.offer.fixed-resource-url"],
  }),
  routeCheck({
    requirement: "core.resource.optional-types",
    applies: (required) => hasResource(required) && ("description" in resourceOf(required) || "mimeType" in resourceOf(required)),
    deviation(required) {
      const resource = resourceOf(required);
      const wrong = ["description", "mimeType"].find((member) => member in resource && typeof resource[member] !== "string");
      return wrong === undefined ? undefined : { message: `resource.${wrong} is not a string`, expected: "a string, or no such member", actual: resource[wrong] };
    },
    killedBy: ["server.offer.description-number"],
  }),
  routeCheck({
    requirement: "core.resource.service-metadata",
    applies: (required) => hasResource(required) && ["serviceName", "tags", "iconUrl"].some((member) => member in resourceOf(required)),
    deviation: (required) => serviceMetadata(resourceOf(required)),
    killedBy: ["server.offer.long-service-name"],
  }),
];

const NAME = /^[\x20-\x7e]{1,32}$/;

function serviceMetadata({ serviceName, tags, iconUrl }: JsonObject): Deviation {
  const isName = (value: unknown): boolean => typeof value === "string" && NAME.test(value);
  if (serviceName !== undefined && !isName(serviceName)) return { message: "resource.serviceName breaks its limits", expected: "at most 32 printable ASCII characters", actual: serviceName };
  if (tags !== undefined && !(Array.isArray(tags) && tags.length <= 5 && (tags as unknown[]).every(isName))) return { message: "resource.tags breaks its limits", expected: "at most 5 tags of at most 32 printable ASCII characters", actual: tags };
  if (iconUrl === undefined) return undefined;
  const isUrl = typeof iconUrl === "string" && iconUrl.length <= 2048 && URL.canParse(iconUrl) && /^https?:$/.test(new URL(iconUrl).protocol);
  return isUrl ? undefined : { message: "resource.iconUrl breaks its limits", expected: "an absolute http or https URL of at most 2048 characters", actual: iconUrl };
}
