import { readFileSync } from "node:fs";
import { createServer as createHttp, type Server } from "node:http";
import { createServer as createHttps } from "node:https";
import { Server as TcpServer } from "node:net";
import { buildApp } from "./app.ts";
import { features } from "./features.ts";
import { watchClock } from "./platform/clock.ts";
import { settings } from "./platform/config.ts";
import { connect, disconnect } from "./platform/database.ts";
import { resetHealth, startDraining } from "./platform/health.ts";
import { startJobs, stopJobs } from "./platform/jobs.ts";
import { closeLimits, indexLimits } from "./platform/limits.ts";
import { sendLetters } from "./platform/mail.ts";
import { serveMetrics } from "./platform/metrics.ts";
import { indexSessions } from "./platform/session.ts";

/** A running copy of the program. */
export interface House {
  port: number;
  close(): Promise<void>;
}

/** Opens the store, loads the content, starts the worker, listens. Used by main and by every HTTP test. */
export async function openHouse(): Promise<House> {
  resetHealth();
  await connect();
  await indexSessions();
  await indexLimits();
  for (const feature of features) await feature.start?.();
  const server = listener();
  await startJobs([
    { name: "mail.send", every: "1 minute", run: sendLetters },
    ...features.flatMap((feature) => feature.jobs ?? []),
  ]);
  const stopClock = watchClock();
  const metrics = settings().METRICS_PORT === undefined ? null : serveMetrics(settings().METRICS_PORT ?? 0);
  await listen(server);
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : settings().PORT,
    close: async () => {
      startDraining();
      await drain(server);
      metrics?.close();
      stopClock();
      await stopJobs();
      closeLimits();
      await disconnect();
    },
  };
}

function listener(): Server {
  const app = buildApp();
  const { TLS_CERT_FILE, TLS_KEY_FILE } = settings();
  const server =
    TLS_CERT_FILE && TLS_KEY_FILE
      ? (createHttps({ cert: readFileSync(TLS_CERT_FILE), key: readFileSync(TLS_KEY_FILE) }, app) as Server)
      : createHttp(app);
  server.headersTimeout = 15_000;
  // Longer than a minute, after which proxies let go of an idle connection, and than the 20 s between two saves in an exam:
  // whoever closes first while the other is about to send makes a request fail.
  server.keepAliveTimeout = 65_000;
  server.requestTimeout = 60_000;
  return server;
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings().PORT, settings().HOST, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/**
 * Stops accepting and lets every running request end. Idle keep-alive connections are closed again and again,
 * since on Node 20 `close` alone would wait for them.
 */
async function drain(server: Server): Promise<void> {
  server.prependListener("request", (_req, res) => res.setHeader("Connection", "close"));
  // Not the HTTP server's own close: that would end connections whose request is still on its way.
  const ended = new Promise<void>((resolve) => TcpServer.prototype.close.call(server, () => resolve()));
  const began = Date.now();
  const sweep = setInterval(() => Date.now() - began > onItsWay && server.closeIdleConnections(), 100);
  await ended;
  clearInterval(sweep);
}

/** Milliseconds within which the request of a connection that is open already has arrived. */
const onItsWay = 300;
