import { request } from "node:http";
import type { Answer } from "./actor.ts";
import { testHouse } from "./house.ts";

let addresses = 0;

type Ask = { method?: string; headers?: Record<string, string>; body?: Buffer | string };

/** Somebody without an account, without cookies, and with a network address of her own, so that limits do not mix tests. */
export class Stranger {
  private readonly address: string;
  private readonly language: "zh-CN" | "en";

  constructor(language: "zh-CN" | "en" = "zh-CN") {
    addresses += 1;
    this.address = `127.77.${String(Math.floor(addresses / 250))}.${String((addresses % 250) + 1)}`;
    this.language = language;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask(path, { headers });
  }

  json<T = Record<string, unknown>>(path: string): Promise<T> {
    return this.get(path, { accept: "application/json" }).then((answer) => answer.json<T>());
  }

  post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    const type = { "content-type": "application/x-www-form-urlencoded" };
    return this.ask(path, {
      method: "POST",
      headers: { ...type, ...headers },
      body: new URLSearchParams(fields).toString(),
    });
  }

  /** Sends a file to the verification, as the form does. */
  async drop(bytes: Uint8Array, headers: Record<string, string> = {}, name = "证书.pdf"): Promise<Answer> {
    const form = new FormData();
    form.append("document", new Blob([Uint8Array.from(bytes)], { type: "application/pdf" }), name);
    const whole = new Response(form);
    const body = Buffer.from(await whole.arrayBuffer());
    const type = whole.headers.get("content-type") ?? "";
    return this.ask("/verify/document", { method: "POST", headers: { "content-type": type, ...headers }, body });
  }

  /** The outcome of a dropped file, as programs get it. */
  async outcomeOf(bytes: Uint8Array): Promise<string> {
    const answer = await this.drop(bytes, { accept: "application/json" });
    return answer.json<{ outcome: string }>().outcome;
  }

  private async ask(path: string, { method = "GET", headers = {}, body }: Ask): Promise<Answer> {
    const { baseUrl } = await testHouse();
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const all = { accept: "text/html", cookie: `lang=${this.language}`, ...length, ...headers };
    return new Promise((resolve, reject) => {
      const options = { method, headers: all, localAddress: this.address, agent: false };
      const sent = request(new URL(path, baseUrl), options, async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        const text = Buffer.concat(chunks).toString("utf8");
        const got = new Headers();
        for (const [name, value] of Object.entries(response.headers)) got.set(name, String(value));
        const location = (got.get("location") ?? "").replace(baseUrl, "");
        resolve({
          status: response.statusCode ?? 0,
          headers: got,
          text,
          location,
          json: <T>() => JSON.parse(text) as T,
        });
      });
      sent.once("error", reject);
      sent.end(body);
    });
  }
}
