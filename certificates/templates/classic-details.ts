import type { Bilingual } from "../../courses/language.ts";
import { page, type Canvas, type Span, type TextStyle } from "../canvas.ts";
import { setLine, setLines } from "../paragraph.ts";
import type { CertificateRecord, Named, RecordPart } from "../record.ts";
import { drawFrame } from "./classic.ts";
import { ink } from "./ink.ts";

/** Centred text as wide as this stays clear of the code. */
const widest = 420;
/** First baseline of what may stand between the sentences and the foot, and how many lines have room there. */
const roomFrom = 396;
const roomFor = 3;
const small: TextStyle = { size: 9, colour: ink.quiet };
const left = 82.5;
const right = 767;

/** Whether parts and competencies need a page of their own; `lowest` is the last baseline of the sentences above. */
export function needsDetails(canvas: Canvas, record: CertificateRecord, lowest: number): boolean {
  if (record.parts.length > 3) return true;
  const lines = shortDetails(canvas, record).length;
  return lines > roomFor || (lines > 0 && lowest > roomFrom - 20);
}

/** A few competencies, above the foot. */
export function drawShortDetails(canvas: Canvas, record: CertificateRecord): void {
  const lines = shortDetails(canvas, record);
  if (lines.length === 0) return;
  canvas.tagged("P", () =>
    lines.forEach((line, at) => canvas.line(line, page.width / 2, roomFrom + at * 11.5, "centre")),
  );
}

/** The second page: marks with their minimums, and every competency. */
export function drawDetails(canvas: Canvas, record: CertificateRecord): void {
  canvas.newPage();
  canvas.ornament(() => drawFrame(canvas));
  drawHeading(canvas, record);
  drawParts(canvas, record.parts);
  drawCompetencies(canvas, record.competencies, 138 + record.parts.length * 19 + 22);
}

function shortDetails(canvas: Canvas, { competencies }: CertificateRecord): Span[][] {
  if (competencies.length === 0) return [];
  const chinese = competencies.map(({ title }) => title["zh-CN"]).join("；");
  const english = competencies.map(({ title }) => title.en).join("; ");
  const texts = [
    { text: `能力：${chinese}`, style: small },
    { text: `Competencies: ${english}`, style: { ...small, size: 8 } },
  ];
  return texts.flatMap((text) => setLines(canvas, [text], widest, 2, 0.9).lines);
}

function drawHeading(canvas: Canvas, record: CertificateRecord): void {
  canvas.tagged("H2", () => {
    canvas.line([{ text: "成绩与能力", style: { size: 20, colour: ink.text, bold: true, spacing: 3 } }], left, 78);
    canvas.line(
      [{ text: "Results and competencies", style: { size: 10.4, colour: ink.quiet, spacing: 0.4 } }],
      left,
      96,
    );
  });
  const whose = `${record.holder.name}　${record.number}`;
  canvas.tagged("P", () => {
    const line = setLine(canvas, { text: whose, style: { size: 10.8, colour: ink.text } }, 400);
    canvas.line([line], right - canvas.widthOf([line]), 78);
  });
  canvas.ornament(() =>
    canvas.doc.lineWidth(0.75).strokeColor(ink.brand).moveTo(left, 110).lineTo(right, 110).stroke(),
  );
}

function drawParts(canvas: Canvas, parts: readonly RecordPart[]): void {
  parts.forEach((part, at) => {
    const y = 138 + at * 19;
    canvas.tagged("P", () => {
      canvas.line([setLine(canvas, bilingual(part.title), 380)], left, y);
      canvas.line([{ text: `${part.percent} 分`, style: { size: 11, colour: ink.text, bold: true } }], left + 400, y);
      canvas.line([{ text: `合格线 Minimum ${part.minimum}`, style: small }], left + 480, y);
    });
  });
}

/** Two columns, three when there are many; the rows close up so that all fit above the frame. */
function drawCompetencies(canvas: Canvas, competencies: readonly Named[], top: number): void {
  const columns = competencies.length > 26 ? 3 : 2;
  const rows = Math.ceil(competencies.length / columns);
  const step = Math.min(27, (552 - top) / Math.max(1, rows));
  const scale = Math.min(1, step / 22);
  const width = (right - left) / columns;
  competencies.forEach(({ id, title }, at) => {
    const x = left + Math.floor(at / rows) * width;
    const y = top + (at % rows) * step;
    canvas.tagged("P", () => drawCompetency(canvas, id, title, { x, y, width: width - 14, scale }));
  });
}

function drawCompetency(
  canvas: Canvas,
  id: string,
  title: Bilingual,
  place: { x: number; y: number; width: number; scale: number },
): void {
  const { x, y, width, scale } = place;
  const room = width - 46 * scale;
  canvas.line([{ text: id, style: { size: 9 * scale, colour: ink.brand, bold: true } }], x, y);
  const chinese: Span = { text: title["zh-CN"], style: { size: 9.6 * scale, colour: ink.text } };
  const english: Span = { text: title.en, style: { size: 7.4 * scale, colour: ink.quiet } };
  canvas.line([setLine(canvas, chinese, room)], x + 46 * scale, y);
  canvas.line([setLine(canvas, english, room)], x + 46 * scale, y + 9.6 * scale);
}

function bilingual(title: Bilingual): Span {
  return { text: `${title["zh-CN"]} ${title.en}`, style: { size: 11, colour: ink.text } };
}
