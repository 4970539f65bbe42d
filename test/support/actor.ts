import { expect } from "chai";
import { generateSync } from "otplib";

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Where a redirect leads, without the origin; "" when it is none. */
  location: string;
  json<T = Record<string, unknown>>(): T;
}

type Fields = Record<string, string | readonly string[]>;

export interface SignInSecrets {
  login: string;
  password: string;
  totpSecret?: string;
  recovery?: string[];
}

/** A person at a browser without JavaScript: cookies, forms with their tokens, redirects seen and not followed. */
export class Browser {
  readonly baseUrl: string;
  readonly cookies = new Map<string, string>();
  private token = "";

  constructor(baseUrl: string, language: "zh-CN" | "en" = "zh-CN") {
    this.baseUrl = baseUrl;
    this.cookies.set("lang", language);
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send("GET", path, { headers });
  }

  /** Sends a form as a browser does; the token comes from the last page with a form, or from `from`. */
  async post(path: string, fields: Fields = {}, from?: string): Promise<Answer> {
    if (from || !this.token) await this.get(from ?? "/login/reset");
    const body = new URLSearchParams({ _csrf: this.token });
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
    return this.send("POST", path, { body, headers: { "content-type": "application/x-www-form-urlencoded" } });
  }

  async sendJson(
    method: "PUT" | "POST",
    path: string,
    data: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    if (!this.token) await this.get("/login/reset");
    return this.send(method, path, {
      body: JSON.stringify(data),
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        "x-csrf-token": this.token,
        ...headers,
      },
    });
  }

  async upload(
    path: string,
    field: string,
    bytes: Uint8Array,
    name: string,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const body = new FormData();
    body.append(field, new Blob([Uint8Array.from(bytes)]), name);
    return this.send("POST", path, { body, headers });
  }

  async bytes(path: string): Promise<{ status: number; headers: Headers; body: Buffer }> {
    const response = await fetch(this.baseUrl + path, { headers: { cookie: this.cookieHeader() }, redirect: "manual" });
    return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
  }

  /** The token that the last page carried, for requests made by hand. */
  get csrfToken(): string {
    return this.token;
  }

  cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  private async send(
    method: string,
    path: string,
    init: { body?: string | URLSearchParams | FormData; headers?: Record<string, string> },
  ): Promise<Answer> {
    const response = await fetch(new URL(path, this.baseUrl), {
      method,
      redirect: "manual",
      headers: { accept: "text/html", cookie: this.cookieHeader(), ...init.headers },
      ...(init.body !== undefined && { body: init.body }),
    });
    const text = await response.text();
    this.remember(response.headers, text);
    const location = (response.headers.get("location") ?? "").replace(this.baseUrl, "");
    return { status: response.status, headers: response.headers, text, location, json: <T>() => JSON.parse(text) as T };
  }

  private remember(headers: Headers, text: string): void {
    for (const cookie of headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const at = pair.indexOf("=");
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const token =
      /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? /name="csrf-token" content="([^"]+)"/.exec(text)?.[1];
    if (token) this.token = token;
  }
}

/** Signs in through the real pages: password, and the second factor where one is due (a code first, then recovery codes). */
export async function signIn(
  baseUrl: string,
  person: SignInSecrets,
  language: "zh-CN" | "en" = "zh-CN",
): Promise<Browser> {
  const browser = new Browser(baseUrl, language);
  const first = await browser.post("/login", { login: person.login, password: person.password }, "/login");
  expect(first.status, first.text.slice(0, 300)).to.equal(303);
  if (first.location !== "/login/second-factor") return browser;
  const code = person.recovery?.pop() ?? generateSync({ secret: person.totpSecret ?? "" });
  const second = await browser.post("/login/second-factor", { code }, "/login/second-factor");
  expect(second.status, "second factor").to.equal(303);
  await browser.get("/account");
  return browser;
}
