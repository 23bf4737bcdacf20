/** Who has to sign, and why a key is not theirs: told before signing, with the codes of the verifier and in its order (eds.md 1.4). */

/** @typedef {import("./owner.js").Owner} Owner */

/**
 * What is left out is not compared.
 * @typedef {object} Wanted
 * @property {"check" | "sign"} purpose
 * @property {string} [iin]
 * @property {string} [bin] only for whoever signs for an organisation
 */

export const EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
export const PERSON = "1.2.398.3.3.4.1.1";
export const ORGANISATION = "1.2.398.3.3.4.1.2";
const HEAD_OR_SIGNER = ["1.2.398.3.3.4.1.2.1", "1.2.398.3.3.4.1.2.2"];

/**
 * The code of the first thing that is wrong, if anything is.
 * @param {Owner} owner
 * @param {Wanted} wanted
 * @param {Date} now
 */
export function refusal(owner, wanted, now) {
  if (!owner.algorithm) return "weak_algorithm";
  if (!owner.signs && wanted.purpose === "sign") return "authentication_key";
  return refusedRole(owner, wanted) ?? refusedIdentity(owner, wanted) ?? refusedTime(owner, now);
}

/**
 * @param {Owner} owner
 * @param {Wanted} wanted
 */
function refusedRole({ purposes, bin, signs }, wanted) {
  if (signs && !purposes.includes(EMAIL_PROTECTION)) return "not_a_person";
  const belongs = purposes.includes(ORGANISATION) || bin !== undefined;
  if (wanted.bin === undefined) return belongs ? "organisation" : purposes.includes(PERSON) ? undefined : "not_a_person";
  if (!HEAD_OR_SIGNER.some((role) => purposes.includes(role))) return "not_entitled";
  return bin === wanted.bin ? undefined : "other_bin";
}

/**
 * @param {Owner} owner
 * @param {Wanted} wanted
 */
function refusedIdentity({ iin }, wanted) {
  if (iin === undefined) return "not_a_person";
  return wanted.iin === undefined || iin === wanted.iin ? undefined : "other_iin";
}

/**
 * @param {Owner} owner
 * @param {Date} now
 */
function refusedTime({ validFrom, validUntil }, now) {
  if (now < validFrom) return "not_yet_valid";
  return now > validUntil ? "expired" : undefined;
}
