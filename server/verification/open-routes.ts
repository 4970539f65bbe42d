import type { RequestHandler, Router } from "express";
import { didDocument, issuerDocument, publicJwks } from "../../certificates/issuer-document.ts";
import { issuers, verifyingKeys } from "../certificates/actions.ts";
import { everyone } from "../people/allow.ts";
import { settings } from "../platform/config.ts";

const open: RequestHandler = (_req, res, next) => {
  res.set({
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, max-age=60",
  });
  next();
};

/** What other systems read: the public keys and the identity of the awarding body, for any origin, and nothing else. */
export function addOpenRoutes(routes: Router): void {
  routes.get("/.well-known/jwks.json", everyone, open, (_req, res) => {
    res.type("application/jwk-set+json").send(JSON.stringify(publicJwks(verifyingKeys())));
  });

  routes.get("/.well-known/did.json", everyone, open, (_req, res) => {
    res.type("application/did+json").send(JSON.stringify(didDocument(verifyingKeys(), settings().baseUrl)));
  });

  routes.get("/.well-known/issuer.json", everyone, open, (_req, res) => {
    res.json(issuerDocument(issuers, verifyingKeys()));
  });
}
