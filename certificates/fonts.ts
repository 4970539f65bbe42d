import { create, type Font } from "fontkit";

export type Weight = "regular" | "bold";

/** Opened once for the life of the program; one face is shared by all documents. */
export interface Fonts {
  regular: readonly Face[];
  bold: readonly Face[];
}

export interface Face {
  /** Unique within the fonts; the name under which a document knows it. */
  id: string;
  font: Font;
}

/** A stretch of text that one face can draw. */
export interface Run {
  text: string;
  face: Face;
}

/**
 * Opens the two house fonts (TrueType) and whatever the operator adds (`.ttf`, `.otf`, `.ttc`), tried in the order given
 * for characters that the house fonts do not have. Of a collection the Chinese faces come first.
 * @throws when a file is no font.
 */
export function openFonts(regularTtf: Uint8Array, boldTtf: Uint8Array, extra: readonly Uint8Array[]): Fonts {
  const added = extra.flatMap((file, at) => facesIn(file, `extra-${at}`));
  return { regular: [...facesIn(regularTtf, "regular"), ...added], bold: [...facesIn(boldTtf, "bold"), ...added] };
}

/** The characters of `text` that no font can draw, each once; a name with any is refused before the issue. */
export function missingGlyphs(text: string, fonts: Fonts): string[] {
  const missing = Array.from(text).filter((character) => faceFor(character, fonts.regular) === undefined);
  const missingBold = Array.from(text).filter((character) => faceFor(character, fonts.bold) === undefined);
  return [...new Set([...missing, ...missingBold])];
}

/** Cuts a text into runs of one face each, house font first. @throws RangeError when a character has no glyph. */
export function runsOf(text: string, weight: Weight, fonts: Fonts): Run[] {
  const runs: Run[] = [];
  for (const character of text) {
    const face = faceFor(character, fonts[weight]);
    if (face === undefined) throw new RangeError(`no font has a glyph for “${character}”`);
    const last = runs.at(-1);
    if (last?.face === face) last.text += character;
    else runs.push({ text: character, face });
  }
  return runs;
}

function faceFor(character: string, chain: readonly Face[]): Face | undefined {
  const codePoint = character.codePointAt(0) ?? 0;
  if (codePoint < 0x20) return undefined;
  return chain.find(({ font }) => font.hasGlyphForCodePoint(codePoint));
}

function facesIn(file: Uint8Array, id: string): Face[] {
  const opened = create(file);
  if (!("fonts" in opened)) return [{ id, font: opened }];
  const faces = opened.fonts.map((font, at) => ({ id: `${id}-${at}`, font }));
  return faces.sort((a, b) => Number(isChinese(b)) - Number(isChinese(a)));
}

function isChinese({ font }: Face): boolean {
  return /(SC|CN|GB)\b/.test(font.postscriptName.replaceAll("-", " "));
}
