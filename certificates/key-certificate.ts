import { createHash, randomBytes, type webcrypto } from "node:crypto";
import { BitString, Integer, OctetString, Utf8String } from "asn1js";
import { AttributeTypeAndValue, BasicConstraints, Certificate, Extension } from "pkijs";

const commonName = "2.5.4.3";
const subjectKeyIdentifier = "2.5.29.14";
const keyUsage = "2.5.29.15";
const basicConstraints = "2.5.29.19";
/** digitalSignature and nonRepudiation: the first two of nine bits (RFC 5280, 4.2.1.3). */
const signingOnly = Uint8Array.of(0b1100_0000);

/**
 * A self-signed X.509 certificate in DER for an awarding body's key: readers say "signature valid, signer unknown".
 * One attribute in the name only: pkijs puts several into one set, which readers show wrongly.
 */
export async function selfSigned(
  pair: webcrypto.CryptoKeyPair,
  facts: { name: string; kid: string; notBefore: Date; notAfter: Date },
): Promise<Uint8Array> {
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new Integer({ valueHex: positive(randomBytes(16)) });
  const name = new AttributeTypeAndValue({
    type: commonName,
    value: new Utf8String({ value: `${facts.name} ${facts.kid}` }),
  });
  certificate.issuer.typesAndValues.push(name);
  certificate.subject.typesAndValues.push(name);
  certificate.notBefore.value = facts.notBefore;
  certificate.notAfter.value = facts.notAfter;
  await certificate.subjectPublicKeyInfo.importKey(pair.publicKey);
  certificate.extensions = extensionsFor(certificate);
  await certificate.sign(pair.privateKey, "SHA-256");
  return new Uint8Array(certificate.toSchema(true).toBER());
}

function extensionsFor(certificate: Certificate): Extension[] {
  const point = certificate.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView;
  const identifier = createHash("sha1").update(point).digest();
  return [
    extension(basicConstraints, true, new BasicConstraints({ cA: false }).toSchema().toBER()),
    extension(keyUsage, true, new BitString({ valueHex: signingOnly.buffer, unusedBits: 6 }).toBER()),
    extension(subjectKeyIdentifier, false, new OctetString({ valueHex: buffer(identifier) }).toBER()),
  ];
}

function extension(extnID: string, critical: boolean, extnValue: ArrayBuffer): Extension {
  return new Extension({ extnID, critical, extnValue });
}

/** A serial number without its sign bit, and never with a leading zero byte. */
function positive(random: Buffer): ArrayBuffer {
  random[0] = ((random[0] ?? 0) & 0x7f) | 0x40;
  return buffer(random);
}

function buffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
