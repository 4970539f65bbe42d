import { Browser, type Answer } from "./actor.ts";
import { at, formOf } from "./belongings.ts";
import { testHouse } from "./house.ts";
import { addresses, type AppRoute } from "./routes.ts";
import { changeStored } from "./stored.ts";
import type { Crowd } from "./walk.ts";

/** Every address that changes something. */
export const deeds = (): AppRoute[] => addresses().filter(({ method }) => method !== "GET");

/** What somebody types who wants another's browser to run it. */
export const hostile = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "</title><svg onload=alert(1)>",
  "' autofocus onfocus='alert(1)",
  "<%= 7*7 %>{{7*7}}${7*7}",
];

/** Somebody who may, on a page with a token; at the second step of sign-in somebody whose password was right. */
export async function openFor(crowd: Crowd, route: AppRoute): Promise<Browser> {
  if (route.path !== "/login/second-factor") {
    const browser = crowd.whoMay(route);
    await browser.get(route.gate === "everyone" ? "/login" : "/account/password");
    return browser;
  }
  const { login = "", password = "" } = crowd.members.get("instructor") ?? {};
  await changeStored("limits", { key: `sign-in-name:${login}` }, { points: 0 });
  const browser = new Browser((await testHouse()).baseUrl);
  await browser.post("/login", { login, password }, "/login");
  await browser.get("/login/second-factor");
  return browser;
}

/** Types each text into each field of every form, one field at a time, as somebody who may use the form. */
export async function* typeEverywhere(
  crowd: Crowd,
  texts: readonly string[],
): AsyncGenerator<{ route: AppRoute; field: string; text: string; answer: Answer }> {
  const { ids } = crowd.theirs;
  for (const route of deeds().filter(({ path }) => path !== "/logout")) {
    const browser = await openFor(crowd, route);
    for (const field of Object.keys(formOf(route, ids)))
      for (const text of texts) {
        const fields = { ...(formOf(route, ids) as Record<string, string>), [field]: text };
        const answer =
          route.method === "PUT"
            ? await browser.sendJson("PUT", at(route, ids), fields)
            : await browser.post(at(route, ids), fields);
        yield { route, field, text, answer };
      }
  }
}
