/** The spool holds pictures and parameters of the run: they are its user's, and nobody else's. */
export const OWN_FOLDER = 0o700;
export const OWN_FILE = 0o600;
