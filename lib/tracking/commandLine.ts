/** Options and overrides whose value must not end up in a run's record. */
const SECRET = /(token|password|passwd|secret|key|credential)s?$/i;

/**
 * A command as one would type it into a shell again; what follows a name such as --token or password= is left out.
 * @param words such as ["npm", "run", "experiment", "--", "cnn-baseline", "seed=3"]
 */
export function commandLine(words: readonly string[]): string {
  return words.map((word, i) => quote(withoutSecret(word, words[i - 1]))).join(" ");
}

function withoutSecret(word: string, before: string | undefined): string {
  const name = /^([^=]+)=/.exec(word)?.[1];
  if (name !== undefined) return SECRET.test(name) ? `${name}=HIDDEN` : word;
  const belongsToSecret = before?.startsWith("--") === true && SECRET.test(before) && !word.startsWith("-");
  return belongsToSecret ? "HIDDEN" : word;
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
