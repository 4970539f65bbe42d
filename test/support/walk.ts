import { roleOf, roles, type RoleId } from "../../server/people/roles/index.ts";
import type { Capability } from "../../server/people/roles/role.ts";
import { Browser } from "./actor.ts";
import { at, type Belongings } from "./belongings.ts";
import { newMember, type Member } from "./cast.ts";
import { testHouse } from "./house.ts";
import { addresses, type AppRoute } from "./routes.ts";

/** A page as somebody saw it. */
export interface Seen {
  who: string;
  path: string;
  status: number;
  text: string;
}

/** One browser a role at the base of the belongings, their owner's, and a stranger's: everybody who looks at pages. */
export class Crowd {
  readonly theirs: Belongings;
  readonly language: "zh-CN" | "en";
  private readonly browsers = new Map<string, Browser>();
  readonly members = new Map<RoleId, Member>();

  constructor(theirs: Belongings, language: "zh-CN" | "en" = "zh-CN") {
    this.theirs = theirs;
    this.language = language;
  }

  async gather(): Promise<this> {
    this.browsers.set("stranger", new Browser((await testHouse()).baseUrl, this.language));
    this.browsers.set("owner", await this.theirs.owner.signIn(this.language));
    for (const { id } of roles) {
      const member = await newMember(id, this.theirs.baseId);
      this.members.set(id, member);
      this.browsers.set(id, await member.signIn(this.language));
    }
    return this;
  }

  browserOf(who: RoleId | "owner" | "stranger"): Browser {
    const browser = this.browsers.get(who);
    if (!browser) throw new Error(`nobody is ${who}`);
    return browser;
  }

  /** The browser of somebody who may use a route: the owner for what candidates do, else the first role that holds its gate. */
  whoMay({ gate, path }: AppRoute): Browser {
    if (gate === "everyone") return this.browserOf("stranger");
    if (gate === "signed-in" || gate === "exam.take" || /attempts\/:attemptId\/(?!late)/.test(path))
      return this.browserOf("owner");
    const role = [...roles].reverse().find(({ may }) => (may as readonly Capability[]).includes(gate as Capability));
    return this.browserOf(role?.id ?? "stranger");
  }

  /** Every HTML page that anybody of the crowd can open. */
  async pages(): Promise<Seen[]> {
    const seen: Seen[] = [];
    const routes = addresses().filter(
      ({ method, path }) => method === "GET" && !/\.(csv|pdf|jwt|json)$|figures|clock|z$/.test(path),
    );
    for (const [who, browser] of this.browsers)
      for (const route of routes.filter(({ gate }) => isOpenTo(who, gate))) {
        const path = at(route, this.theirs.ids);
        const { status, text, headers } = await browser.get(path);
        if (status < 300 && headers.get("content-type")?.startsWith("text/html"))
          seen.push({ who, path, status, text });
      }
    return seen;
  }
}

/** What a gate lets through; what it does not is the matter of the permission matrix. */
function isOpenTo(who: string, gate: AppRoute["gate"]): boolean {
  if (gate === "everyone" || (gate === "signed-in" && who !== "stranger")) return true;
  const may: readonly Capability[] = roleOf(who === "owner" ? "trainee" : who)?.may ?? [];
  return may.includes(gate as Capability);
}
