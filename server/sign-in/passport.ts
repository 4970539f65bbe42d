import type { IncomingMessage } from "node:http";
import type { Request } from "express";
import passport from "passport";
import { Strategy } from "passport-local";
import { findCredentials, type Credentials } from "../people/credentials.ts";
import { passwordIsRight } from "../people/passwords.ts";
import { findActor } from "../people/store.ts";

/** Local sign-in: the strategy answers with the person's id; what follows (second factor, session) is the action's. */
passport.use(
  new Strategy({ usernameField: "login", passwordField: "password", session: false }, (login, password, done) => {
    checkPassword(login, password).then(
      (person) => done(null, person ? ({ id: person.id } as Express.User) : false),
      (error: unknown) => done(error),
    );
  }),
);
passport.serializeUser((person, done) => done(null, person.id));
passport.deserializeUser(
  (req: IncomingMessage, id: string, done: (error: unknown, person?: Express.User | false) => void) => {
    const { ip = "" } = req as Request;
    findActor(id).then(
      (actor) => done(null, actor ? { ...actor, from: ip } : false),
      (error: unknown) => done(error),
    );
  },
);

/** The person whose login and password these are, or null; equally slow for nobody. */
async function checkPassword(login: string, password: string): Promise<Credentials | null> {
  const person = await findCredentials(login);
  return (await passwordIsRight(person?.passwordHash ?? null, password)) ? person : null;
}
