import type { WordTable } from "./table.ts";

export const learning = {
  "learning.continue-title": { "zh-CN": "继续学习 · {course}", en: "Continue learning · {course}" },
  "learning.continue": { "zh-CN": "继续", en: "Continue" },
  "learning.start": { "zh-CN": "开始学习", en: "Start" },
  "learning.place": { "zh-CN": "{course} · 第 {at} 课，共 {of} 课", en: "{course} · lesson {at} of {of}" },
  "learning.reviewed-by": { "zh-CN": "{name}于{at}审核", en: "Reviewed by {name}, {at}" },
  "learning.unreviewed": { "zh-CN": "内容未审核", en: "Content not reviewed" },
  "learning.review-note": {
    "zh-CN": "看过全文和插图，没有问题，就记在你的名下。课文以后有改动，要重新审核。",
    en: "Once you have read the text and its figures and have no objection, it is recorded under your name. A later change has to be reviewed again.",
  },
  "learning.review": { "zh-CN": "我看过了，没有问题", en: "I have looked at it: no objection" },
  "learning.outcomes": { "zh-CN": "学完这一课，你能", en: "After this lesson you can" },
  "learning.standards": { "zh-CN": "依据：", en: "Based on: " },
  "learning.comma": { "zh-CN": "，", en: ", " },
  "learning.lessons": { "zh-CN": "本课程的课", en: "Lessons of this course" },
  "learning.practice": { "zh-CN": "练习", en: "Practice" },
  "learning.practice-count": {
    "zh-CN": "已答对 {right}/{total} 题，可以反复练习。",
    en: "{right} of {total} right. You can try as often as you like.",
  },
  "learning.practice-staff": {
    "zh-CN": "这里看到的和学员一样，但不能作答。",
    en: "As trainees see it; answering is theirs.",
  },
  "learning.question-head": {
    "zh-CN": "第 {number} 题 · {kind}（{marking}）",
    en: "Question {number} · {kind} ({marking})",
  },
  "learning.answer": { "zh-CN": "提交答案", en: "Check my answer" },
  "learning.answer-again": { "zh-CN": "再答一次", en: "Try again" },
  "learning.answer-of": { "zh-CN": "（第 {number} 题）", en: "(question {number})" },
  "learning.no-answer": {
    "zh-CN": "还没有作答。请先选择或填写，再提交。",
    en: "There is no answer yet. Please choose or type one first.",
  },
  "learning.right": { "zh-CN": "答对了", en: "Right" },
  "learning.partly": { "zh-CN": "部分正确", en: "Partly right" },
  "learning.wrong": { "zh-CN": "没有答对", en: "Not right" },
  "learning.not-a-number": {
    "zh-CN": "这里要填一个数，例如 12.5；单位不用填",
    en: "This asks for a number such as 12.5, without the unit",
  },
  "learning.yours": { "zh-CN": "你的答案", en: "Your answer" },
  "learning.key": { "zh-CN": "正确答案", en: "Right answer" },
  "learning.explanation": { "zh-CN": "解析", en: "Why" },
  "learning.see-question": { "zh-CN": "在题库中查看这道题", en: "See this question in the bank" },
  "learning.completion": { "zh-CN": "完成条件", en: "When this lesson is complete" },
  "learning.complete": { "zh-CN": "这一课已完成", en: "This lesson is complete" },
  "learning.not-complete": { "zh-CN": "还没有完成", en: "Not complete yet" },
  "learning.next-course": { "zh-CN": "下一门课：{course}", en: "Next course: {course}" },
  "learning.rule-viewed": { "zh-CN": "打开课文就算完成。", en: "Opening it completes it." },
  "learning.rule-minutes": {
    "zh-CN": "学习满 {n} 分钟就算完成，离开页面的时间不算。",
    en: {
      one: "Complete after {n} minute on the page.",
      other: "Complete after {n} minutes on the page; time away does not count.",
    },
  },
  "learning.rule-submitted": {
    "zh-CN": "{total} 道练习题都作答就算完成，对错不限。",
    en: "Complete when all {total} practice questions are answered, right or wrong.",
  },
  "learning.rule-graded": {
    "zh-CN": "{total} 道练习题都作答并评分后就算完成。",
    en: "Complete when all {total} practice questions are answered and marked.",
  },
  "learning.rule-passed": {
    "zh-CN": "{total} 道练习题中至少答对 {share}%，也就是 {n} 道，就算完成。答错可以再答，答对过的一直算对。",
    en: "Complete when at least {share}% of the {total} practice questions are right, that is {n}. You can try again; what was right once stays right.",
  },
  "learning.gap-open": { "zh-CN": "先打开这一课。", en: "Open the lesson first." },
  "learning.gap-minutes": {
    "zh-CN": "已学 {got} 分钟，还差 {n} 分钟。",
    en: { one: "{got} done, {n} minute to go.", other: "{got} done, {n} minutes to go." },
  },
  "learning.gap-answer": {
    "zh-CN": "已答 {got} 题，还差 {n} 题。",
    en: { one: "{got} answered, {n} question to go.", other: "{got} answered, {n} questions to go." },
  },
  "learning.gap-marks": {
    "zh-CN": "还有 {n} 题等待评分。",
    en: { one: "{n} question waits for its mark.", other: "{n} questions wait for their marks." },
  },
  "learning.gap-right": {
    "zh-CN": "已答对 {got} 题，还差 {n} 题。",
    en: { one: "{got} right, {n} to go.", other: "{got} right, {n} to go." },
  },
  "learning.next-practice": { "zh-CN": "做练习", en: "Go to the practice" },
  "learning.previous": { "zh-CN": "上一课", en: "Previous lesson" },
  "learning.next": { "zh-CN": "下一课", en: "Next lesson" },
  "learning.back-to-course": { "zh-CN": "回到课程", en: "Back to the course" },
  "learning.closed-title": { "zh-CN": "这一课还没有开放", en: "This lesson is not open yet" },
  "learning.go-first": { "zh-CN": "去学“{title}”", en: "Go to “{title}”" },
} satisfies WordTable;
