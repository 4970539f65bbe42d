import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { startProgram, type Program, type ProgramWish } from "./real-program.ts";

/**
 * Several copies of the program on one store, behind a load balancer that hands them requests in turn: to a test one
 * program with one address.
 */
export class Copies {
  private readonly folders: readonly (string | undefined)[];
  private readonly running: (Program | null)[] = [];
  private balancer: Server | null = null;
  private turn = 0;
  private wish: ProgramWish | null = null;

  /** @param folders where each copy's program is; undefined for this project */
  constructor(folders: readonly (string | undefined)[]) {
    this.folders = folders;
  }

  async start(wish: ProgramWish): Promise<Program> {
    const balancer = createServer((req, res) => this.handOn(req, res));
    await new Promise<void>((listening) => balancer.listen(0, "localhost", listening));
    this.balancer = balancer;
    const baseUrl = `http://localhost:${String((balancer.address() as AddressInfo).port)}`;
    this.wish = { ...wish, settings: { ...wish.settings, BASE_URL: baseUrl, TRUST_PROXY: "1" } };
    for (const [place, folder] of this.folders.entries()) await this.put(place, folder);
    return { baseUrl, pid: 0, startedIn: 0, end: (signal) => this.end(signal) };
  }

  /** As a deploy does it: no more requests for this copy, SIGTERM, another one in its place. @returns the exit code */
  async replace(place: number, folder?: string): Promise<number | null> {
    const leaving = this.running[place];
    this.running[place] = null;
    const code = (await leaving?.end("SIGTERM")) ?? null;
    await this.put(place, folder);
    return code;
  }

  private async put(place: number, folder: string | undefined): Promise<void> {
    if (!this.wish) throw new Error("not started");
    this.running[place] = await startProgram({ ...this.wish, ...(folder && { folder }) });
  }

  private async end(signal: "SIGTERM" | "SIGKILL"): Promise<number | null> {
    const codes = await Promise.all(this.running.flatMap((program) => program?.end(signal) ?? []));
    this.balancer?.closeAllConnections();
    this.balancer?.close();
    return codes.find((code) => code !== 0) ?? 0;
  }

  private handOn(...[req, res]: Parameters<NonNullable<Parameters<typeof createServer>[1]>>): void {
    const serving = this.running.filter((program) => program !== null);
    const { baseUrl } = serving[(this.turn += 1) % serving.length] ?? {};
    if (!baseUrl) return void res.writeHead(503).end();
    const { method, headers } = req;
    const asked = request(new URL(req.url ?? "/", baseUrl), { method, headers, agent: false }, (reply) => {
      res.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(res);
    });
    asked.on("error", () => res.destroy());
    req.pipe(asked);
  }
}
