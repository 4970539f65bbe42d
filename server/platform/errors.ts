/** What one may not see does not exist: both are this error, with the same page. */
export class NotFound extends Error {}

/** The person is known and the deed is not hers. */
export class Forbidden extends Error {}

/** Somebody must sign in first. */
export class SignInNeeded extends Error {}

/** A person must prove again who she is before a deed that binds. */
export class ConfirmationNeeded extends Error {}

/** Input of a program that is not as the address asks; field → what is wrong. */
export class Invalid extends Error {
  readonly fields: Record<string, string>;

  constructor(fields: Record<string, string>) {
    super(`invalid: ${Object.keys(fields).join(", ")}`);
    this.fields = fields;
  }
}

/** Too often; seconds until the next try. */
export class TooMany extends Error {
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super("too many");
    this.retryAfter = retryAfter;
  }
}

/** A part of the house (store, disk, key) is away; `what` is for the log and the operator. */
export class Unavailable extends Error {
  readonly what: string;

  constructor(what: string, options?: ErrorOptions) {
    super(what, options);
    this.what = what;
  }
}

/** Staff must enrol a second factor before anything else. */
export class EnrolFirst extends Error {}
