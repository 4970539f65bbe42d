/** A content file is not as it must be; the message is one line that names file, line and field. */
export class ContentError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ContentError";
  }
}
