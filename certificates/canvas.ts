import type PDFDocument from "pdfkit";
import { runsOf, type Fonts } from "./fonts.ts";

/** A4 landscape in points. */
export const page = { width: 841.89, height: 595.28 } as const;

export interface TextStyle {
  /** Points. */
  size: number;
  colour: string;
  bold?: boolean;
  /** Extra space after each character, points. */
  spacing?: number;
}

export interface Span {
  text: string;
  style: TextStyle;
}

type Doc = InstanceType<typeof PDFDocument>;
type Structure = ReturnType<Doc["struct"]>;
export type Tag = "H1" | "H2" | "P";

/** A page to draw on, on which everything is either tagged (read aloud) or an ornament. Positions in points, y downwards. */
export class Canvas {
  readonly doc: Doc;
  private readonly fonts: Fonts;
  private readonly root: Structure;

  constructor(doc: Doc, fonts: Fonts, root: Structure) {
    this.doc = doc;
    this.fonts = fonts;
    this.root = root;
  }

  /** A heading or paragraph: what `draw` draws is one unit for readers. */
  tagged(tag: Tag, draw: () => void): void {
    this.root.add(this.doc.struct(tag, {}, [draw]));
  }

  /** A picture with its words; `box` is left, top, right, bottom. */
  figure(alt: string, box: [number, number, number, number], draw: () => void): void {
    const options = { alt, bbox: box };
    this.root.add(this.doc.struct("Figure", options, [draw]));
  }

  /** Frames, rules and patterns, which readers pass over. */
  ornament(draw: () => void): void {
    this.doc.markContent("Artifact", { type: "Layout" });
    draw();
    this.doc.endMarkedContent();
  }

  newPage(): void {
    this.doc.addPage();
  }

  /** Width of a line in points, without the space after its last character. */
  widthOf(spans: readonly Span[]): number {
    const widths = spans.map(({ text, style }) => this.measure(text, style));
    return widths.reduce((sum, width) => sum + width, 0) - (spans.at(-1)?.style.spacing ?? 0);
  }

  /** Draws a line whose baseline is at `y`; `x` is its left end, or its middle when centred. */
  line(spans: readonly Span[], x: number, y: number, align: "left" | "centre" = "left"): void {
    let at = align === "centre" ? x - this.widthOf(spans) / 2 : x;
    for (const { text, style } of spans) {
      this.doc.fillColor(style.colour);
      for (const run of this.runs(text, style)) {
        const options = { lineBreak: false, baseline: "alphabetic", characterSpacing: style.spacing ?? 0 } as const;
        this.doc.font(run.face.id, style.size).text(run.text, at, y, options);
        at += this.runWidth(run.text, run.face.id, style);
      }
    }
  }

  private measure(text: string, style: TextStyle): number {
    return this.runs(text, style).reduce((sum, run) => sum + this.runWidth(run.text, run.face.id, style), 0);
  }

  private runs(text: string, style: TextStyle) {
    return runsOf(text, style.bold ? "bold" : "regular", this.fonts);
  }

  /** Counted by hand: pdfkit counts UTF-16 units when it adds character spacing, and the last one differs by version. */
  private runWidth(text: string, face: string, style: TextStyle): number {
    const plain = this.doc.font(face, style.size).widthOfString(text);
    return plain + Array.from(text).length * (style.spacing ?? 0);
  }
}
