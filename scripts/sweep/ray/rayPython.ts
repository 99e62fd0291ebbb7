import { UserError } from "../../../lib/userError.js";
import { setUpRay } from "../../setup/rayPackages.mjs";
import { SetupError } from "../../setup/setupError.mjs";

/**
 * Sets up Ray when it is missing.
 * @returns the interpreter that has it
 * @throws UserError with the remedy when that is not possible here
 */
export async function rayPython(root: string): Promise<string> {
  try {
    return await setUpRay(root, process.env, (line) => {
      console.error(`set-up: ${line}`);
    });
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    throw new UserError(`${error.message}\nTo sweep on this machine without Ray: leave --ray out.`, 2);
  }
}
