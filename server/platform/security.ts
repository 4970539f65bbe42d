import helmet from "helmet";
import type { RequestHandler } from "express";
import { settings } from "./config.ts";

/**
 * Headers on every answer, errors and files included. No inline script or style anywhere; pages of people are not
 * stored by browsers or proxies unless a route says otherwise.
 */
export function securityHeaders(): RequestHandler[] {
  const https = settings().baseUrl.startsWith("https://");
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          imgSrc: ["'self'", "data:", "blob:"],
          styleSrc: ["'self'"],
          scriptSrc: ["'self'"],
          connectSrc: ["'self'"],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
      strictTransportSecurity: https ? { maxAge: 31536000 } : false,
      referrerPolicy: { policy: "same-origin" },
      frameguard: { action: "deny" },
    }),
    (req, res, next) => {
      res.set(
        "Permissions-Policy",
        `camera=${req.path.startsWith("/verify") ? "(self)" : "()"}, microphone=(), geolocation=()`,
      );
      res.set("Cache-Control", "no-store");
      if (req.method === "TRACE" || req.method === "TRACK") {
        res.status(405).end();
        return;
      }
      next();
    },
  ];
}
