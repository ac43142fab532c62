import {
  canonicalize,
  extractJWSHeader,
  hashOfferTypedData,
  hashReceiptTypedData,
  verifyOfferSignatureEIP712,
  verifyOfferSignatureJWS,
  verifyReceiptSignatureEIP712,
  verifyReceiptSignatureJWS,
} from "@x402/extensions/offer-receipt";
import { withHttp } from "../world/http.mjs";

/** Where a resolver of did:web looks for each document. */
const documentUrls = (documents) => Object.fromEntries(Object.entries(documents).map(([did, document]) => {
  const [host = "", ...path] = did.split(":").slice(2).map(decodeURIComponent);
  return [`https://${host}/${path.length === 0 ? ".well-known" : path.join("/")}/did.json`, document];
}));

const verifyJws = async (verify, artifact, { didDocuments }) => {
  const urls = documentUrls(didDocuments);
  const payload = await withHttp((url) => urls[url], () => verify(artifact));
  return { payload, kid: extractJWSHeader(artifact.signature).kid };
};

export const offerReceipt = {
  "jcs.canonicalize": ({ input }) => ({ canonical: canonicalize(JSON.parse(input.json)) }),
  "eip712.offer.digest": ({ input }) => ({ digest: hashOfferTypedData(input.payload) }),
  "eip712.receipt.digest": ({ input }) => ({ digest: hashReceiptTypedData(input.payload) }),
  "eip712.offer.verify": async ({ input }) => ({ signer: (await verifyOfferSignatureEIP712(input.offer)).signer }),
  "eip712.receipt.verify": async ({ input }) => ({ signer: (await verifyReceiptSignatureEIP712(input.receipt)).signer }),
  "jws.offer.verify": ({ shared, input }) => verifyJws(verifyOfferSignatureJWS, input.offer, shared),
  "jws.receipt.verify": ({ shared, input }) => verifyJws(verifyReceiptSignatureJWS, input.receipt, shared),
};
