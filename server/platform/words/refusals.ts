import type { ReasonCode } from "../../../courses/reasons.ts";
import type { WordTable } from "./table.ts";

/** The sentence of every refusal; its key is `refusal.` and the reason's code. */
export const refusals = {
  "refusal.course.prerequisite-missing": {
    "zh-CN": "先完成课程 {courses}，这门课才会开放。",
    en: "This course opens once {courses} is complete.",
  },
  "refusal.lesson.previous-incomplete": {
    "zh-CN": "先完成上一课“{lesson}”，这一课才会开放。",
    en: "This lesson opens once “{lesson}” is complete.",
  },
  "refusal.lesson.not-complete": {
    "zh-CN": "这一课还没有达到完成条件。",
    en: "This lesson has not met its completion rule yet.",
  },
  "refusal.exam.not-published": { "zh-CN": "这场考试还没有发布。", en: "This exam has not been published yet." },
  "refusal.exam.not-open-yet": { "zh-CN": "考试于 {opensAt} 开放。", en: "The exam opens at {opensAt}." },
  "refusal.exam.closed": { "zh-CN": "考试已于 {closesAt} 结束。", en: "The exam closed at {closesAt}." },
  "refusal.exam.attempts-used": {
    "zh-CN": "{n} 次考试机会已经用完。",
    en: { one: "The {n} attempt is used.", other: "All {n} attempts are used." },
  },
  "refusal.exam.gap-not-over": {
    "zh-CN": "两次考试之间要隔一段时间，{from} 起可以再考。",
    en: "There must be a gap between attempts; the next one is possible from {from}.",
  },
  "refusal.exam.course-incomplete": {
    "zh-CN": "先完成全部课程（{courses}），才能参加考试。",
    en: "Complete all lessons ({courses}) before the exam.",
  },
  "refusal.exam.questions-unreviewed": {
    "zh-CN": "题库中还有 {n} 道题未经审核，发证考试不能使用未审核的题目。",
    en: {
      one: "{n} question has not been reviewed; an exam that certifies uses reviewed questions only.",
      other: "{n} questions have not been reviewed; an exam that certifies uses reviewed questions only.",
    },
  },
  "refusal.exam.bank-short": {
    "zh-CN": "题库不够组卷：{cells}。请核对用途：发证考试用考试题，模拟考用练习题。",
    en: "The bank cannot satisfy the blueprint: {cells}. Check the purpose: certifying exams draw examination questions, mock exams practice questions.",
  },
  "refusal.attempt.over": { "zh-CN": "考试时间已到。", en: "The time of this attempt is over." },
  "refusal.attempt.handed-in": { "zh-CN": "这份答卷已经交卷。", en: "This attempt has been handed in." },
  "refusal.result.not-released": { "zh-CN": "成绩还没有公布。", en: "The result has not been released yet." },
  "refusal.certificate.not-eligible": {
    "zh-CN": "还没有达到发证条件。",
    en: "The rule of this qualification is not met.",
  },
  "refusal.certificate.already-issued": {
    "zh-CN": "这个评定结果已经发过证书 {number}。",
    en: "A certificate has been issued for this decision: {number}.",
  },
  "refusal.certificate.name-not-drawable": {
    "zh-CN":
      "没有“{characters}”的字形。把含有它的字体文件（.ttf、.otf、.ttc）放进数据文件夹的 fonts 文件夹，再试一次。",
    en: "No font has “{characters}”. Put a font file that has it (.ttf, .otf, .ttc) into the fonts folder of the data folder and try again.",
  },
  "refusal.certificate.own": {
    "zh-CN": "不能给自己发证或处理自己的证书。",
    en: "Nobody issues or withdraws her own certificate.",
  },
  "refusal.certificate.same-person": {
    "zh-CN": "签发人不能暂停或撤销自己签发的证书，请由另一位发证官处理。",
    en: "Who issued a certificate cannot suspend or revoke it; another officer must.",
  },
  "refusal.certificate.state": {
    "zh-CN": "证书当前状态不允许这样做。",
    en: "The certificate’s state does not allow this.",
  },
  "refusal.cohort.code-unknown": {
    "zh-CN": "没有这个班级码，请核对后再输入。",
    en: "There is no cohort with this code. Please check it.",
  },
  "refusal.cohort.code-expired": {
    "zh-CN": "班级码已过期，请向基地要新的。",
    en: "This code has expired. Please ask the base for a new one.",
  },
  "refusal.cohort.code-used-up": {
    "zh-CN": "班级码的使用次数已满，请联系基地。",
    en: "This code has been used as often as it may be. Please ask the base.",
  },
  "refusal.cohort.closed": { "zh-CN": "班期已经结束。", en: "This cohort has ended." },
  "refusal.cohort.already-joined": { "zh-CN": "你已经在这个班期里了。", en: "You are in this cohort already." },
  "refusal.cohort.other-base": {
    "zh-CN": "这个班级码属于另一个基地。要换基地，请联系现在的基地。",
    en: "This code belongs to another base. To change the base, please ask your present one.",
  },
  "refusal.person.last-administrator": {
    "zh-CN": "这是最后一位管理员，不能停用。",
    en: "This is the last administrator and cannot be disabled.",
  },
  "refusal.exam.published": {
    "zh-CN": "考试已经发布，不能再删除。",
    en: "The exam is published and cannot be deleted any more.",
  },
  "refusal.exam.still-running": {
    "zh-CN": "还可能有人在作答（含加时到 {until}）。之后才能公布成绩和答案。",
    en: "Somebody may still be writing (with extra time until {until}). Results and keys can be released after that.",
  },
  "refusal.person.needs-base": {
    "zh-CN": "这个角色只在一个基地内担任，而此人不属于任何基地。",
    en: "This role is held within a base, and this person belongs to none.",
  },
  "refusal.person.self": { "zh-CN": "不能对自己这样做。", en: "You cannot do this to yourself." },
} satisfies WordTable & Record<`refusal.${ReasonCode}`, unknown>;
