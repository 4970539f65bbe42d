import katex from "@vscode/markdown-it-katex";
import MarkdownIt from "markdown-it";

/** A drawing as a page shows it; width and height in pixels keep its place while it loads. */
export interface Figure {
  src: string;
  /** What the drawing shows, in full: for those who cannot see it. */
  alt: string;
  width: number;
  height: number;
}

/** What a text needs from outside. */
export interface TextParts {
  /** A figure by its name in the text; throws when there is none. */
  figure: (name: string) => Figure;
  /** "Table" and "Formula" in the reader's language: with their numbers they name the frames in which wide ones scroll. */
  table: string;
  formula: string;
}

/**
 * Markdown of lessons to HTML. No raw HTML gets through; formulas become MathML, which needs neither styles nor fonts.
 * Figures are named without folder, language or ending (`![caption](fig-name)`); one that stands alone gets its caption.
 */
export function renderMarkdown(source: string, { figure, table, formula }: TextParts): string {
  const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
  const plugin = typeof katex === "function" ? katex : katex.default;
  markdown.use(plugin, { output: "mathml", trust: false, maxExpand: 200, throwOnError: false, strict: "ignore" });
  markdown.core.ruler.push("figures", ({ tokens }) => markFigures(tokens));
  const { escapeHtml } = markdown.utils;
  markdown.renderer.rules.image = (tokens, index) => {
    const token = tokens[index];
    const caption = escapeHtml(token?.content ?? "");
    const { src, alt, width, height } = figure(String(token?.attrGet("src") ?? ""));
    const image = `<img src="${escapeHtml(src)}" alt="${escapeHtml(alt)}" width="${width}" height="${height}" loading="lazy">`;
    return token?.meta?.["alone"] ? `${image}<figcaption>${caption}</figcaption>` : image;
  };
  // What is wide scrolls in its own frame, by keyboard too; a frame that takes the focus has a name.
  const counts = new Map<string, number>();
  const frame = (word: string) => {
    const number = (counts.get(word) ?? 0) + 1;
    counts.set(word, number);
    return `tabindex="0" role="region" aria-label="${escapeHtml(word)} ${number}"`;
  };
  const block = markdown.renderer.rules["math_block"];
  markdown.renderer.rules["math_block"] = (...rule) =>
    `<div class="formula" ${frame(formula)}>${block?.(...rule) ?? ""}</div>`;
  markdown.renderer.rules.table_open = () => `<div class="table-frame" ${frame(table)}><table>`;
  markdown.renderer.rules.table_close = () => "</table></div>";
  return markdown.render(source);
}

type Tokens = ReturnType<InstanceType<typeof MarkdownIt>["parse"]>;

/** A paragraph that holds nothing but an image becomes a figure. */
function markFigures(tokens: Tokens): void {
  for (const [at, token] of tokens.entries()) {
    const [image, ...others] = tokens[at + 1]?.children ?? [];
    const close = tokens[at + 2];
    if (token.type !== "paragraph_open" || image?.type !== "image" || others.length || !close) continue;
    token.tag = "figure";
    close.tag = "figure";
    image.meta = { alone: true };
  }
}
