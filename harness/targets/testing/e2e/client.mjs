// A client in the upstream layout: what it prints depends on the path it is sent to.
const { RESOURCE_SERVER_URL, ENDPOINT_PATH, ...environment } = process.env;
const url = new URL(`${RESOURCE_SERVER_URL}${ENDPOINT_PATH}`);
console.log(`Requesting ${url.href}`);
const say = (result) => console.log(JSON.stringify(result));
switch (url.pathname) {
  case "/paid":
    say({ success: true, data: { url: url.href, environment }, status_code: 200, payment_response: { success: true, transaction: "0x1" } });
    console.log("{ not the first line that starts like this }");
    break;
  case "/refused":
    say({ success: false, error: "no way to pay", status_code: 402, data: "plain" });
    process.exit(1);
    break;
  case "/failed":
    say({ success: false, error: "no way to pay" });
    process.exit(1);
    break;
  case "/throws":
    throw new Error("Failed to create payment payload");
  case "/not-found":
    process.exit(127);
    break;
  case "/garbled":
    console.log("{success:true}");
    break;
  case "/hangs":
    setInterval(() => undefined, 1000);
    break;
  default:
}
