import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import { pino, type Bindings, type ChildLoggerOptions, type DestinationStream } from 'pino';
import type { Config } from '../config.ts';

/**
 * The log holds no key and no link that opens an order: paths come without their query, `/o/…` without its secret, and
 * texts of errors have what looks like a credential taken out.
 */

const secret_pair =
  /((?:^|[?&\s"'{,;(])"?[\w-]*(?:key|user|token|secret|password|signature|passwd|pwd|login|authorization)"?\s*[=:]\s*"?)[^&\s"',;})]+/gi;
const secret_scheme = /\b(basic|bearer|token)\s+[\w.~+/=-]{4,}/gi;
const secret_link = /(\/o\/)[^/?#\s"]+/g;
const url_password = /(\b[a-z][\w+.-]*:\/\/[^\s:/@]*:)[^\s@/]+(@)/gi;

/** A text without what looks like a credential. */
export function redacted(text: string): string {
  return text
    .replace(secret_link, '$1…')
    .replace(url_password, '$1…$2')
    .replace(secret_scheme, '$1 …')
    .replace(secret_pair, '$1…');
}

/** The path as it may be logged: no query, no secret of an order. */
export function loggedPath(url: string): string {
  const end = url.search(/[?#]/);
  const path = end === -1 ? url : url.slice(0, end);
  return path.includes('/o/') ? path.replace(secret_link, '$1…') : path;
}

function errorOf(error: unknown): unknown {
  if (!(error instanceof Error)) return redacted(String(error));
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: redacted(error.message),
    stack: redacted(error.stack ?? ''),
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.cause === undefined ? {} : { cause: errorOf(error.cause) }),
  };
}

/** Where lines go; pino's own destinations may gather them and write them later. */
export interface LogDestination extends DestinationStream {
  flushSync?: () => void;
}

/** The log of the office, and beside it the lines of requests: written by hand, since every answer pays for its own. */
export interface Log {
  readonly logger: FastifyBaseLogger;
  request(line: RequestLine): void;
  /** writes what still waits, before the process ends */
  flush(): void;
}

export interface RequestLine {
  readonly request_id: string;
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly took_ms: number;
}

/** Lines that come together are written together, unless a destination is given. */
export function openLog(level: Config['log_level'], given?: LogDestination): Log {
  const destination: LogDestination = given ?? pino.destination({ fd: 1, sync: false });
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: {
        err: errorOf,
        error: errorOf,
        req: (request: FastifyRequest) => ({
          method: request.method,
          path: loggedPath(request.raw.url ?? ''),
        }),
        res: (reply: FastifyReply) => ({ status: reply.statusCode }),
      },
      redact: { paths: secretPaths(), censor: '…' },
    },
    destination,
  );
  const wanted = logger.isLevelEnabled('info');
  return {
    logger,
    request(line) {
      if (wanted) destination.write(requestText(line));
    },
    flush() {
      destination.flushSync?.();
    },
  };
}

function requestText({ request_id, method, url, status, took_ms }: RequestLine): string {
  const time = new Date().toISOString();
  const path = JSON.stringify(loggedPath(url));
  const took = Math.round(took_ms * 100) / 100;
  // the number of a request is made of letters that need no escape, and so is a method
  return `{"level":"info","time":"${time}","request_id":"${request_id}","method":"${method}","path":${path},"status":${status},"took_ms":${took}}\n`;
}

/** For those who log an object with a secret in it, at its top or one level down. */
function secretPaths(): string[] {
  const names = [
    'key',
    'api_key',
    'secret',
    'password',
    'token',
    'access_token',
    'signature',
    'authorization',
  ];
  const all = [...names, 'cookie', 'headers', 'query', 'body', 'user'];
  return all.flatMap((name) => [name, `*.${name}`]);
}

/** A request's log. The child that carries the request's id is made at its first line: most requests have none. */
export class RequestLog implements FastifyBaseLogger {
  readonly #parent: FastifyBaseLogger;
  readonly #bindings: Record<string, unknown>;
  #own: FastifyBaseLogger | undefined;

  constructor(parent: FastifyBaseLogger, bindings: Record<string, unknown>) {
    this.#parent = parent;
    this.#bindings = bindings;
  }

  get #log(): FastifyBaseLogger {
    return (this.#own ??= this.#parent.child(this.#bindings));
  }

  get level(): string {
    return this.#parent.level;
  }

  trace(...line: unknown[]): void {
    this.#log.trace(...(line as [unknown]));
  }

  debug(...line: unknown[]): void {
    this.#log.debug(...(line as [unknown]));
  }

  info(...line: unknown[]): void {
    this.#log.info(...(line as [unknown]));
  }

  warn(...line: unknown[]): void {
    this.#log.warn(...(line as [unknown]));
  }

  error(...line: unknown[]): void {
    this.#log.error(...(line as [unknown]));
  }

  fatal(...line: unknown[]): void {
    this.#log.fatal(...(line as [unknown]));
  }

  silent(...line: unknown[]): void {
    this.#log.silent(...(line as [unknown]));
  }

  child(bindings: Bindings, options?: ChildLoggerOptions): FastifyBaseLogger {
    return options === undefined ? this.#log.child(bindings) : this.#log.child(bindings, options);
  }
}
