import type { WordTable } from "./table.ts";

export const help = {
  "help.intro": {
    "zh-CN": "找到你的角色，照着做，十分钟就能上手。",
    en: "Find your role and follow the steps: ten minutes are enough to begin.",
  },
  "help.roles": { "zh-CN": "按角色", en: "By role" },
  "help.trainee": { "zh-CN": "学员", en: "Trainee" },
  "help.trainee-begin": { "zh-CN": "看课程", en: "See the courses" },
  "help.trainee-1": {
    "zh-CN": "用基地给的链接、二维码或班级码加入：设一个密码，核对姓名，就到首页。",
    en: "Join by the link, QR code or cohort code from your base: set a password, check your name, and you are on your home page.",
  },
  "help.trainee-2": {
    "zh-CN": "首页的“继续”带你回到上次学到的地方。课文按顺序开放，学完一课，下一课就开放。",
    en: "“Continue” on the home page takes you to where you left off. Lessons open in order: each one opens the next.",
  },
  "help.trainee-3": {
    "zh-CN": "课文后面是练习，提交后马上看到对错和解析，可以反复做。页尾写着完成条件和还差多少。",
    en: "Practice follows the text. You see at once what was right and why, and can try again. The end of the page says what is still missing.",
  },
  "help.trainee-4": {
    "zh-CN": "考试前先看规则、时长和剩余次数。答案自动保存；断网时继续答，恢复后自动补传。",
    en: "Before an exam, read its rules, length and attempts left. Answers save themselves; if the network fails, go on answering and they follow later.",
  },
  "help.trainee-5": {
    "zh-CN": "成绩公布后，第一行写明是否合格和原因，下面列出要补学的内容。",
    en: "When the result is out, its first line says whether you passed and why; below it stands what to study again.",
  },
  "help.trainee-6": {
    "zh-CN": "取得证书后，在“证书”页下载 PDF。把 PDF 或编号给用人单位，对方不用登录就能查验。",
    en: "Download your certificate as a PDF from the certificates page. An employer can check the PDF or its number without an account.",
  },
  "help.base": { "zh-CN": "讲师与基地", en: "Instructor and base" },
  "help.base-begin": { "zh-CN": "看班期", en: "See the cohorts" },
  "help.base-1": {
    "zh-CN": "第一次登录时，用手机验证器启用第二步验证，把恢复码打印或抄下来。",
    en: "At the first sign-in, set up the second step with an authenticator app and print or copy the recovery codes.",
  },
  "help.base-2": {
    "zh-CN": "基地管理员开一个班期：名称、课程、起止日期。系统给出班级码、链接和二维码，发给学员。",
    en: "The base administrator opens a cohort with its name, courses and dates, and gives its code, link or QR code to the trainees.",
  },
  "help.base-3": {
    "zh-CN": "在班期页看每个人学到哪里，谁落后了。",
    en: "The cohort page shows how far everybody is and who falls behind.",
  },
  "help.base-4": {
    "zh-CN": "题库里能看到每道题的卷面、答案、解析和审核情况。",
    en: "The question bank shows each question as candidates see it, with its key, explanation and review.",
  },
  "help.base-5": {
    "zh-CN": "安排考试：时间、时长、次数。需要加时的学员，在他的人员页设定。",
    en: "Arrange an exam: when, how long, how many attempts. Extra time for a person is set on that person’s page.",
  },
  "help.base-6": {
    "zh-CN": "有人忘记密码又没有邮箱：在人员页打印一次性链接。",
    en: "Somebody forgot the password and has no mail address: print a one-time link on the person’s page.",
  },
  "help.officer": { "zh-CN": "发证官", en: "Awarding officer" },
  "help.officer-begin": { "zh-CN": "审核内容", en: "Review the content" },
  "help.officer-1": {
    "zh-CN": "先审核内容：逐题看，或在题库里勾选多道一起审核。发证考试只用审核过的题。",
    en: "Review the content first: question by question, or several ticked in the bank. An exam that certifies uses reviewed questions only.",
  },
  "help.officer-2": {
    "zh-CN": "发证前先试算：谁符合条件，不符合的差在哪里。试算不发证。",
    en: "Before issuing, make a dry run: who is eligible, and what the others lack. A dry run issues nothing.",
  },
  "help.officer-3": {
    "zh-CN": "一次可以发一张或多张。发证、暂停和撤销前要再输一次密码。",
    en: "Issue one or many at a time. Issuing, suspending and revoking ask for your password again.",
  },
  "help.officer-4": {
    "zh-CN": "暂停和撤销要写明理由，并由签发人以外的发证官处理；公开查验马上显示。",
    en: "Suspending and revoking need a reason and another officer than the one who issued; the public check shows it at once.",
  },
  "help.employer": { "zh-CN": "用人单位", en: "Employer" },
  "help.employer-begin": { "zh-CN": "查验证书", en: "Check a certificate" },
  "help.employer-1": {
    "zh-CN": "不用登录。扫纸质证书上的二维码，或输入编号，或把 PDF 放到查验页上。",
    en: "No account is needed. Scan the code on paper, type the number, or drop the PDF on the page.",
  },
  "help.employer-2": {
    "zh-CN": "先看一个大字：有效、过期、暂停、撤销、被改动或查无此证；下面写着查了什么、何时查的。",
    en: "Read one large word: valid, expired, suspended, revoked, altered or unknown. Below it stands what was checked and when.",
  },
  "help.employer-3": {
    "zh-CN": "页面上的姓名是部分遮盖的，请和应聘者出示的证件核对。上传的 PDF 查完即丢，不保存。",
    en: "The name is partly hidden; compare it with the applicant’s identity document. An uploaded PDF is checked and not kept.",
  },
  "help.employer-4": {
    "zh-CN": "查不到时：逐位核对编号，再问发证的基地。页面会列出常见原因。",
    en: "If it is not found: check the number character by character, then ask the base. The page lists the usual reasons.",
  },
  "help.administrator": { "zh-CN": "系统管理员", en: "Administrator" },
  "help.administrator-begin": { "zh-CN": "看人员", en: "See the people" },
  "help.administrator-1": {
    "zh-CN": "第一次启动时，控制台给出一个一次性地址：在那里建立第一位管理员和第一个基地。",
    en: "At the first start the console shows a one-time address: make the first administrator and the first base there.",
  },
  "help.administrator-2": {
    "zh-CN": "启用第二步验证，保存恢复码。",
    en: "Set up the second step and keep the recovery codes.",
  },
  "help.administrator-3": {
    "zh-CN": "添加基地和各角色人员。每添加一人，打印一次性链接交给本人设密码。",
    en: "Add the bases and people of each role. For each you get a one-time link to print, with which the person sets a password.",
  },
  "help.administrator-4": {
    "zh-CN": "审核随系统提供的内容，或请发证官审核。",
    en: "Review the content that comes with the system, or have an awarding officer do it.",
  },
  "help.administrator-5": {
    "zh-CN": "定期备份，并在另一台机器上试着恢复一次。",
    en: "Make backups regularly, and try to restore one on another machine.",
  },
  "help.limits": { "zh-CN": "限制一览", en: "Limits" },
  "help.limit": { "zh-CN": "事项", en: "What" },
  "help.limit-rule": { "zh-CN": "规定", en: "Limit" },
  "help.limit-sign-in": { "zh-CN": "登录尝试", en: "Sign-in tries" },
  "help.limit-sign-in-is": { "zh-CN": "同一账号 15 分钟内 10 次", en: "10 in 15 minutes for a login" },
  "help.limit-password": { "zh-CN": "密码", en: "Password" },
  "help.limit-password-is": {
    "zh-CN": "至少 8 个字符，不能是常见密码",
    en: "at least 8 characters, not a well-known one",
  },
  "help.limit-session": { "zh-CN": "登录有效期", en: "Signed in" },
  "help.limit-session-is": {
    "zh-CN": "不操作 {idle} 小时或满 {absolute} 小时后重新登录；考试中不会被中断",
    en: "until {idle} hours without use or {absolute} hours in all; an exam is not cut",
  },
  "help.limit-link": { "zh-CN": "密码链接", en: "Password links" },
  "help.limit-link-is": {
    "zh-CN": "邮件里的 1 小时、打印的 7 天内有效，都只能用一次",
    en: "1 hour by mail, 7 days when printed; each works once",
  },
  "help.limit-confirmation": { "zh-CN": "重要操作", en: "Binding deeds" },
  "help.limit-confirmation-is": {
    "zh-CN": "距上次输入密码超过 15 分钟时再输一次",
    en: "ask for the password again after 15 minutes",
  },
  "help.limit-practice": { "zh-CN": "练习", en: "Practice" },
  "help.limit-practice-is": {
    "zh-CN": "次数不限，答对过的一直算对",
    en: "any number of tries; what was right once stays right",
  },
  "help.limit-place": { "zh-CN": "学习位置", en: "Place in a lesson" },
  "help.limit-place-is": { "zh-CN": "每 10 秒内保存一次，离开时也保存", en: "kept every 10 seconds and on leaving" },
  "help.limit-answer": { "zh-CN": "考试答案", en: "Exam answers" },
  "help.limit-answer-is": {
    "zh-CN": "改动后 2 秒内保存；结束后 30 秒内到达的仍然算数",
    en: "saved within 2 seconds; what arrives up to 30 seconds after the end still counts",
  },
  "help.limit-exam": { "zh-CN": "考试时长和次数", en: "Time and attempts of an exam" },
  "help.limit-exam-is": { "zh-CN": "见每场考试的说明页", en: "stand on the page of each exam" },
  "help.limit-verify": { "zh-CN": "公开查验", en: "Public checks" },
  "help.limit-verify-is": { "zh-CN": "同一网络地址每分钟 120 次", en: "120 a minute from one network address" },
  "help.limit-upload": { "zh-CN": "查验用的 PDF", en: "PDF to check" },
  "help.limit-upload-is": { "zh-CN": "最大 10 MB，不保存", en: "up to 10 MB, not kept" },
  "help.limit-form": { "zh-CN": "一次提交的表单", en: "One form" },
  "help.limit-form-is": { "zh-CN": "最大 100 KB", en: "up to 100 KB" },
  "help.limit-zone": { "zh-CN": "页面上的时间", en: "Times on pages" },
  "help.limit-zone-is": { "zh-CN": "{zone}", en: "{zone}" },
} satisfies WordTable;
