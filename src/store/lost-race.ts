/**
 * Thrown inside a command whose choice somebody else took while it was choosing: run anew, it would choose something
 * else. PostgreSQL's store does that; when it stays so, or where there is one writer, the cause is what the caller hears.
 */
export class LostRace extends Error {
  override readonly cause: Error;

  constructor(cause: Error) {
    super(cause.message);
    this.name = 'LostRace';
    this.cause = cause;
  }
}

/** What the caller of a store hears of an error. */
export function heard(error: unknown): unknown {
  return error instanceof LostRace ? error.cause : error;
}
