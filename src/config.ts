import { isIP } from 'node:net';
import { walletContradictions, walletSettings } from './config/wallet-settings.ts';
import {
  about,
  choice,
  hidden,
  integer,
  isLoopback,
  isNetwork,
  isPublicUrl,
  isSecretKey,
  listOf,
  maybe,
  onOff,
  parseDialectPorts,
  protocolOf,
  words,
  type Mode,
  type Setting,
} from './setting.ts';

/**
 * Every setting of the program, declared once: its variable, its flag, its words in the help, what is allowed and what
 * holds when nothing is said. Types, parser and help text follow from here.
 */

const hour_ms = 3_600_000;

export const settings = {
  port: integer(
    about('PORT', 'port', 'port that everything answers on; 0 takes a free one'),
    8855,
    0,
    65_535,
  ),
  host: words(
    about('HOST', 'host', 'address to listen on'),
    '127.0.0.1',
    'an IP address or a host name',
    (text) => isIP(text) !== 0 || /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text),
  ),
  data_folder: words(
    about('GUICHET_DATA', 'data', 'folder of the database and of the secret key'),
    './data',
    'a path',
    (text) => text !== '' && !text.includes('\0'),
  ),
  database_url: maybe(
    hidden('DATABASE_URL', 'database-url', 'PostgreSQL to use in place of the embedded SQLite'),
    'a URL such as postgres://user:password@host:5432/database',
    (text) => /^postgres(ql)?:$/.test(protocolOf(text)),
  ),
  public_url: maybe(
    about('GUICHET_PUBLIC_URL', 'public-url', 'base of every link that leaves the office'),
    'an http or https URL without path, query or fragment, such as https://tickets.example.org',
    isPublicUrl,
  ),
  trusted_proxies: {
    ...about(
      'GUICHET_TRUSTED_PROXIES',
      'trusted-proxies',
      'proxies whose X-Forwarded-* headers are believed, comma separated',
    ),
    allowed: 'IP addresses or networks such as 10.0.0.0/8, comma separated',
    fallback: [] as readonly string[],
    parse: (text: string) => listOf(text, isNetwork),
  } satisfies Setting<readonly string[]>,
  printer_networks: {
    ...about(
      'GUICHET_PRINTER_NETWORKS',
      'printer-networks',
      'where receipt printers of tills may stand, comma separated; nowhere unless given',
    ),
    allowed: 'IP addresses or networks such as 192.168.1.0/24, comma separated',
    fallback: [] as readonly string[],
    parse: (text: string) => listOf(text, isNetwork),
  } satisfies Setting<readonly string[]>,
  dialect_ports: {
    ...about(
      'GUICHET_DIALECT_PORTS',
      'dialect-ports',
      'ports at whose root one dialect answers: billetweb=8901,utick=8902',
    ),
    allowed: 'name=port pairs, comma separated, each port from 0 to 65535 once',
    fallback: new Map() as ReadonlyMap<string, number>,
    parse: parseDialectPorts,
  } satisfies Setting<ReadonlyMap<string, number>>,
  credential_limits: onOff(
    about('GUICHET_CREDENTIAL_LIMITS', 'credential-limits', 'limits of calls per credential: on or off'),
    (mode) => mode === 'serve',
  ),
  session_idle_ms: integer(
    about(
      'GUICHET_SESSION_IDLE_MS',
      'session-idle-ms',
      'time after which a user who does nothing is signed out',
    ),
    12 * hour_ms,
    60_000,
    90 * 24 * hour_ms,
  ),
  session_life_ms: integer(
    about('GUICHET_SESSION_LIFE_MS', 'session-life-ms', 'time after which every user signs in anew'),
    30 * 24 * hour_ms,
    60_000,
    366 * 24 * hour_ms,
  ),
  secret_key: maybe(
    hidden(
      'GUICHET_SECRET_KEY',
      'secret-key',
      'key that stored secrets are sealed with; without it, the file secret.key of the data folder',
    ),
    '32 random bytes as hex or base64 (openssl rand -hex 32), not those of an example',
    isSecretKey,
  ),
  log_level: choice(about('GUICHET_LOG_LEVEL', 'log-level', 'what is worth a line in the log'), 'info', [
    'trace',
    'debug',
    'info',
    'warn',
    'error',
    'fatal',
    'silent',
  ]),
  metrics: choice(
    about('GUICHET_METRICS', 'metrics', 'who may read /metrics: loopback addresses, everybody or nobody'),
    'loopback',
    ['loopback', 'everybody', 'nobody'],
  ),
  body_limit_bytes: integer(
    about(
      'GUICHET_BODY_LIMIT_BYTES',
      'body-limit-bytes',
      'largest body of a request, where a face says nothing',
    ),
    1_048_576,
    1_024,
    8_388_608,
  ),
  header_timeout_ms: integer(
    about('GUICHET_HEADER_TIMEOUT_MS', 'header-timeout-ms', 'time a client has to send the headers'),
    10_000,
    100,
    hour_ms,
  ),
  request_timeout_ms: integer(
    about('GUICHET_REQUEST_TIMEOUT_MS', 'request-timeout-ms', 'time a client has to send the whole request'),
    30_000,
    100,
    hour_ms,
  ),
  idle_timeout_ms: integer(
    about(
      'GUICHET_IDLE_TIMEOUT_MS',
      'idle-timeout-ms',
      'time a connection may stand still in either direction',
    ),
    120_000,
    1_000,
    hour_ms,
  ),
  keep_alive_timeout_ms: integer(
    about(
      'GUICHET_KEEP_ALIVE_TIMEOUT_MS',
      'keep-alive-timeout-ms',
      'time a connection is kept between requests',
    ),
    72_000,
    0,
    hour_ms,
  ),
  requests_in_flight_max: integer(
    about(
      'GUICHET_REQUESTS_IN_FLIGHT_MAX',
      'requests-in-flight-max',
      'requests worked on at once; more are told to come back',
    ),
    1_000,
    1,
    1_000_000,
  ),
  connections_max: integer(
    about('GUICHET_CONNECTIONS_MAX', 'connections-max', 'open connections per port'),
    10_000,
    1,
    1_000_000,
  ),
  shutdown_timeout_ms: integer(
    about(
      'GUICHET_SHUTDOWN_TIMEOUT_MS',
      'shutdown-timeout-ms',
      'time that running requests get when the office closes',
    ),
    10_000,
    0,
    hour_ms,
  ),
  ...walletSettings,
} as const;

type Settings = typeof settings;
export type Config = {
  readonly [Name in keyof Settings]: Settings[Name] extends Setting<infer T> ? T : never;
};

/** What was wrong with the settings, one sentence each. No sentence holds a value of a secret. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

export interface ConfigSources {
  readonly mode: Mode;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** by flag, without the dashes; they win over the environment */
  readonly flags?: Readonly<Record<string, string | undefined>>;
}

/** Reads every setting; throws `ConfigError` that names all that is wrong. An empty text counts as unset. */
export function readConfig({ mode, env, flags = {} }: ConfigSources): Config {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, declared] of Object.entries(settings)) {
    const setting: Setting<unknown> = declared;
    const fromFlag = flags[setting.flag];
    const text = fromFlag ?? env[setting.variable];
    if (text === undefined || text.trim() === '') {
      values[name] =
        typeof setting.fallback === 'function'
          ? (setting.fallback as (mode: Mode) => unknown)(mode)
          : setting.fallback;
      continue;
    }
    const value = setting.parse(text.trim());
    if (value === undefined) problems.push(refusal(setting, text.trim(), fromFlag !== undefined));
    values[name] = value;
  }
  const config = values as unknown as Config;
  if (problems.length === 0) problems.push(...contradictions(config, mode));
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function refusal(setting: Setting<unknown>, text: string, fromFlag: boolean): string {
  const name = fromFlag ? `--${setting.flag} (${setting.variable})` : setting.variable;
  const given = setting.secret === true ? '' : `, not ${JSON.stringify(text.slice(0, 100))}`;
  return `${name} must be ${setting.allowed}${given}.`;
}

function contradictions(config: Config, mode: Mode): string[] {
  const problems = walletContradictions(config);
  if (config.port !== 0 && [...config.dialect_ports.values()].includes(config.port)) {
    problems.push(`GUICHET_DIALECT_PORTS gives a dialect the port ${config.port}, which is that of PORT.`);
  }
  if (config.header_timeout_ms > config.request_timeout_ms) {
    problems.push('GUICHET_HEADER_TIMEOUT_MS must not be more than GUICHET_REQUEST_TIMEOUT_MS.');
  }
  if (mode === 'demo' && !isLoopback(config.host)) {
    problems.push(
      'HOST must be a loopback address such as 127.0.0.1: the demo has passwords that everybody knows.',
    );
  }
  if (mode === 'serve' && config.database_url !== undefined && config.secret_key === undefined) {
    problems.push('GUICHET_SECRET_KEY must be set: all processes on one database need the same key.');
  }
  return problems;
}

/** GUICHET_ variables that no setting has: most likely misspelt, so that a command can say so. */
export function unknownVariables(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = new Set(Object.values(settings).map(({ variable }) => variable));
  return Object.keys(env).filter(
    (name) => name.startsWith('GUICHET_') && !name.startsWith('GUICHET_TEST_') && !known.has(name),
  );
}

/** One setting a paragraph: flag, variable, what for, what is allowed and what holds when nothing is said. */
export function helpText(mode: Mode): string {
  return Object.values(settings)
    .map((declared) => {
      const setting: Setting<unknown> = declared;
      const fallback = shown(setting, mode);
      return `  --${setting.flag}, ${setting.variable}\n      ${setting.help}\n      ${setting.allowed}${fallback}`;
    })
    .join('\n');
}

function shown(setting: Setting<unknown>, mode: Mode): string {
  const { fallback } = setting;
  const value: unknown =
    typeof fallback === 'function' ? (fallback as (mode: Mode) => unknown)(mode) : fallback;
  if (typeof value === 'string' || typeof value === 'number') return ` (default ${value})`;
  return typeof value === 'boolean' ? ` (default ${value ? 'on' : 'off'})` : '';
}

/** The settings as they may be printed: secrets only as set or unset. */
export function printable(config: Config): Record<string, string> {
  const out: Record<string, string> = {};
  for (const name of Object.keys(settings) as (keyof Config)[]) {
    const setting: Setting<unknown> = settings[name];
    const value = config[name];
    if (value === undefined) out[setting.variable] = '(unset)';
    else if (setting.secret === true) out[setting.variable] = '(set)';
    else if (value instanceof Map) {
      out[setting.variable] = [...value].map(([dialect, port]) => `${dialect}=${port}`).join(',');
    } else if (Array.isArray(value)) out[setting.variable] = value.join(',');
    else out[setting.variable] = `${value as string | number | boolean}`;
  }
  return out;
}

/** The base of every link: the public URL, or where we listen. Without a final slash. `port` once it is known. */
export function publicBaseUrl(config: Config, port = config.port): string {
  if (config.public_url !== undefined) return config.public_url.replace(/\/+$/, '');
  return `http://${hostInUrl(config.host)}:${port}`;
}

/** A listening address as it stands in a link: a wildcard leads to this machine. */
export function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return isIP(host) === 6 ? `[${host}]` : host;
}
