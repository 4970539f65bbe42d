import { expect } from "chai";
import fc from "fast-check";
import { renderMarkdown } from "../../../server/platform/text.ts";

const render = (source: string) =>
  renderMarkdown(source, {
    figure: (name) => ({ src: `/figures/${name}`, alt: "what it shows", width: 720, height: 400 }),
    table: "Table",
    formula: "Formula",
  });

/** Tags that the renderer itself writes; anything else came from the text. */
const ours =
  /^(?:p|h[1-6]|ul|ol|li|strong|em|code|pre|a|img|figure|figcaption|table|thead|tbody|tr|th|td|div|span|blockquote|hr|br|s|math|semantics|annotation|m[a-z]+)$/;

function strangers(html: string): string[] {
  const tags = [...html.matchAll(/<\/?([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/g)];
  return tags
    .filter(
      ([, tag = "", rest = ""]) =>
        !ours.test(tag) ||
        /(?:^|\s)on\w+\s*=/i.test(rest.replaceAll(/"[^"]*"/g, '""')) ||
        /(?:href|src)="\s*(?:javascript|data|vbscript):/i.test(rest),
    )
    .map(([whole]) => whole);
}

describe("the text of a lesson", () => {
  const hostile = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "![x](javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    '<svg onload="alert(1)"><use href="#x"/></svg>',
    '![a" onerror="alert(1)](fig-x)',
    "$$\\href{javascript:alert(1)}{x}$$",
    "$\\htmlData{onclick=alert(1)}{x}$",
    "<iframe src=//evil.example></iframe>",
    "| a |\n|---|\n| <b onclick=x>b</b> |",
  ];
  for (const source of hostile)
    it(`[B28] (lessons; imported files elsewhere) script and on* are text, never markup: ${source.slice(0, 40)}`, () => {
      expect(strangers(render(source))).to.deep.equal([]);
    });

  it("[B28] the picture is kept, with its caption, its place and its words", () => {
    expect(render("before\n\n![A line](fig-line)\n\n<script>x</script>")).to.include(
      '<figure><img src="/figures/fig-line" alt="what it shows" width="720" height="400" loading="lazy"><figcaption>A line</figcaption></figure>',
    );
    expect(render("in ![a](fig-a) text")).to.include("<p>in <img").and.not.to.include("figcaption");
  });

  it("[B28] 500 random texts neither crash nor bring a tag of their own", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...hostile,
        "$$",
        "$",
        "|",
        "\n\n",
        "```",
        "![",
        "](",
        "<",
        ">",
        '"',
        "&#x3c;script>",
        "\\",
        "\u0000",
        "\u202e",
      ),
      fc.string({ maxLength: 20, unit: "binary" }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => strangers(render(pieces.join(""))).length === 0),
      { numRuns: 500 },
    );
  });

  it("frames that scroll can take the focus and have a name", () => {
    const html = render("| a |\n|---|\n| 1 |\n\n| b |\n|---|\n| 2 |\n\n$$x=1$$\n");
    for (const name of ["Table 1", "Table 2", "Formula 1"])
      expect(html).to.include(`tabindex="0" role="region" aria-label="${name}"`);
    expect(html).to.include("<math").and.not.to.include("<script");
  });
});
