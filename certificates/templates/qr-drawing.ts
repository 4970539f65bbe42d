import { create } from "qrcode";
import type { Canvas } from "../canvas.ts";

/** Modules of white that the standard asks for around a code (ISO/IEC 18004). */
export const quietModules = 4;

/** From here on a module would be too small for a print at 100 dots per inch; less redundancy makes them larger. */
const mostModules = 77;

/**
 * Draws a QR code, level M (L for very long names), as black runs on white with its quiet zone around it; `side` is that of the modules alone,
 * in points. Each run is one rectangle, so printers leave no seams.
 */
export function drawQr({ doc }: Canvas, text: string, x: number, y: number, side: number): void {
  const { size, data } = modulesOf(text);
  const unit = side / size;
  const quiet = quietModules * unit;
  doc.rect(x - quiet, y - quiet, side + 2 * quiet, side + 2 * quiet).fill("#ffffff");
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (!data[row * size + column]) continue;
      const first = column;
      while (column + 1 < size && data[row * size + column + 1]) column++;
      doc.rect(x + first * unit, y + row * unit, (column - first + 1) * unit, unit);
    }
  }
  doc.fill("#000000");
}

function modulesOf(text: string): { size: number; data: Uint8Array } {
  // Given as bytes: looking for shorter modes takes longer than drawing and gains nothing on base64url.
  const bytes = [{ data: Buffer.from(text), mode: "byte" as const }];
  const { modules } = create(bytes, { errorCorrectionLevel: "M" });
  return modules.size <= mostModules ? modules : create(bytes, { errorCorrectionLevel: "L" }).modules;
}
