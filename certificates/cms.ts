import { createHash } from "node:crypto";
import { Constructed, fromBER, Integer, ObjectIdentifier, OctetString, Sequence, Set } from "asn1js";
import {
  AlgorithmIdentifier,
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from "pkijs";

const oid = {
  data: "1.2.840.113549.1.7.1",
  signedData: "1.2.840.113549.1.7.2",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingCertificateV2: "1.2.840.113549.1.9.16.2.47",
  sha256: "2.16.840.1.101.3.4.2.1",
  ecdsaWithSha256: "1.2.840.10045.4.3.2",
} as const;

/**
 * The signed attributes in DER as they are signed (a SET, RFC 5652 5.4): content type, digest of the content, and the
 * signing certificate (RFC 5035). No signing time: PAdES keeps it in the PDF. They stand in DER order already.
 */
export function signedAttributes(contentDigest: Uint8Array, certificate: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(attributes(contentDigest, certificate).toSchema().toBER());
  bytes[0] = 0x31;
  return bytes;
}

/**
 * The whole CMS in DER. The same digest, certificate and signature give the same bytes, so a verifier can build it again
 * and compare: what is not in these three cannot be smuggled in.
 * @param signature r ‖ s, 64 bytes
 */
export function cmsOf(contentDigest: Uint8Array, certificate: Uint8Array, signature: Uint8Array): Uint8Array {
  const parsed = parsedCertificate(certificate);
  const signer = new SignerInfo({
    version: 1,
    sid: new IssuerAndSerialNumber({ issuer: parsed.issuer, serialNumber: parsed.serialNumber }),
    digestAlgorithm: new AlgorithmIdentifier({ algorithmId: oid.sha256 }),
    signatureAlgorithm: new AlgorithmIdentifier({ algorithmId: oid.ecdsaWithSha256 }),
    signedAttrs: attributes(contentDigest, certificate),
    signature: new OctetString({ valueHex: derSignature(signature) }),
  });
  const signedData = new SignedData({
    version: 1,
    digestAlgorithms: [new AlgorithmIdentifier({ algorithmId: oid.sha256 })],
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: oid.data }),
    certificates: [parsed],
    signerInfos: [signer],
  });
  const content = new ContentInfo({ contentType: oid.signedData, content: signedData.toSchema(true) });
  return new Uint8Array(content.toSchema().toBER());
}

const parsedCertificates = new WeakMap<Uint8Array, Certificate>();

/** Parsed once for each key that is kept. */
function parsedCertificate(der: Uint8Array): Certificate {
  const known = parsedCertificates.get(der) ?? Certificate.fromBER(buffer(der));
  parsedCertificates.set(der, known);
  return known;
}

/**
 * The signature value (r ‖ s) in a CMS, or null when there is none of the right form: the last field of the last part,
 * down to the bottom. Nothing is checked here; whoever asks builds the CMS again and compares.
 */
export function signatureIn(cms: Uint8Array): Uint8Array | null {
  let block: unknown = fromBER(buffer(cms)).result;
  while (block instanceof Constructed || block instanceof Sequence || block instanceof Set)
    block = block.valueBlock.value.at(-1);
  return block instanceof OctetString ? plainSignature(block.valueBlock.valueHexView) : null;
}

/** Length in bytes of the one DER object at the start, header included; null when there is none. */
export function derLength(bytes: Uint8Array): number | null {
  const first = bytes[1];
  if (bytes[0] !== 0x30 || first === undefined) return null;
  if (first < 0x80) return 2 + first;
  const count = first & 0x7f;
  if (count === 0 || count > 2) return null;
  const length = bytes.subarray(2, 2 + count).reduce((sum, byte) => sum * 256 + byte, 0);
  return 2 + count + length;
}

function attributes(contentDigest: Uint8Array, certificate: Uint8Array): SignedAndUnsignedAttributes {
  const hash = new OctetString({ valueHex: buffer(createHash("sha256").update(certificate).digest()) });
  const essCertIdV2 = new Sequence({ value: [hash] });
  const signingCertificate = new Sequence({ value: [new Sequence({ value: [essCertIdV2] })] });
  return new SignedAndUnsignedAttributes({
    type: 0,
    attributes: [
      new Attribute({ type: oid.contentType, values: [new ObjectIdentifier({ value: oid.data })] }),
      new Attribute({ type: oid.messageDigest, values: [new OctetString({ valueHex: buffer(contentDigest) })] }),
      new Attribute({ type: oid.signingCertificateV2, values: [signingCertificate] }),
    ],
  });
}

function derSignature(plain: Uint8Array): ArrayBuffer {
  const halves = [plain.subarray(0, 32), plain.subarray(32)];
  return new Sequence({ value: halves.map((half) => Integer.fromBigInt(bigint(half))) }).toBER();
}

function plainSignature(der: Uint8Array): Uint8Array | null {
  const { result } = fromBER(buffer(der));
  if (!(result instanceof Sequence)) return null;
  const [r, s] = result.valueBlock.value;
  if (!(r instanceof Integer) || !(s instanceof Integer)) return null;
  const hex = [r, s].map((half) => half.toBigInt().toString(16).padStart(64, "0")).join("");
  return /^[0-9a-f]{128}$/.test(hex) ? Buffer.from(hex, "hex") : null;
}

function bigint(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
}

function buffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
