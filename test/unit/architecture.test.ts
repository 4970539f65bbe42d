import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, sep } from "node:path";

/** The import rule of server/README.md, held file by file: everything looks downhill only. */
const project = join(import.meta.dirname, "../..");
const downhill =
  "platform backup audit people sign-in account first-run staff catalog questions learning cohorts exams attempts results qualifications certificates issuing verification search help system home demo".split(
    " ",
  );
/** What a feature lets others import, besides these four. */
const offeredByAll = ["actions", "store", "rules", "events"];
const offered: Record<string, readonly string[]> = {
  people: ["allow", "bases", "credentials", "identity", "passwords", "roles", "totp"],
  catalog: ["content"],
  attempts: ["paper"],
  learning: ["standing"],
  certificates: ["keys", "facts", "fonts"],
  issuing: ["jobs"],
};
/** Rooms that assemble the house, and the commands: they may open every door. */
const above = ["main.ts", "app.ts", "house.ts", "features.ts", "commands"];

interface Import {
  file: string;
  target: string;
}

const sources = ["courses", "certificates", "server"].flatMap((room) =>
  (readdirSync(join(project, room), { recursive: true }) as string[])
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(room, file).split(sep).join("/")),
);
const imports = sources.flatMap((file) => importsOf(file));

describe("architecture", () => {
  it("courses/ is pure: no web, no store, no files, no server, no certificates", () => {
    const strangers = of("courses/").filter(({ target }) => !/^(courses\/|zod$|yaml$)/.test(target));
    expect(strangers).to.deep.equal([]);
  });

  it("certificates/ knows courses/ and what draws and signs, and nothing of the server", () => {
    const allowed =
      /^(courses\/|certificates\/|zod$|pdfkit$|fontkit$|pkijs$|asn1js$|jose$|json-canonicalize$|qrcode$|node:crypto$|node:zlib$)/;
    expect(of("certificates/").filter(({ target }) => !allowed.test(target))).to.deep.equal([]);
  });

  it("the platform knows no feature, and of the business only decisions and languages", () => {
    const strangers = of("server/platform/").filter(
      ({ target }) =>
        (target.startsWith("server/") && !target.startsWith("server/platform/")) ||
        (/^(courses|certificates)\//.test(target) && !/^courses\/(decision|language|reasons)\.ts$/.test(target)),
    );
    expect(strangers).to.deep.equal([]);
  });

  it("features look downhill, and of one another only at what is offered", () => {
    expect(of("server/").filter(isStrange)).to.deep.equal([]);
  });

  it("only stores and models speak to the database", () => {
    const speakers = of("server/").filter(
      ({ file, target }) => target === "mongoose" && !/^server\/platform\//.test(file),
    );
    const strangers = speakers.filter(
      ({ file }) => !/\/(store|model)\.ts$/.test(file) && !/^server\/people\/(credentials|bases)\.ts$/.test(file),
    );
    expect(strangers).to.deep.equal([]);
  });

  it("rules and roles are pure", () => {
    const strangers = imports.filter(
      ({ file, target }) =>
        /\/rules\.ts$|\/people\/roles\//.test(file) &&
        !/^(courses|certificates)\//.test(target) &&
        !/\/rules\.ts$|\/people\/roles\//.test(target),
    );
    expect(strangers).to.deep.equal([]);
  });

  it("no file says nothing by its name, and none is over 250 lines", () => {
    const empty = sources.filter((file) =>
      /(^|\/)(utils?|helpers?|common|misc|lib|service|manager|handler)(\/|\.ts$)/.test(file),
    );
    const long = sources.filter(
      (file) => !file.includes("/words/") && readFileSync(join(project, file), "utf8").split("\n").length > 251,
    );
    expect({ empty, long }).to.deep.equal({ empty: [], long: [] });
  });
});

function of(room: string): Import[] {
  return imports.filter(({ file }) => file.startsWith(room));
}

function isStrange({ file, target }: Import): boolean {
  const [, from = "", own = ""] = file.split("/");
  const [room, to = "", name = ""] = target.split("/");
  if (room !== "server" || from === to || above.includes(from) || !own || from === "demo") return false;
  const isUphill = downhill.indexOf(to) > downhill.indexOf(from) || !downhill.includes(to);
  const isOffered = to === "platform" || [...offeredByAll, ...(offered[to] ?? [])].includes(name.replace(".ts", ""));
  return isUphill || !isOffered;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(project, file), "utf8");
  const targets = [...text.matchAll(/^(?:import|export)\b[^;]*?from "([^"]+)"|^import "([^"]+)"/gms)].map(
    ([, from, bare]) => from ?? bare ?? "",
  );
  return targets.map((target) => ({
    file,
    target: target.startsWith(".")
      ? normalize(join(dirname(file), target))
          .split(sep)
          .join("/")
      : target,
  }));
}
