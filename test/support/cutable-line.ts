import { connect, createServer, type Server, type Socket } from "node:net";
import { lastingPort } from "./real-program.ts";

/** A line to a server that can be cut (connections break, new ones are refused), held (nothing passes, nothing breaks) and mended. */
export class CutableLine {
  private readonly host: string;
  private readonly far: number;
  private port = 0;
  private held = false;
  private server: Server | null = null;
  private readonly pairs = new Set<[Socket, Socket]>();

  constructor(host: string, far: number) {
    this.host = host;
    this.far = far;
  }

  /** Opens, on the same port as before. @returns the port */
  async mend(): Promise<number> {
    this.port ||= await lastingPort();
    this.server = createServer((near) => this.join(near));
    await new Promise<void>((resolve) => this.server?.listen(this.port, "127.0.0.1", resolve));
    return this.port;
  }

  cut(): void {
    this.server?.close();
    for (const socket of [...this.pairs].flat()) socket.destroy();
    this.pairs.clear();
  }

  hold(held: boolean): void {
    this.held = held;
    for (const socket of [...this.pairs].flat())
      if (held) socket.pause();
      else socket.resume();
  }

  private join(near: Socket): void {
    const pair: [Socket, Socket] = [near, connect(this.far, this.host)];
    this.pairs.add(pair);
    for (const [one, other] of [pair, [...pair].reverse() as [Socket, Socket]]) {
      one.on("data", (chunk) => other.write(chunk));
      one.on("error", () => other.destroy()).on("close", () => other.destroy());
    }
    if (this.held) for (const socket of pair) socket.pause();
    near.on("close", () => this.pairs.delete(pair));
  }
}
