/** Colours of the paper, as in the design's light theme; the tints are flat, since PDF/A readers blend differently. */
export const ink = {
  paper: "#fffefb",
  text: "#16212b",
  quiet: "#4a5763",
  brand: "#0b5a6f",
  emblem: "#2d7183",
  pattern: "#d3e3e6",
} as const;
