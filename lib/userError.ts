/**
 * A mistake the user can mend: the message is one clear sentence (what was expected, what came, what to do),
 * and commands print it without a stack trace.
 */
export class UserError extends Error {
  override readonly name = "UserError";

  /** @param exitCode 2 for wrong use (a bad option or config), 1 for anything else */
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
  }
}
