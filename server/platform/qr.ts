import { create } from "qrcode";

/** A QR code as an SVG path in a square of `size` modules, quiet zone of four included; the page draws it. */
export interface QrDrawing {
  size: number;
  path: string;
}

/** Level M, one horizontal run a path step, so that the drawing stays small. */
export function toSvg(text: string): QrDrawing {
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const runs: string[] = [];
  for (let y = 0; y < modules.size; y += 1) {
    for (let x = 0; x < modules.size; x += 1) {
      let width = 0;
      while (x + width < modules.size && modules.get(y, x + width)) width += 1;
      if (width) runs.push(`M${String(x + 4)} ${String(y + 4)}h${String(width)}v1h-${String(width)}z`);
      x += width;
    }
  }
  return { size: modules.size + 8, path: runs.join("") };
}
