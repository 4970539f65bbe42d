import { createServer, type Server } from "node:http";
import { Counter, Gauge, Histogram, collectDefaultMetrics, register } from "prom-client";
import type { RequestHandler } from "express";
import { jobCounts } from "./jobs.ts";

collectDefaultMetrics();

/** Seconds a request took, by route pattern and status. */
const requests = new Histogram({
  name: "http_request_seconds",
  help: "Duration of requests",
  labelNames: ["method", "route", "status"],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
});

/** What failed and was told to a person with an id. */
export const failures = new Counter({
  name: "http_failures_total",
  help: "Answers with a 5xx status",
  labelNames: ["status"],
});

/** Seconds by which the oldest due job is late. */
const jobLag = new Gauge({
  name: "job_lag_seconds",
  help: "Delay of the oldest job that is due",
  collect: async () => {
    // While the store is away the last value stands.
    const counts = await jobCounts(new Date()).catch(() => null);
    if (counts) jobLag.set(counts.lag);
  },
});

export const measureRequests: RequestHandler = (req, res, next) => {
  const end = requests.startTimer();
  res.on("finish", () => {
    const route = (req.route as { path?: string } | undefined)?.path ?? "none";
    end({ method: req.method, route, status: res.statusCode });
  });
  next();
};

/** Serves /metrics on a loopback port of its own, so that the outside never sees it. */
export function serveMetrics(port: number): Server {
  const server = createServer((_req, res) => {
    void register.metrics().then((text) => res.setHeader("Content-Type", register.contentType).end(text));
  });
  return server.listen(port, "127.0.0.1");
}
