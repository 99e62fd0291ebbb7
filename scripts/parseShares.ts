import { UserError } from "../lib/userError.js";

/**
 * Shares of train, validation and test from "0.7,0.15,0.15"; they count against their sum.
 * @throws UserError when they are not three positive numbers
 */
export function parseShares(text: string): number[] {
  const shares = text.split(",").map(Number);
  if (shares.length === 3 && shares.every((share) => Number.isFinite(share) && share > 0)) return shares;
  throw new UserError(
    `--split: expected three positive shares of train, validation and test, such as 0.7,0.15,0.15. Received: ${text}`,
    2,
  );
}
