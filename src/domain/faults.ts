/**
 * The one registry of errors. A code is stable for ever: clients, dialects and `docs/errors.md` rely on it.
 * `status` is the HTTP status of Guichet's own `/api`; a dialect translates the code into its vendor's envelope.
 */
export const faults = {
  // the request itself
  invalid_input: { status: 400, title: 'The request is not valid' },
  unknown_filter: { status: 400, title: 'The filter is not understood' },
  not_found: { status: 404, title: 'There is no such thing' },
  not_supported: { status: 501, title: 'This is not supported' },
  too_large: { status: 413, title: 'The request is too large' },
  busy: { status: 503, title: 'The office is busy, try again' },
  internal: { status: 500, title: 'Something failed on our side' },
  // who asks
  unauthenticated: { status: 401, title: 'The credentials are missing or wrong' },
  forbidden: { status: 403, title: 'These credentials do not reach this' },
  rate_limited: { status: 429, title: 'Too many requests' },
} as const satisfies Record<string, FaultKind>;

interface FaultKind {
  readonly status: number;
  readonly title: string;
}

export type FaultCode = keyof typeof faults;

/** An error of the registry. `details` is for the reader and never holds a secret or a person's data. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: FaultCode, details: Readonly<Record<string, unknown>> = {}) {
    super(faults[code].title);
    this.name = 'Fault';
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return faults[this.code].status;
  }
}

/** Whether `error` is a Fault, of the given code when one is named. */
export function isFault(error: unknown, code?: FaultCode): error is Fault {
  return error instanceof Fault && (code === undefined || error.code === code);
}
