import { inflateSync } from "node:zlib";

/** The drawing operators of each page that show text, in order: glyphs, positions, faces, colours, nothing of the QR code. */
export function textOperators(pdf: Buffer): string[] {
  return contentStreams(pdf).map((content) =>
    content
      .split("\n")
      .filter((line) => /(TJ|Tj|Tf|Tm|Td)$/.test(line))
      .join("\n"),
  );
}

function contentStreams(pdf: Buffer): string[] {
  const text = pdf.toString("latin1");
  const streams: string[] = [];
  for (const match of text.matchAll(/\/Length (\d+)\n\/Filter \/FlateDecode\n>>\nstream\n/g)) {
    const from = match.index + match[0].length;
    const content = inflateSync(pdf.subarray(from, from + Number(match[1]))).toString("latin1");
    if (content.includes(" BDC\n")) streams.push(content);
  }
  return streams;
}
