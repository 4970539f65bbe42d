import type { Canvas } from "../canvas.ts";
import { ink } from "./ink.ts";

/** The house sign, a rising line with its station, in two rings; no star and nothing like an official seal. */
export function drawEmblem({ doc }: Canvas, x: number, y: number, radius: number): void {
  doc.strokeColor(ink.emblem).fillColor(ink.emblem);
  doc.lineWidth(1.6).circle(x, y, radius).stroke();
  doc
    .lineWidth(0.6)
    .circle(x, y, radius * 0.885)
    .stroke();
  const unit = radius / 4;
  doc
    .lineWidth(unit * 0.34)
    .lineCap("round")
    .lineJoin("round");
  doc.moveTo(x - 2 * unit, y + 1.4 * unit);
  for (let stair = 0; stair < 3; stair++) {
    doc.lineTo(x - (1 - stair) * unit, y + (1.4 - 0.95 * stair) * unit);
    if (stair < 2) doc.lineTo(x - (1 - stair) * unit, y + (1.4 - 0.95 * (stair + 1)) * unit);
  }
  doc
    .lineTo(x + unit, y - 1.45 * unit)
    .lineTo(x + 2 * unit, y - 1.45 * unit)
    .stroke();
  doc.circle(x + 2 * unit, y - 1.45 * unit, unit * 0.36).fill();
}
