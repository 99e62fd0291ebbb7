// @ts-check
/** Something is missing or went wrong during set-up: the message is one sentence with its remedy, shown without a stack. */
export class SetupError extends Error {
  /** @override */
  name = "SetupError";
}
