import { canonicalize, extractJWSHeader, hashOfferTypedData, hashReceiptTypedData, verifyOfferSignatureEIP712, verifyOfferSignatureJWS, verifyReceiptSignatureEIP712, verifyReceiptSignatureJWS } from "@x402/extensions/offer-receipt";
import { withHttp } from "../world/http.mjs";
import { demand } from "./unsupported.mjs";

/** The SDK's verifiers leave to their caller, by their documentation, whether whoever signed may sign for the resource. */
const demandAuthority = (resourceUrl, origins) => demand(URL.canParse(resourceUrl) && origins.includes(new URL(resourceUrl).origin), "signer not authorized for resourceUrl");

const verifyEip712 = async (verify, artifact, { signers }) => {
  const { signer, payload } = await verify(artifact);
  demandAuthority(payload.resourceUrl, signers.filter(({ address }) => address.toLowerCase() === signer.toLowerCase()).map(({ origin }) => origin));
  return { signer };
};

const verifyJws = async (verify, artifact, { signers, didDocuments }) => {
  const urls = documentUrls(didDocuments);
  const payload = await withHttp((url) => urls[url], () => verify(artifact));
  const { kid } = extractJWSHeader(artifact.signature);
  demandAuthority(payload.resourceUrl, signers.filter(({ did }) => did === kid.split("#")[0]).map(({ origin }) => origin));
  return { payload, kid };
};

/** Where a resolver of did:web looks for each document. */
const documentUrls = (documents) => Object.fromEntries(Object.entries(documents).map(([did, document]) => {
  const [host = "", ...path] = did.split(":").slice(2).map(decodeURIComponent);
  return [`https://${host}/${path.length === 0 ? ".well-known" : path.join("/")}/did.json`, document];
}));

export const offerReceipt = {
  "jcs.canonicalize": ({ input }) => ({ canonical: canonicalize(JSON.parse(input.json)) }),
  "eip712.offer.digest": ({ input }) => ({ digest: hashOfferTypedData(input.payload) }),
  "eip712.receipt.digest": ({ input }) => ({ digest: hashReceiptTypedData(input.payload) }),
  "eip712.offer.verify": ({ shared, input }) => verifyEip712(verifyOfferSignatureEIP712, input.offer, shared),
  "eip712.receipt.verify": ({ shared, input }) => verifyEip712(verifyReceiptSignatureEIP712, input.receipt, shared),
  "jws.offer.verify": ({ shared, input }) => verifyJws(verifyOfferSignatureJWS, input.offer, shared),
  "jws.receipt.verify": ({ shared, input }) => verifyJws(verifyReceiptSignatureJWS, input.receipt, shared),
};
