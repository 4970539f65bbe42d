import PDFDocument from "pdfkit";
import { credentialFile, credentialType } from "./attachment.ts";
import { Canvas } from "./canvas.ts";
import { declareUniversalAccess } from "./conformity.ts";
import { credentialOf } from "./credential.ts";
import type { Fonts } from "./fonts.ts";
import type { IssuerKey } from "./keys.ts";
import { qrText, verifyAddress } from "./qr.ts";
import type { CertificateRecord } from "./record.ts";
import { creatorMark } from "./seal-field.ts";
import { addSealField } from "./seal-widget.ts";
import { sealPdf } from "./seal.ts";
import { templateOf } from "./templates/index.ts";

/**
 * Draws and signs the certificate of a record: PDF/A-3a and PDF/UA-1, with the credential attached. Everything printed
 * comes from the record; only the moment of signing comes from outside.
 * @throws RangeError when the record's template is unknown or a character has no glyph (see `missingGlyphs`).
 */
export async function renderCertificate(
  record: CertificateRecord,
  key: IssuerKey,
  fonts: Fonts,
  baseUrl: string,
  now = new Date(),
): Promise<Buffer> {
  const template = templateOf(record.template.id);
  const signedAt = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const doc = emptyDocument(`${template.title["zh-CN"]} ${record.number}`, signedAt);
  const bytes = collected(doc);
  registerFonts(doc, fonts);
  declareUniversalAccess(doc);
  const root = doc.struct("Document");
  doc.addStructure(root);
  const paper = { qr: qrText(record, key, baseUrl), address: verifyAddress("", baseUrl).replace(/\/$/, "") };
  template.draw(new Canvas(doc, fonts, root), record, paper);
  root.end();
  attach(doc, await credentialOf(record, key, baseUrl));
  addSealField(doc, record.number, signedAt);
  doc.end();
  return sealPdf(await bytes, key);
}

type Doc = InstanceType<typeof PDFDocument>;

/** The title holds no free text, so that nothing a person typed stands in clear in the file. */
function emptyDocument(title: string, at: Date): Doc {
  const options = {
    size: "A4",
    layout: "landscape",
    margin: 0,
    pdfVersion: "1.7",
    subset: "PDF/A-3a",
    tagged: true,
    lang: "zh-CN",
    displayTitle: true,
    font: null,
    info: { Title: title, Creator: creatorMark, Producer: creatorMark, CreationDate: at, ModDate: at },
  };
  // The typings lag behind the package: they know no `font: null` (no built-in font, which PDF/A forbids).
  return new PDFDocument(options as unknown as PDFKit.PDFDocumentOptions);
}

/** pdfkit takes an opened font as well as bytes; its typings know the bytes only. */
function registerFonts(doc: Doc, fonts: Fonts): void {
  for (const { id, font } of [...fonts.regular, ...fonts.bold])
    doc.registerFont(id, font as unknown as PDFKit.Mixins.PDFFontSource);
}

function attach(doc: Doc, token: string): void {
  doc.file(Buffer.from(token, "latin1"), {
    name: credentialFile,
    type: credentialType,
    relationship: "Data",
    description: "Open Badges 3.0",
  } as PDFKit.Mixins.PDFAttachmentOptions);
}

async function collected(doc: Doc): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of doc as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
