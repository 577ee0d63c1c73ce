/** How a command speaks: words for a person, or with `--json` one JSON document (or line) for a program. */
export interface Output {
  readonly json: boolean;
  /** what the command was asked for, on standard output */
  tell(words: string, data: unknown): void;
  /** what goes wrong, on standard error */
  complain(words: string, data?: unknown): void;
}

export function openOutput(json: boolean): Output {
  return {
    json,
    tell: (words, data) => {
      if (json) process.stdout.write(`${JSON.stringify(data)}\n`);
      else if (words !== '') process.stdout.write(`${words}\n`);
    },
    complain: (words, data) => {
      process.stderr.write(json ? `${JSON.stringify(data ?? { error: words })}\n` : `${words}\n`);
    },
  };
}
