import type { Canvas, Span } from "./canvas.ts";

export interface Lines {
  lines: Span[][];
  /** By how much the type was reduced, ≤ 1. */
  scale: number;
}

/**
 * Sets a text within `width` points in at most `most` lines, all about equally long: the type shrinks in steps until it
 * fits or reaches `smallest` times its size; then lines are as many as needed.
 */
export function setLines(canvas: Canvas, spans: readonly Span[], width: number, most: number, smallest = 0.7): Lines {
  const pieces = piecesOf(spans).map((piece) => ({ piece, width: advance(canvas, piece) }));
  let scale = 1;
  // Widths grow with the type, so smaller type in the same width is the same type in a larger one.
  while (fill(pieces, width / scale).length > most && scale - 0.05 >= smallest) scale -= 0.05;
  const lines = balanced(pieces, width / scale).map(joined);
  return { lines: lines.map((line) => line.map((span) => scaled(span, scale))), scale };
}

/** One line, reduced as far as it must to fit. */
export function setLine(canvas: Canvas, span: Span, width: number): Span {
  const natural = canvas.widthOf([span]);
  return natural <= width ? span : scaled(span, width / natural);
}

interface Piece {
  piece: Span;
  width: number;
}

/** The same words, larger or smaller. */
export function scaled({ text, style }: Span, scale: number): Span {
  const spacing = style.spacing === undefined ? {} : { spacing: style.spacing * scale };
  return { text, style: { ...style, size: style.size * scale, ...spacing } };
}

/** Places where a line may end: after a space, and around Chinese characters, but never before closing punctuation. */
function piecesOf(spans: readonly Span[]): Span[] {
  return spans.flatMap(({ text, style }) => (text.match(unbreakable) ?? []).map((piece) => ({ text: piece, style })));
}
const unbreakable =
  /(?:[（《“]|[^\s\p{Script=Han}（《“])*(?:\p{Script=Han}|[^\s\p{Script=Han}（《“]|[（《“])[，。、；：）》”]*\s*|\s+/gu;

function fill(pieces: readonly Piece[], width: number): Span[][] {
  const lines: Span[][] = [];
  let used = Infinity;
  for (const { piece, width: own } of pieces) {
    if (used + own > width + 0.01) {
      lines.push([]);
      used = 0;
    }
    lines.at(-1)?.push(piece);
    used += own;
  }
  return lines;
}

/** The narrowest setting with the same number of lines. */
function balanced(pieces: readonly Piece[], width: number): Span[][] {
  const count = fill(pieces, width).length;
  let [low, high] = [width / 2, width];
  for (let step = 0; step < 8; step++) {
    const middle = (low + high) / 2;
    if (fill(pieces, middle).length > count) low = middle;
    else high = middle;
  }
  return fill(pieces, high);
}

function advance(canvas: Canvas, span: Span): number {
  return canvas.widthOf([span]) + (span.style.spacing ?? 0);
}

/** Neighbours of one style become one span again; the space at the end of the line goes. */
function joined(line: readonly Span[]): Span[] {
  const spans: Span[] = [];
  for (const { text, style } of line) {
    const last = spans.at(-1);
    if (last?.style === style) last.text += text;
    else spans.push({ text, style });
  }
  const end = spans.at(-1);
  if (end) end.text = end.text.trimEnd();
  return spans;
}
