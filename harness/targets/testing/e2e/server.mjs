// A server or facilitator in the upstream layout: FAKE_MODE bends it.
import { createServer } from "node:http";

const { FAKE_MODE: mode = "", PORT: port } = process.env;
const base = process.env.FAKE_PREFIX ?? "";
if (mode === "dies") {
  console.error("Error: missing FACILITATOR_URL");
  process.exit(1);
}
const server = createServer((request, response) => {
  const json = (status, body) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  if (request.url === `${base}/health` && mode !== "no-health") return json(200, { status: "ok" });
  if (request.url === `${base}/close` && request.method === "POST") {
    json(200, { message: "bye" });
    console.log("closed when asked");
    return void setImmediate(() => process.exit(0));
  }
  if (request.url === "/env") return json(200, process.env);
  return json(404, {});
});
if (mode !== "mute") server.listen(Number(port), () => console.log(mode === "no-health" ? "Ready" : "Server listening at somewhere"));
else setInterval(() => undefined, 1000);
