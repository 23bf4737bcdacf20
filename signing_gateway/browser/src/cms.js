/** A detached signature (CMS, RFC 5652) with the attributes of CAdES: type, time, digest and signing certificate. */

import { ALGORITHMS, sha256 } from "./algorithms.js";
import { NULL, ONE, octetString, oid, sequence, set, tagged, utcTime } from "./der.js";

/** @typedef {{privateKey: Octets, certificate: import("./certificate.js").Certificate}} Key */

const DATA = "1.2.840.113549.1.7.1";
const SIGNED_DATA = "1.2.840.113549.1.7.2";
const CONTENT_TYPE = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
const SIGNING_TIME = "1.2.840.113549.1.9.5";
const SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";

/**
 * @param {Key} key
 * @param {Octets} document
 * @param {Date} at
 */
export async function detachedCms({ privateKey, certificate }, document, at) {
  const algorithm = ALGORITHMS[certificate.keyAlgorithm];
  const digest = sequence(oid(algorithm.digest), NULL);
  const attributes = [
    attribute(CONTENT_TYPE, oid(DATA)),
    attribute(SIGNING_TIME, utcTime(at)),
    attribute(MESSAGE_DIGEST, octetString(await algorithm.hashed(document))),
    attribute(SIGNING_CERTIFICATE_V2, sequence(sequence(sequence(octetString(await sha256(certificate.raw)))))),
  ];
  const toSign = set(...attributes);
  const signer = sequence(
    ONE,
    sequence(certificate.issuer, certificate.serial),
    digest,
    signedAttributes(toSign),
    sequence(oid(algorithm.signature), NULL),
    octetString(await algorithm.signed(privateKey, toSign)),
  );
  const signedData = sequence(ONE, set(digest), sequence(oid(DATA)), tagged(0, certificate.raw), set(signer));
  return sequence(oid(SIGNED_DATA), tagged(0, signedData));
}

/**
 * @param {string} kind
 * @param {Octets} value
 */
function attribute(kind, value) {
  return sequence(oid(kind), set(value));
}

/** In the signature the set that was signed stands under another tag: [0]. @param {Octets} set */
function signedAttributes(set) {
  return Uint8Array.of(0xa0, ...set.subarray(1));
}
