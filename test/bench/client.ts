import { Agent, request } from "node:http";

export interface Reply {
  status: number;
  location: string;
  text: string;
  bytes: number;
  /** Milliseconds until the last byte. */
  ms: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 600 });
let addresses = 0;

/** A person at a browser, with as little work as possible: the machine belongs to the program that is measured. */
export class Client {
  readonly site: string;
  /** Each has a network address of her own (TRUST_PROXY=1), as the limits by address expect. */
  readonly address: string;
  private readonly cookies = new Map<string, string>([["lang", "zh-CN"]]);
  token = "";

  constructor(site: string) {
    addresses += 1;
    this.site = site;
    this.address = `10.${String(addresses >> 16)}.${String((addresses >> 8) & 255)}.${String(addresses & 255)}`;
  }

  get(path: string, from = this.address): Promise<Reply> {
    return this.send("GET", path, { "x-forwarded-for": from });
  }

  post(path: string, fields: Record<string, string> = {}): Promise<Reply> {
    return this.send(
      "POST",
      path,
      { "content-type": "application/x-www-form-urlencoded" },
      new URLSearchParams({ _csrf: this.token, ...fields }).toString(),
    );
  }

  put(path: string, data: unknown): Promise<Reply> {
    return this.send(
      "PUT",
      path,
      { "content-type": "application/json", accept: "application/json", "x-csrf-token": this.token },
      JSON.stringify(data),
    );
  }

  private send(method: string, path: string, headers: Record<string, string>, body = ""): Promise<Reply> {
    const began = performance.now();
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const all = {
      accept: "text/html",
      cookie,
      "x-forwarded-for": this.address,
      ...headers,
      ...(body && { "content-length": String(Buffer.byteLength(body)) }),
    };
    return new Promise((resolve, reject) => {
      const sent = request(this.site + path, { method, agent, headers: all }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk)).on("error", reject);
        response.on("end", () => {
          const ms = performance.now() - began;
          const whole = Buffer.concat(chunks);
          const text = whole.toString(whole.subarray(0, 5).equals(Buffer.from("%PDF-")) ? "latin1" : "utf8");
          this.remember(response.headers["set-cookie"] ?? [], text);
          resolve({
            status: response.statusCode ?? 0,
            location: response.headers.location ?? "",
            text,
            bytes: whole.length,
            ms,
          });
        });
      });
      // As browsers do with a kept-alive connection that turns out to be closed.
      sent.on("error", (error) =>
        sent.reusedSocket ? resolve(this.send(method, path, headers, body)) : reject(error),
      );
      sent.end(body);
    });
  }

  private remember(cookies: readonly string[], text: string): void {
    for (const cookie of cookies) {
      const [name = "", value = ""] = (cookie.split(";")[0] ?? "").split(/=(.*)/s);
      this.cookies.set(name, value);
    }
    this.token = /name="(?:_csrf" value|csrf-token" content)="([^"]+)"/.exec(text)?.[1] ?? this.token;
  }
}
