import type { Client, Reply } from "./client.ts";
import type { Filled } from "./fill.ts";
import { measure, type Measured } from "./measure.ts";

export interface Bench {
  pids: { app: number; store: number };
  filled: Filled;
  people: Client[];
  clerk: Client;
  stranger: Client;
}

/** @throws when a reply is not the right page: then no figure counts */
function right(reply: Reply, status: number, ...texts: string[]): Reply {
  const missing = texts.find((text) => !reply.text.includes(text));
  if (reply.status !== status || missing !== undefined)
    throw new Error(`wrong reply (${String(reply.status)}, lacks ${String(missing)}): ${reply.text.slice(0, 500)}`);
  return reply;
}

/** SHARE=0.2 does a fifth of everything: for a look, or a profile. */
const share = Number(process.env["SHARE"] ?? 1);
const pages = 1500 * share;
const questions = 40;

/** Signs everybody in: measured, and the sessions for all that follows. */
export async function signEverybodyIn({ pids, filled, people, clerk, stranger }: Bench): Promise<Measured> {
  // The first look at this page has the reader of codes compressed in the background for some seconds, once a process.
  right(await stranger.get("/verify"), 200);
  for (const person of [...people, clerk]) right(await person.get("/login"), 200);
  const measured = await measure("sign-in (argon2id)", pids, people.length, async (at) => {
    const person = people[at] as Client;
    return right(await person.post("/login", { login: filled.logins[at] ?? "", password: filled.password }), 303);
  });
  for (const person of people) right(await person.get("/"), 200, "李晓雯");
  right(await clerk.post("/login", { login: filled.clerk.login, password: filled.password }), 303);
  right(await clerk.get("/login/second-factor"), 200);
  right(await clerk.post("/login/second-factor", { code: filled.clerk.code }), 303);
  right(await clerk.get("/"), 200);
  return measured;
}

/** Every deed of PERFORMANCE in the order in which a class does them. */
export async function* deeds({ pids, filled, people, clerk, stranger }: Bench): AsyncGenerator<Measured> {
  const person = (at: number) => people[at % people.length] as Client;
  const page = async (deed: string, requests: number, one: (at: number) => Promise<Reply>) => {
    for (let at = 0; at < requests / 5; at += 1) await one(at);
    return measure(deed, pids, requests, one);
  };
  yield await page("home", pages, async (at) => right(await person(at).get("/"), 200, "李晓雯"));
  yield await page("course page", pages, async (at) =>
    right(await person(at).get("/courses/GN1"), 200, "/courses/GN1/lessons/"),
  );
  yield await page("lesson page", pages, async (at) =>
    right(await person(at).get("/courses/GN1/lessons/GN1L1"), 200, "/courses/GN1/lessons/GN1L1/practice"),
  );

  const exam = filled.exams[0] ?? "";
  const attempts: string[] = [];
  yield await measure("start (40 questions drawn)", pids, people.length, async (at) => {
    const reply = right(await person(at).post(`/exams/${exam}/attempts`), 303);
    attempts[at] = reply.location;
    return reply;
  });
  const paper = async (at: number) =>
    right(await person(at).get(attempts[at % attempts.length] ?? ""), 200, 'data-question="q40"');
  yield await page("question page (40 questions)", pages, paper);
  const shapes = answersFor((await paper(0)).text);
  yield await measure("autosave of one answer", pids, people.length * Math.ceil(questions * share), async (at) => {
    const [one, item] = [at % people.length, 1 + Math.floor(at / people.length)];
    return right(
      await person(one).put(`${attempts[one] ?? ""}/answers/q${String(item)}`, {
        revision: 0,
        answer: shapes[item - 1] ?? "12.5",
      }),
      200,
      '"revision":1',
    );
  });
  yield await measure("hand in and grade 40", pids, people.length, async (at) => {
    const reply = await person(at).post(`${attempts[at] ?? ""}/submission`);
    if (!reply.location.endsWith("/result")) right(reply, 303);
    return reply;
  });
  yield await page("results, 20 rows", 500 * share, async () =>
    right(await clerk.get(`/exams/${exam}/results?size=20`), 200, "/result"),
  );
  yield await page("results, 500 rows", 50 * share, async () => {
    const reply = right(await clerk.get(`/exams/${exam}/results?size=500`), 200);
    if (reply.text.split('/result"').length < 500) throw new Error("not 500 rows");
    return reply;
  });
  yield await page("certificate PDF", 60 * share, async () =>
    right(await person(0).get(`/certificates/${filled.numbers[0] ?? ""}.pdf`), 200, "%PDF-", "/ByteRange"),
  );
  const number = (at: number) => filled.numbers[(at * 7919) % filled.numbers.length] ?? "";
  // Limits by address and by thousand neighbours hold here too: many addresses, and not faster than ranges allow.
  yield await page("public verification", 2000 * share, async (at) =>
    right(
      await stranger.get(
        `/verify/${number(at)}`,
        `11.${String(at >> 16)}.${String((at >> 8) & 255)}.${String(at & 255)}`,
      ),
      200,
      number(at),
    ),
  );
}

/** An answer in a fitting form for each question of a page, in its order: the first option, or a number. */
function answersFor(html: string): unknown[] {
  return html
    .split("<section")
    .slice(1)
    .map((section) => {
      const kind = /data-kind="([\w-]+)"/.exec(section)?.[1] ?? "";
      const options = [...section.matchAll(/type="(?:radio|checkbox)" name="q\d+" value="([^"]+)"/g)].map(
        ([, value]) => value ?? "",
      );
      if (kind === "true-false") return true;
      if (kind === "blanks") return ["12.5"];
      return kind === "many" ? options.slice(0, 2) : (options[0] ?? "12.5");
    });
}
