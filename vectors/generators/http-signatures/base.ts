import { acceptable, defineVectors, invalid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { pickFlags } from "./_flags.ts";

type Field = { readonly name: string; readonly value: string };
const fields = (...pairs: readonly (readonly [name: string, value: string])[]): Field[] => pairs.map(([name, value]) => ({ name, value }));

const DIGEST = "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";
/** The request of RFC 9421, appendix B.2. */
const RFC_REQUEST = {
  method: "POST",
  url: "https://example.com/foo?param=Value&Pet=dog",
  headers: fields(["Host", "example.com"], ["Date", "Tue, 20 Apr 2021 02:07:55 GMT"], ["Content-Type", "application/json"], ["Content-Digest", DIGEST], ["Content-Length", "18"]),
};

const REQUEST = {
  method: "GET",
  url: "https://shop.test/weather?city=Bern",
  headers: fields(["Host", "shop.test"], ["Signature-Agent", "agent.test"], ["PAYMENT-SIGNATURE", "eyJ4NDAyVmVyc2lvbiI6Mn0="]),
};
const RESPONSE = { status: 200, headers: fields(["Content-Type", "text/plain"], ["PAYMENT-RESPONSE", "eyJzdWNjZXNzIjp0cnVlfQ=="]), request: REQUEST };

const PARAMETERS = ';created=1790000000;expires=1790000060;keyid="poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U";tag="web-bot-auth"';
const last = (list: string, parameters: string): string => `"@signature-params": ${list}${parameters}`;

/** The request's fields with the Host that a request to this URL has, as who takes the authority from there gets the same one. */
const atHost = (url: string): Field[] => REQUEST.headers.map(({ name, value }) => ({ name, value: name === "Host" ? (/^https?:\/\/([^/?#]*)/.exec(url)?.[1] ?? value) : value }));

/** A base for one component of a request. */
const one = (id: string, comment: string, flag: string, change: { url?: string; method?: string; headers?: Field[] }, component: string, value: string): DraftTest =>
  valid({ id, comment, flags: [flag], input: { message: { ...REQUEST, ...(change.url === undefined ? {} : { headers: atHost(change.url) }), ...change }, parameters: `(${component})${PARAMETERS}` }, output: { base: `${component}: ${value}\n${last(`(${component})`, PARAMETERS)}` } });

const fieldBase = (id: string, comment: string, flag: string, headers: Field[], component: string, value: string): DraftTest => one(id, comment, flag, { headers }, component, value);

export const vectors = defineVectors({
  operation: "http-signature.base",
  description: "The text that HTTP message signatures are over; examples of RFC 9421 among them.",
  requirements: ["hms.client.sign", "hms.server.sign", "hms.server.signature-valid"],
  flags: pickFlags("ParametersLine", "FieldValue", "FieldName", "Authority", "Target", "QueryParam", "BinaryWrapped", "ResponseBinding", "DerivedComponent", "MissingField", "DuplicateComponent", "Syntax"),
  groups: () => {
    const list = '("@authority" "signature-agent" "payment-signature")';
    const lines = '"@authority": shop.test\n"signature-agent": agent.test\n"payment-signature": eyJ4NDAyVmVyc2lvbiI6Mn0=\n';
    const plain = valid({ id: "payment", comment: "What a paying agent signs", input: { message: REQUEST, parameters: list + PARAMETERS }, output: { base: lines + last(list, PARAMETERS) } });
    const withParameters = (id: string, comment: string, received: string, serialized: string): DraftTest => valid({ id, comment, flags: ["ParametersLine"], input: { message: REQUEST, parameters: received }, output: { base: lines + last(list, serialized) } });
    const refuse = (id: string, comment: string, flag: string, parameters: string, reason: string): DraftTest => invalid(plain, { id, comment, flags: [flag], path: "/parameters", to: parameters, reason });

    const responseList = '("@status" "payment-response" "@authority";req "@path";req)';
    const response = valid({
      id: "response",
      comment: "A response bound to its request, as the extension recommends",
      flags: ["ResponseBinding"],
      input: { message: RESPONSE, parameters: `${responseList};created=1790000000;keyid="server-key";tag="x402-response"` },
      output: { base: `"@status": 200\n"payment-response": eyJzdWNjZXNzIjp0cnVlfQ==\n"@authority";req: shop.test\n"@path";req: /weather\n${last(responseList, ';created=1790000000;keyid="server-key";tag="x402-response"')}` },
    });
    const ofRequest = valid({ id: "response-request-field", comment: "A response that covers the payment of its request", flags: ["ResponseBinding"], input: { message: RESPONSE, parameters: '("@status" "payment-signature";req "@method";req "@query";req)' }, output: { base: `"@status": 200\n"payment-signature";req: eyJ4NDAyVmVyc2lvbiI6Mn0=\n"@method";req: GET\n"@query";req: ?city=Bern\n${last('("@status" "payment-signature";req "@method";req "@query";req)', "")}` } });
    const refuseResponse = (id: string, comment: string, flag: string, parameters: string, reason: string): DraftTest => invalid(response, { id, comment, flags: [flag], path: "/parameters", to: parameters, reason });

    const b26 = '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"';
    const b22 = '("@authority" "content-digest" "@query-param";name="Pet");created=1618884473;keyid="test-key-rsa-pss";tag="header-example"';
    const b21 = '();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd"';
    const multi = "https://www.example.com/parameters?var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace&fa%C3%A7ade%22%3A%20=something";
    const noSuch = "No such component exists for this message.";

    return [
      {
        name: "requests",
        comment: "Requests",
        tests: [
          plain,
          valid({ id: "rfc-b-2-6", comment: "RFC 9421, B.2.6", flags: ["ParametersLine"], input: { message: RFC_REQUEST, parameters: b26 }, output: { base: `"date": Tue, 20 Apr 2021 02:07:55 GMT\n"@method": POST\n"@path": /foo\n"@authority": example.com\n"content-type": application/json\n"content-length": 18\n"@signature-params": ${b26}` } }),
          valid({ id: "rfc-b-2-2", comment: "RFC 9421, B.2.2", flags: ["QueryParam"], input: { message: RFC_REQUEST, parameters: b22 }, output: { base: `"@authority": example.com\n"content-digest": ${DIGEST}\n"@query-param";name="Pet": dog\n"@signature-params": ${b22}` } }),
          valid({ id: "rfc-b-2-1", comment: "RFC 9421, B.2.1: no component at all", flags: ["ParametersLine"], input: { message: RFC_REQUEST, parameters: b21 }, output: { base: `"@signature-params": ${b21}` } }),
          withParameters("parameters-spaced", "Spaces behind the semicolons, as in the text's example", `${list}; created=1790000000; expires=1790000060; keyid="k"`, ';created=1790000000;expires=1790000060;keyid="k"'),
          withParameters("parameters-components-spaced", "More spaces between the components", `(  "@authority"   "signature-agent" "payment-signature" );created=1790000000`, ";created=1790000000"),
          withParameters("parameters-other-order", "Parameters in another order, which they keep", `${list};tag="web-bot-auth";keyid="k";created=1790000000`, ';tag="web-bot-auth";keyid="k";created=1790000000'),
          withParameters("parameters-none", "No parameters", list, ""),
          withParameters("parameters-escapes", "A quotation mark and a backslash in a string", `${list};nonce="a\\"b\\\\c"`, ';nonce="a\\"b\\\\c"'),
          withParameters("parameters-all", "Every parameter of the RFC", `${list};created=1790000000;expires=1790000060;nonce="n";alg="ed25519";keyid="k";tag="t"`, ';created=1790000000;expires=1790000060;nonce="n";alg="ed25519";keyid="k";tag="t"'),
          fieldBase("field-lower-case", "A field whose name is in lower case in the message", "FieldName", fields(["payment-signature", "e30="]), '"payment-signature"', "e30="),
          fieldBase("field-mixed-case", "A field whose name is in mixed case in the message", "FieldName", fields(["PaYmEnT-SiGnAtUrE", "e30="]), '"payment-signature"', "e30="),
          fieldBase("field-twice", "A field on two lines", "FieldValue", fields(["X-Note", "one"], ["Host", "shop.test"], ["x-note", "two"]), '"x-note"', "one, two"),
          fieldBase("field-trimmed", "White space around a value", "FieldValue", fields(["X-Note", "  one\t "]), '"x-note"', "one"),
          fieldBase("field-inner-space", "White space inside a value", "FieldValue", fields(["X-Note", "one,  two ,three"]), '"x-note"', "one,  two ,three"),
          fieldBase("field-empty", "An empty value, behind which the space stays", "FieldValue", fields(["X-Note", ""]), '"x-note"', ""),
          fieldBase("field-empty-lines", "One of two lines empty", "FieldValue", fields(["X-Note", ""], ["X-Note", "two"]), '"x-note"', ", two"),
          fieldBase("field-bs", "RFC 9421, 2.1.3: each line wrapped by itself", "BinaryWrapped", fields(["Example-Header", "value, with, lots"], ["Example-Header", "of, commas"]), '"example-header";bs', ":dmFsdWUsIHdpdGgsIGxvdHM=:, :b2YsIGNvbW1hcw==:"),
          one("authority-upper-case", "A host in upper case", "Authority", { url: "https://SHOP.Test/" }, '"@authority"', "shop.test"),
          one("authority-default-port", "The port https has anyway", "Authority", { url: "https://shop.test:443/" }, '"@authority"', "shop.test"),
          one("authority-http-port", "The port http has anyway", "Authority", { url: "http://shop.test:80/" }, '"@authority"', "shop.test"),
          one("authority-other-port", "Another port", "Authority", { url: "https://shop.test:8443/" }, '"@authority"', "shop.test:8443"),
          one("authority-other-schemes-port", "443 over http", "Authority", { url: "http://shop.test:443/" }, '"@authority"', "shop.test:443"),
          one("authority-ipv6", "An address of IPv6", "Authority", { url: "http://[::1]:4021/" }, '"@authority"', "[::1]:4021"),
          one("method-own", "A method of one's own", "Target", { method: "PURGE" }, '"@method"', "PURGE"),
          one("scheme", "The scheme", "Target", {}, '"@scheme"', "https"),
          one("target-uri", "The whole target", "Target", {}, '"@target-uri"', "https://shop.test/weather?city=Bern"),
          one("request-target", "The target as in the request line", "Target", {}, '"@request-target"', "/weather?city=Bern"),
          one("path-empty", "No path", "Target", { url: "https://shop.test" }, '"@path"', "/"),
          one("path-encoded", "Percent-encoding, which stays as it is", "Target", { url: "https://shop.test/a%2Fb/caf%c3%a9%20x" }, '"@path"', "/a%2Fb/caf%c3%a9%20x"),
          one("path-without-query", "A path whose query does not belong to it", "Target", { url: "https://shop.test/a/b/?c=/d" }, '"@path"', "/a/b/"),
          one("query-absent", "No query", "Target", { url: "https://shop.test/weather" }, '"@query"', "?"),
          one("query-empty", "A query of nothing but its mark", "Target", { url: "https://shop.test/weather?" }, '"@query"', "?"),
          one("query-as-is", "A query with + and percent-encoding, which stay as they are", "Target", { url: "https://shop.test/weather?q=a+b%20c&q=%e2%82%ac&x" }, '"@query"', "?q=a+b%20c&q=%e2%82%ac&x"),
          one("query-param-encoded", "RFC 9421, 2.2.8: a value encoded anew", "QueryParam", { url: multi }, '"@query-param";name="var"', "this%20is%20a%20big%0Amultiline%20value"),
          one("query-param-plus", "RFC 9421, 2.2.8: + is a space", "QueryParam", { url: multi }, '"@query-param";name="bar"', "with%20plus%20whitespace"),
          one("query-param-name-encoded", "RFC 9421, 2.2.8: a name encoded anew", "QueryParam", { url: multi }, '"@query-param";name="fa%C3%A7ade%22%3A%20"', "something"),
          one("query-param-empty", "A parameter without a value", "QueryParam", { url: "https://shop.test/?a&b=" }, '"@query-param";name="a"', ""),
          refuse("field-missing", "A field that the message does not have", "MissingField", '("@authority" "content-digest")', "A covered field is missing."),
          refuse("component-twice", "A component twice", "DuplicateComponent", '("@authority" "signature-agent" "@authority")', "Each component stands once."),
          refuse("parameters-covered", "@signature-params in the list", "DerivedComponent", '("@authority" "@signature-params")', "It is the last line and is not listed."),
          refuse("derived-unknown", "A derived component nobody knows", "DerivedComponent", '("@authority" "@payment")', noSuch),
          refuse("status-of-request", "The status of a request", "DerivedComponent", '("@status")', noSuch),
          refuse("request-of-request", "The request of a request", "ResponseBinding", '("@authority";req)', "req is for responses."),
          refuse("component-parameter-unknown", "A parameter of a component nobody knows", "DerivedComponent", '("@authority";x402)', "It may change the value, in a way nobody knows."),
          refuse("query-param-without-name", "A query parameter without its name", "QueryParam", '("@query-param")', "It needs a name."),
          refuse("query-param-absent", "A query parameter that is not there", "QueryParam", '("@query-param";name="country")', noSuch),
          refuse("tokens", "Components that are not quoted", "Syntax", "(@authority signature-agent)", "Components are strings."),
          refuse("list-open", "A list that is not closed", "Syntax", '("@authority" "signature-agent"', "It is no inner list."),
          refuse("list-commas", "Components between commas", "Syntax", '("@authority", "signature-agent")', "An inner list has spaces."),
          refuse("no-list", "One component without a list", "Syntax", '"@authority"', "It is no inner list."),
          refuse("draft-cavage", "The older draft's way to write it", "Syntax", 'keyId="k",algorithm="ed25519",headers="(request-target) host"', "It is no inner list."),
          invalid(queryParam(), { id: "query-param-twice", comment: "A query parameter that is there twice", flags: ["QueryParam"], path: "/message/url", to: "https://shop.test/?a=1&a=2", reason: "The RFC does not let it be covered." }),
          queryParam(),
          acceptable(plain, { id: "name-upper-case", comment: "A component's name with capitals", flags: ["FieldName"], path: "/parameters", to: '("@authority" "Signature-Agent")', reason: "The RFC has who signs write names in lower case; that who verifies has to refuse another one, it does not say." }),
          acceptable(plain, { id: "created-text", comment: "created as a string", flags: ["ParametersLine"], path: "/parameters", to: `${list};created="1790000000"`, reason: "It is an integer by the RFC; a base can be built all the same." }),
        ],
      },
      {
        name: "responses",
        comment: "Responses",
        tests: [
          response,
          ofRequest,
          valid({ id: "rfc-b-2-4", comment: "RFC 9421, B.2.4", flags: ["ResponseBinding"], input: { message: { status: 200, headers: fields(["Date", "Tue, 20 Apr 2021 02:07:56 GMT"], ["Content-Type", "application/json"], ["Content-Digest", "sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:"], ["Content-Length", "23"]) }, parameters: '("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256"' }, output: { base: '"@status": 200\n"content-type": application/json\n"content-digest": sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:\n"content-length": 23\n"@signature-params": ("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256"' } }),
          valid({ id: "status-402", comment: "The offer of a payment", flags: ["ResponseBinding"], input: { message: { ...RESPONSE, status: 402, headers: fields(["payment-required", "e30="]) }, parameters: '("@status" "payment-required" "@target-uri";req)' }, output: { base: `"@status": 402\n"payment-required": e30=\n"@target-uri";req: https://shop.test/weather?city=Bern\n${last('("@status" "payment-required" "@target-uri";req)', "")}` } }),
          refuseResponse("method-of-response", "The method without req", "ResponseBinding", '("@status" "@method")', noSuch),
          refuseResponse("path-of-response", "The path without req", "ResponseBinding", '("@status" "@path")', noSuch),
          refuseResponse("field-of-request-only", "A field of the request without req", "MissingField", '("@status" "payment-signature")', "The response has no such field."),
          refuseResponse("field-of-response-only", "A field of the response with req", "MissingField", '("@status" "payment-response";req)', "The request has no such field."),
          refuseResponse("status-of-its-request", "The status with req", "DerivedComponent", '("@status";req)', noSuch),
        ],
      },
    ];
  },
});

const queryParam = (): DraftTest => one("query-param-two", "One of two query parameters", "QueryParam", { url: "https://shop.test/?a=1&b=2" }, '"@query-param";name="a"', "1");
