import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { folder, said } from "./bench.ts";

/** Maven downloads 20 MB at the first run, so the judge is called only where time is given. */
const timeIsGiven = Boolean(process.env["CI"] ?? process.env["PROOF"]);

let classpath: string | null | undefined;

/** What veraPDF says of a file for PDF/A-3a and PDF/UA-1; null without Maven, Java or time. */
export function veraPdfSaid(file: string): string | null {
  if (classpath === undefined) classpath = timeIsGiven ? built() : null;
  return classpath === null ? null : said("java", "-cp", classpath, "judges.Judge", file);
}

function built(): string | null {
  const project = join(folder, "verapdf");
  cpSync(new URL("./verapdf", import.meta.url), project, { recursive: true });
  said(
    "mvn",
    "-q",
    "-B",
    "-f",
    join(project, "pom.xml"),
    "dependency:build-classpath",
    "-Dmdep.outputFile=cp.txt",
    "compile",
  );
  const list = join(project, "cp.txt");
  if (!existsSync(list)) return null;
  return `${join(project, "target/classes")}:${readFileSync(list, "utf8").trim()}`;
}
