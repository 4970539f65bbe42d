import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { missingGlyphs, openFonts, type Fonts } from "../../certificates/fonts.ts";
import { settings } from "../platform/config.ts";
import { Unavailable } from "../platform/errors.ts";

let opened: { fonts: Fonts; added: string } | null = null;

/**
 * The fonts of certificates, opened at the first use (60 MB) and again when the operator adds a file to DATA_DIR/fonts.
 * @throws Unavailable when a file there is no font.
 */
export function certificateFonts(): Fonts {
  const files = addedFiles();
  const added = files.map((file) => `${file} ${String(statSync(file).mtimeMs)}`).join("\n");
  if (opened?.added === added) return opened.fonts;
  try {
    const fonts = openFonts(
      house("400Regular"),
      house("700Bold"),
      files.map((file) => readFileSync(file)),
    );
    opened = { fonts, added };
    return fonts;
  } catch (error) {
    throw new Unavailable(`a file in ${join(settings().dataDir, "fonts")} is no font`, { cause: error });
  }
}

/** The characters of a name that no font can draw; such a name is refused before the issue. */
export function undrawable(...names: readonly string[]): string {
  return missingGlyphs(names.join(""), certificateFonts()).join("");
}

function addedFiles(): string[] {
  const folder = join(settings().dataDir, "fonts");
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => /\.(ttf|otf|ttc)$/i.test(name));
  return names.sort().map((name) => join(folder, name));
}

function house(weight: "400Regular" | "700Bold"): Buffer {
  const folder = "@expo-google-fonts/noto-serif-sc";
  return readFileSync(createRequire(import.meta.url).resolve(`${folder}/${weight}/NotoSerifSC_${weight}.ttf`));
}
