import type { Canvas } from "../canvas.ts";
import { ink } from "./ink.ts";

/** Threads of the ribbon, each a little later in the wave than its neighbour. */
const threads = 10;
const delay = 0.17;
/** The ring repeats itself; one stretch is drawn and turned, which also packs into a seventh. */
const stretches = 7;
const wavesPerStretch = 2;
const steps = 44;

/** A ring of twisted threads behind the text; `radius` is that of its middle, in points. */
export function drawGuilloche(canvas: Canvas, x: number, y: number, radius: number): void {
  const { doc } = canvas;
  doc.lineWidth(0.55).strokeColor(ink.pattern).lineCap("butt").lineJoin("round");
  for (let stretch = 0; stretch < stretches; stretch++) {
    doc
      .save()
      .translate(x, y)
      .rotate((stretch * 360) / stretches);
    for (let thread = 0; thread < threads; thread++) drawThread(canvas, radius, (thread - (threads - 1) / 2) * delay);
    doc.stroke().restore();
  }
}

/** A wave around the ring; leaning it over (the angle moves with the wave) makes the ribbon seem to turn. */
function drawThread({ doc }: Canvas, radius: number, late: number): void {
  const waves = stretches * wavesPerStretch;
  for (let step = 0; step <= steps; step++) {
    const turn = ((step / steps) * 2 * Math.PI) / stretches;
    const phase = waves * turn + late;
    const distance = radius * (1 + 0.088 * Math.sin(phase));
    const angle = turn + 0.034 * Math.cos(phase + 0.6 * late);
    const [px, py] = [rounded(distance * Math.cos(angle)), rounded(distance * Math.sin(angle))];
    if (step === 0) doc.moveTo(px, py);
    else doc.lineTo(px, py);
  }
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
