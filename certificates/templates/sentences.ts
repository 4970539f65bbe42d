import type { Bilingual } from "../../courses/language.ts";
import type { CertificateRecord, IdType, RecordPart } from "../record.ts";

/** A stretch of a sentence, strong or plain. */
export interface Words {
  text: string;
  strong?: boolean;
}

/** What the holder has done, in Chinese, in two sentences' halves: each may stand on its own line. */
export function chineseSentence(record: CertificateRecord): [Words[], Words[]] {
  const { holder, qualification, tier, levelName, hours, parts } = record;
  const identity = holder.idMasked === null ? "" : `${idTypeName[holder.idType ?? "resident-id"]} ${holder.idMasked}，`;
  const when = chinesePeriod(record.trainedFrom, record.trainedTo);
  const marks = parts.map(({ title, percent }) => `${title["zh-CN"]} ${percent} 分，`).join("");
  const training = hours > 0 ? `培训 ${hours} 学时，` : "培训，";
  return [
    [{ text: `${identity}于 ${when}完成` }],
    [
      { text: `${qualification.title["zh-CN"]}（${tier}）${levelName["zh-CN"]}`, strong: true },
      { text: `${training}${marks}考核合格。` },
    ],
  ];
}

/** The same in English. */
export function englishSentence(record: CertificateRecord): string {
  const { qualification, levelName, hours, parts } = record;
  const training = hours > 0 ? `${hours} ${hours === 1 ? "hour" : "hours"} of training` : "training";
  const course = `${qualification.title.en} (${levelName.en.toLowerCase()})`;
  const when = englishPeriod(record.trainedFrom, record.trainedTo);
  return `has completed ${training} in ${course}, ${when}, and ${englishMarks(parts)}.`;
}

/** The name of a document in print; the common one as the design has it. */
const idTypeName: Record<IdType, string> = {
  "resident-id": "证件号码",
  passport: "护照号码",
  "hong-kong-macau-permit": "港澳居民来往内地通行证号码",
  "taiwan-permit": "台湾居民来往大陆通行证号码",
};

/** `2026 年 10 月 8 日至 11 月 20 日`: what both days share is said once. */
function chinesePeriod(from: string, to: string): string {
  if (from === to) return chineseDay(from);
  const [fromYear] = numbers(from);
  const [toYear, month, day] = numbers(to);
  return `${chineseDay(from)}至 ${toYear === fromYear ? `${month} 月 ${day} 日` : chineseDay(to)}`;
}

function chineseDay(date: string): string {
  const [year, month, day] = numbers(date);
  return `${year} 年 ${month} 月 ${day} 日`;
}

/** `8 October – 20 November 2026`. */
function englishPeriod(from: string, to: string): string {
  const [year, month, day] = numbers(to);
  const last = `${day} ${months[month - 1]} ${year}`;
  if (from === to) return `on ${last}`;
  const [fromYear, fromMonth, fromDay] = numbers(from);
  const first = `${fromDay} ${months[fromMonth - 1]}`;
  return fromYear === year ? `${first} – ${last}` : `${first} ${fromYear} – ${last}`;
}

function englishMarks(parts: readonly RecordPart[]): string {
  if (parts.length === 0) return "met its requirements";
  const marks = parts.map(({ title, percent }) => `${partName(title)} (${percent})`);
  const list = marks.length < 2 ? marks.join("") : `${marks.slice(0, -1).join(", ")} and ${marks.at(-1)}`;
  return `passed its ${list} ${parts.length === 1 ? "examination" : "examinations"}`;
}

/** `Theory examination` is called `theory`, since the sentence says examination itself. */
function partName({ en }: Bilingual): string {
  return en
    .replace(/\s+(exam|examination|test|assessment)s?$/i, "")
    .replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());
}

function numbers(date: string): [number, number, number] {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  return [year, month, day];
}

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
