/** The few things of fontkit that are used here; the package brings no types. */
declare module "fontkit" {
  export interface Font {
    readonly postscriptName: string;
    hasGlyphForCodePoint(codePoint: number): boolean;
    layout(text: string): unknown;
  }
  export interface FontCollection {
    readonly fonts: Font[];
  }
  export function create(bytes: Uint8Array): Font | FontCollection;
}
