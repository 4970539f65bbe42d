import { disclaimerOf } from "../../certificates/forbidden.ts";
import type { CertificateRecord } from "../../certificates/record.ts";
import { chineseSentence, englishSentence } from "../../certificates/templates/sentences.ts";
import { templateOf } from "../../certificates/templates/index.ts";
import { toSvg } from "../platform/qr.ts";

/** A line of text in the picture; `x` and `y` in its units (1,123 × 794), `strong` stretches in bold. */
interface Line {
  y: number;
  size: number;
  parts: { text: string; strong: boolean }[];
}

/** The certificate as a drawing for the page: the same words and places as the paper, from the record alone. */
export function pictureOf(record: CertificateRecord, qrText: string) {
  const { title } = templateOf(record.template.id);
  const disclaimer = disclaimerOf(record.issuer.name);
  return {
    issuer: record.issuer.name["zh-CN"],
    title: title["zh-CN"],
    titleEn: title.en.toUpperCase(),
    name: record.holder.name,
    latinName: record.holder.latinName ?? "",
    lines: linesOf(record),
    number: record.number,
    issuedOn: record.issuedOn,
    validUntil: record.validUntil,
    disclaimer: [disclaimer["zh-CN"], disclaimer.en],
    thread: threads(),
    qr: toSvg(qrText),
  };
}

/** What a line may take, in the units of the drawing. */
const width = 920;

function linesOf(record: CertificateRecord): Line[] {
  const halves = chineseSentence(record).map((half) =>
    half.map(({ text, strong }) => ({ text, strong: strong === true })),
  );
  // A line that is a little too long is set smaller, as on the paper; only then it is cut.
  const longest = Math.max(...halves.map((half) => widthOf(half.map(({ text }) => text).join(""), 19)));
  const size = Math.max(15.2, Math.min(19, (19 * width) / longest));
  const chinese = halves.flatMap((half) => wrapped(half, size));
  const english = wrapped([{ text: englishSentence(record), strong: false }], 13.5);
  const step = chinese.length > 2 ? 30 : 36;
  const below = 392 + chinese.length * step;
  return [
    ...chinese.map((parts, at) => ({ y: 392 + at * step, size, parts })),
    ...english.map((parts, at) => ({ y: below + at * 21, size: 13.5, parts })),
  ];
}

/** Cuts a sentence into lines that fit; between any two Chinese characters, but not inside a Latin word. */
function wrapped(parts: Line["parts"], size: number): Line["parts"][] {
  const lines: Line["parts"][] = [[]];
  let used = 0;
  for (const { text, strong } of parts) {
    for (const piece of text.match(/[\x21-\x7e–]+ ?|[^]/gu) ?? []) {
      const wide = widthOf(piece, size);
      if (used + wide > width && !/^[，。）；]/u.test(piece)) {
        lines.push([]);
        used = 0;
      }
      used += wide;
      const line = lines.at(-1) ?? [];
      const last = line.at(-1);
      if (last?.strong === strong) last.text += piece;
      else line.push({ text: piece, strong });
    }
  }
  return lines;
}

function widthOf(text: string, size: number): number {
  return Array.from(text).reduce((sum, character) => sum + (character > "\u2e7f" ? 1 : 0.53) * size, 0);
}

const stretches = 7;
const steps = 40;

/** A seventh of the ring of twisted threads behind the text, ten threads, around the origin. */
function threads(): string {
  return Array.from({ length: 10 }, (_, at) => threadOf((at - 4.5) * 0.17)).join("");
}

function threadOf(late: number): string {
  const points = Array.from({ length: steps + 1 }, (_, step) => {
    const turn = ((step / steps) * 2 * Math.PI) / stretches;
    const phase = 2 * stretches * turn + late;
    const distance = 197 * (1 + 0.088 * Math.sin(phase));
    const angle = turn + 0.034 * Math.cos(phase + 0.6 * late);
    return `${(distance * Math.cos(angle)).toFixed(1)} ${(distance * Math.sin(angle)).toFixed(1)}`;
  });
  return `M${points.join("L")}`;
}
