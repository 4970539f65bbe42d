import compression from "compression";
import express, { type Express, type RequestHandler } from "express";
import passport from "passport";
import { loadAssets, serveAssets } from "./platform/assets.ts";
import { settings } from "./platform/config.ts";
import { csrf } from "./platform/csrf.ts";
import { errorPage } from "./platform/error-page.ts";
import { NotFound } from "./platform/errors.ts";
import type { Feature } from "./platform/feature.ts";
import { health } from "./platform/health.ts";
import { siteLocals } from "./platform/locals.ts";
import { measureRequests } from "./platform/metrics.ts";
import { requestLog } from "./platform/request-log.ts";
import { securityHeaders } from "./platform/security.ts";
import { saveBeforeRedirect, sessions } from "./platform/session.ts";
import { features as everyFeature } from "./features.ts";

/** The Express app from a list of features: the order here is the way of a request. */
export function buildApp(features: readonly Feature[] = everyFeature): Express {
  loadAssets();
  const app = express();
  app.disable("x-powered-by");
  // Pages are never stored (`no-store`), so nobody could ask by a tag; assets have a hash in their name.
  app.disable("etag");
  app.set("trust proxy", settings().TRUST_PROXY);
  app.set("query parser", "simple");

  app.use(requestLog, measureRequests, securityHeaders());
  app.use(health);
  app.use(serveAssets);
  app.use(compression());
  app.use(
    express.urlencoded({ extended: false, limit: "100kb", parameterLimit: 500 }),
    express.json({ limit: "100kb", strict: true }),
    (req, _res, next) => {
      // Nothing sent is a form without fields.
      req.body ??= {};
      next();
    },
  );
  app.use(
    sessions(),
    saveBeforeRedirect,
    passport.initialize() as RequestHandler,
    passport.session() as RequestHandler,
  );
  app.use(siteLocals(features.flatMap((feature) => feature.nav ?? [])));
  app.use(csrf);
  for (const feature of features) app.use(feature.routes);
  app.use(() => {
    throw new NotFound();
  });
  app.use(errorPage);
  return app;
}
