/** MongoDB's error codes, as far as the store answers with them. */
const codes = {
  BadValue: 2,
  FailedToParse: 9,
  TypeMismatch: 14,
  IllegalOperation: 20,
  IndexNotFound: 27,
  NamespaceNotFound: 26,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  MaxTimeMSExpired: 50,
  InvalidNamespace: 73,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  CommandNotSupported: 115,
  CannotIndexParallelArrays: 171,
  NotImplemented: 238,
  QueryExceededMemoryLimit: 292,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  OutOfDiskSpace: 14031,
  Location31253: 31253,
  Location31254: 31254,
  InvalidIdField: 53,
  EmptyFieldName: 56,
  Location15975: 15975,
  Location40323: 40323,
  Location40324: 40324,
  Location51091: 51091,
  InternalError: 1,
} as const;

export type CodeName = keyof typeof codes;

/** An error as MongoDB answers it: number, name and sentence; `facts` are further fields of the reply. */
export class StoreError extends Error {
  readonly codeName: CodeName;
  readonly code: number;
  readonly facts: Record<string, unknown>;

  constructor(codeName: CodeName, message: string, facts: Record<string, unknown> = {}) {
    super(message);
    this.codeName = codeName;
    this.code = codes[codeName];
    this.facts = facts;
  }
}

/** For what the real MongoDB does and this store does not: says where it can be had. */
export function notHere(what: string): StoreError {
  return new StoreError(
    "NotImplemented",
    `${what} is not supported by the embedded store; set MONGODB_URI to use MongoDB`,
  );
}
