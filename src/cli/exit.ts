/** What the process ends with; stated in `--help` and in docs/guides/operator.md. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, findings: 3 } as const;

export const exitCodesHelp = `
Exit codes:
  0  done
  1  it failed, or some of it did
  2  wrong usage: an option, an argument or a setting is not valid
  3  findings: doctor found something wrong, or the ledger or a journal does not verify`;

/** An error whose message is written for the person at the terminal. */
export class CommandError extends Error {
  readonly exit_code: number;

  constructor(message: string, exit_code: number = exitCodes.failed) {
    super(message);
    this.name = 'CommandError';
    this.exit_code = exit_code;
  }
}
