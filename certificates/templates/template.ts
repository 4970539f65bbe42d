import type { Bilingual } from "../../courses/language.ts";
import type { Canvas } from "../canvas.ts";
import type { CertificateRecord } from "../record.ts";

/** What the paper carries beside the record. */
export interface Paper {
  /** Text of the QR code. */
  qr: string;
  /** Where a number is looked up, without the number. */
  address: string;
}

/** A look. It draws from the record alone; its version goes up when a change would alter certificates already issued. */
export interface Template {
  id: string;
  version: number;
  name: Bilingual;
  /** The document's heading. */
  title: Bilingual;
  draw(canvas: Canvas, record: CertificateRecord, paper: Paper): void;
}
