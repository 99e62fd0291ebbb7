import { z } from "zod";
import { UserError } from "./userError.js";

/**
 * What a file of this project's own JSON holds.
 * @param messageOf the sentence around the reason, which is one line and says where in the file it is wrong
 * @throws UserError when the text is no JSON, or not of that form
 */
export function parseRecord<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  messageOf: (reason: string) => string,
): z.infer<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError(messageOf("it is cut off or overwritten")); // the parser's own words would quote the file
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new UserError(messageOf(`${path.length > 0 ? path.join(".") : "all of it"}: ${message.split("\n")[0]!}`));
}
