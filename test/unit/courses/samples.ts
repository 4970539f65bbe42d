import type { BankRow } from "../../../courses/exams/blueprint.ts";
import type { KindId } from "../../../courses/questions/kinds/index.ts";

const text = (zh: string, en: string) => ({ "zh-CN": zh, en });
const lettered = (letters: string) => [...letters].map((id) => ({ id, text: text(`选项${id}`, `option ${id}`) }));

/** One valid setup of each kind, as a content file would hold it. */
export const setups: Record<KindId, object> = {
  "single-choice": { options: lettered("ABCD"), key: "C" },
  "multiple-response": { options: lettered("ABCDE"), key: ["A", "C", "D"] },
  "true-false": { key: false },
  numeric: { value: "0.45", tolerance: "0.005", unit: text("MPa", "MPa") },
  ordering: { items: lettered("ABCD"), key: ["D", "B", "C", "A"] },
  matching: { left: lettered("123"), right: lettered("abcd"), key: { "1": "b", "2": "a", "3": "c" } },
  "fill-in": { blanks: [{ accept: ["24"] }, { accept: ["3", "三", "three"] }] },
};

const kindOfCode: Record<string, KindId> = {
  SC: "single-choice",
  MC: "multiple-response",
  TF: "true-false",
  NUM: "numeric",
  ORD: "ordering",
  MAT: "matching",
  FIB: "fill-in",
};

/** The exam questions of the curriculum's bank for GN and OM-1: kind and difficulty by competency. */
const bankTable: Record<string, string> = {
  "GN-1.1": "SC1 TF1 MC2 SC1 FIB1 MAT1 ORD2",
  "OM-1.1": "SC1 MAT1 SC1 NUM1 ORD1 MC1 TF1",
  "OM-1.2": "ORD1 SC1 MAT2 NUM3 MC1 TF2 FIB1",
  "OM-1.3": "ORD1 NUM1 SC1 MC2 FIB1 TF1 MAT1 SC2",
  "OM-1.4": "ORD1 SC1 NUM2 MC2 TF1 FIB2",
  "OM-1.5": "SC1 MAT2 NUM1 NUM2 SC2 TF1 MC2 FIB2",
};

/** Rows of a bank from such a table: "SC1" is an easy single choice. */
export function bankFrom(table: Record<string, string>): BankRow[] {
  return Object.entries(table).flatMap(([competency, codes]) =>
    codes.split(" ").map((code, place) => {
      const kind = kindOfCode[code.slice(0, -1)] ?? "single-choice";
      const unit = competency.startsWith("GN") ? "GN" : competency.slice(0, -2);
      const difficulty = Number(code.at(-1)) as 1 | 2 | 3;
      return {
        question: `${competency}-${place + 1}`,
        version: "v1",
        kind,
        unit,
        competency,
        difficulty,
        setup: setups[kind],
      };
    }),
  );
}

export const examBank = bankFrom(bankTable);
