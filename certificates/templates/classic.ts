import { page, type Canvas, type Span, type TextStyle } from "../canvas.ts";
import { disclaimerOf } from "../forbidden.ts";
import { scaled, setLine, setLines } from "../paragraph.ts";
import type { CertificateRecord } from "../record.ts";
import { drawDetails, drawShortDetails, needsDetails } from "./classic-details.ts";
import { drawEmblem } from "./emblem.ts";
import { drawGuilloche } from "./guilloche.ts";
import { ink } from "./ink.ts";
import { drawQr } from "./qr-drawing.ts";
import { chineseSentence, englishSentence, type Words } from "./sentences.ts";
import type { Paper, Template } from "./template.ts";

const title = { "zh-CN": "培训合格证书", en: "Certificate of Training" };

/** The house look: quiet, two languages, a ring of threads, emblem and code at the foot. */
export const classic: Template = {
  id: "classic",
  version: 1,
  name: { "zh-CN": "经典", en: "Classic" },
  title,
  draw(canvas, record, paper) {
    canvas.ornament(() => drawGround(canvas));
    drawHead(canvas, record);
    drawHolder(canvas, record);
    const lowest = drawSentences(canvas, record);
    const detailed = needsDetails(canvas, record, lowest);
    if (!detailed) drawShortDetails(canvas, record);
    drawFoot(canvas, record, paper);
    drawProof(canvas, record, paper);
    drawDisclaimer(canvas, record);
    if (detailed) drawDetails(canvas, record);
  },
};

const middle = page.width / 2;
const left = 82.5;
const right = 767;
const textWidth = right - left;

const strong: TextStyle = { size: 14.4, colour: ink.text, bold: true };
const plain: TextStyle = { size: 14.4, colour: ink.text };
const quiet: TextStyle = { size: 10.4, colour: ink.quiet, spacing: 0.45 };

export function drawFrame({ doc }: Canvas): void {
  doc.rect(0, 0, page.width, page.height).fill(ink.paper);
  doc
    .lineWidth(1.5)
    .strokeColor(ink.brand)
    .rect(23.6, 23.6, page.width - 47.2, page.height - 47.2)
    .stroke();
  doc
    .lineWidth(0.75)
    .rect(28.9, 28.9, page.width - 57.8, page.height - 57.8)
    .stroke();
}

function drawGround(canvas: Canvas): void {
  drawFrame(canvas);
  drawGuilloche(canvas, middle, 297.6, 148);
}

function drawHead(canvas: Canvas, record: CertificateRecord): void {
  const issuer: Span = { text: record.issuer.name["zh-CN"], style: { size: 13, colour: ink.brand, spacing: 4.4 } };
  canvas.tagged("P", () => canvas.line([setLine(canvas, issuer, textWidth)], middle, 73.5, "centre"));
  canvas.tagged("H1", () => {
    canvas.line(
      [{ text: title["zh-CN"], style: { size: 37.5, colour: ink.text, bold: true, spacing: 10.6 } }],
      middle,
      132,
      "centre",
    );
    canvas.line(
      [{ text: title.en.toUpperCase(), style: { size: 13, colour: ink.quiet, spacing: 0.6 } }],
      middle,
      162,
      "centre",
    );
  });
}

function drawHolder(canvas: Canvas, { holder }: CertificateRecord): void {
  const face = /\p{Script=Han}/u.test(holder.name) ? { size: 35, spacing: 3 } : { size: 31, spacing: 0.6 };
  const name: Span = { text: holder.name, style: { ...face, colour: ink.text, bold: true } };
  canvas.tagged("P", () => canvas.line([setLine(canvas, name, 600)], middle, 231, "centre"));
  if (holder.latinName === null || holder.latinName === holder.name) return;
  const latin: Span = { text: holder.latinName, style: { size: 12.6, colour: ink.quiet, spacing: 0.6 } };
  canvas.tagged("P", () => canvas.line([setLine(canvas, latin, textWidth)], middle, 255, "centre"));
}

/** Draws the sentences and returns the last baseline; long titles take the room below. */
function drawSentences(canvas: Canvas, record: CertificateRecord): number {
  const chinese = chineseLines(canvas, record);
  const english = englishLines(canvas, record);
  const [top, step] = chinese.length > 2 ? [290, 22] : [298, 27];
  const below = top + (chinese.length - 1) * step + 30;
  const close = english.length > 2 ? 15 : 17;
  canvas.tagged("P", () => chinese.forEach((line, at) => canvas.line(line, middle, top + at * step, "centre")));
  canvas.tagged("P", () => english.forEach((line, at) => canvas.line(line, middle, below + at * close, "centre")));
  return below + (english.length - 1) * close;
}

/** Two lines, or three of a smaller type; more have no room above the code. */
function englishLines(canvas: Canvas, record: CertificateRecord): Span[][] {
  const sentence = [{ text: englishSentence(record), style: quiet }];
  const { lines } = setLines(canvas, sentence, 620, 2, 0.85);
  return lines.length <= 3 ? lines : setLines(canvas, sentence, 620, 3, 0.4).lines;
}

/** Both halves start a line of their own, and are of one size. */
function chineseLines(canvas: Canvas, record: CertificateRecord): Span[][] {
  const halves = chineseSentence(record).map((half) => half.map(styled));
  const scale = Math.min(...halves.map((half) => setLines(canvas, half, textWidth, 1, 0.8).scale));
  return halves.flatMap(
    (half) =>
      setLines(
        canvas,
        half.map((span) => scaled(span, scale)),
        textWidth,
        2,
        0.4,
      ).lines,
  );
}

function styled({ text, strong: isStrong }: Words): Span {
  return { text, style: isStrong ? strong : plain };
}

function drawFoot(canvas: Canvas, record: CertificateRecord, paper: Paper): void {
  const label: TextStyle = { size: 10.8, colour: ink.quiet };
  const value: TextStyle = { size: 10.8, colour: ink.text };
  const number: TextStyle = { size: 12.2, colour: ink.text, bold: true, spacing: 0.2 };
  const gap = "　";
  const rows: Span[][] = [
    [
      { text: `证书编号 No.${gap}`, style: label },
      { text: record.number, style: number },
    ],
    [
      { text: `签发日期 Issued${gap}`, style: label },
      { text: record.issuedOn, style: value },
      { text: `${gap}${gap}有效期至 Valid until${gap}`, style: label },
      { text: record.validUntil, style: value },
    ],
    [{ text: `查验 Verify${gap}`, style: label }, setLine(canvas, { text: typed(paper.address), style: value }, 330)],
  ];
  rows.forEach((row, at) => canvas.tagged("P", () => canvas.line(row, left, 473 + at * 21.5)));
}

/** An address as people type it. */
function typed(address: string): string {
  return address.replace(/^https:\/\//, "");
}

const code = { side: 124, x: right - 124, y: 403 };

function drawProof(canvas: Canvas, record: CertificateRecord, paper: Paper): void {
  canvas.ornament(() => drawEmblem(canvas, code.x - 72, 474, 39.5));
  const alt = `二维码：查验证书 ${record.number}，${paper.address}/${record.number} / QR code to verify this certificate`;
  canvas.figure(alt, [code.x, code.y, code.x + code.side, code.y + code.side], () =>
    drawQr(canvas, paper.qr, code.x, code.y, code.side),
  );
  const caption: Span = { text: "扫码查验 Scan to verify", style: { size: 8.2, colour: ink.quiet } };
  canvas.tagged("P", () => canvas.line([caption], code.x + code.side / 2, code.y + code.side + 14, "centre"));
}

function drawDisclaimer(canvas: Canvas, record: CertificateRecord): void {
  const words = disclaimerOf(record.issuer.name);
  const rows: Span[] = [
    { text: words["zh-CN"], style: { size: 7.4, colour: ink.quiet } },
    { text: words.en, style: { size: 6, colour: ink.quiet } },
  ];
  rows.forEach((row, at) =>
    canvas.tagged("P", () => canvas.line([setLine(canvas, row, page.width - 100)], middle, 551 + at * 9.5, "centre")),
  );
}
