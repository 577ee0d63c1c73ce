import { BlockList, isIP } from 'node:net';

/** What a setting is made of, and what the texts of settings may be. */

/** `serve` is production; `demo` is the sandbox on a loopback address; `tool` is any other command. */
export type Mode = 'serve' | 'demo' | 'tool';

export interface Setting<T> {
  readonly variable: string;
  /** without the dashes */
  readonly flag: string;
  /** what it is for, in a few words */
  readonly help: string;
  /** what a value has to be: follows "must be" in a refusal */
  readonly allowed: string;
  /** never printed, whatever happens */
  readonly secret?: boolean;
  readonly fallback: T | ((mode: Mode) => T);
  /** undefined for a text that is not allowed */
  readonly parse: (text: string) => T | undefined;
}

type Words = Pick<Setting<unknown>, 'variable' | 'flag' | 'help' | 'secret'>;

export function integer(words: Words, fallback: number, min: number, max: number): Setting<number> {
  return {
    ...words,
    allowed: `a whole number from ${min} to ${max}`,
    fallback,
    parse: (text) => {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max ? value : undefined;
    },
  };
}

export function words(
  about: Words,
  fallback: string,
  allowed: string,
  fits: (text: string) => boolean,
): Setting<string> {
  return { ...about, allowed, fallback, parse: (text) => (fits(text) ? text : undefined) };
}

export function maybe(
  about: Words,
  allowed: string,
  fits: (text: string) => boolean,
): Setting<string | undefined> {
  return { ...about, allowed, fallback: undefined, parse: (text) => (fits(text) ? text : undefined) };
}

export function choice<const T extends string>(about: Words, fallback: T, values: readonly T[]): Setting<T> {
  return {
    ...about,
    allowed: `one of ${values.join(', ')}`,
    fallback,
    parse: (text) => values.find((value) => value === text),
  };
}

export function onOff(about: Words, fallback: (mode: Mode) => boolean): Setting<boolean> {
  const values = new Map([
    ...['on', 'true', 'yes', '1'].map((text) => [text, true] as const),
    ...['off', 'false', 'no', '0'].map((text) => [text, false] as const),
  ]);
  return { ...about, allowed: 'on or off', fallback, parse: (text) => values.get(text.toLowerCase()) };
}

export const about = (variable: string, flag: string, help: string): Words => ({ variable, flag, help });
export const hidden = (variable: string, flag: string, help: string): Words => ({
  ...about(variable, flag, help),
  secret: true,
});

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether only this machine reaches the address. Takes `localhost` and IPv4 in IPv6 too. */
export function isLoopback(address: string): boolean {
  if (address.toLowerCase() === 'localhost') return true;
  const version = isIP(address);
  return version !== 0 && loopback.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/** 32 bytes that somebody rolled dice for: not a text, not a pattern, as the keys of examples are. */
export function isSecretKey(text: string): boolean {
  const hex = /^[0-9a-f]{64}$/i.test(text);
  if (!hex && !/^[\w+/-]{43}=?$/.test(text)) return false;
  const bytes = Buffer.from(text, hex ? 'hex' : 'base64');
  // 32 random bytes have 30 different ones on average, and fewer than 20 practically never
  const readable = bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  return (
    bytes.length === 32 && new Set(bytes).size >= 20 && !readable && !/demo|example|change.?me/i.test(text)
  );
}

export function protocolOf(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : '';
}

export function isPublicUrl(text: string): boolean {
  if (!/^https?:$/.test(protocolOf(text))) return false;
  const url = new URL(text);
  // the pages name their parts from the root
  return (
    url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === ''
  );
}

export function listOf(text: string, fits: (part: string) => boolean): string[] | undefined {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts.every(fits) ? parts : undefined;
}

export function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

export function parseDialectPorts(text: string): ReadonlyMap<string, number> | undefined {
  const ports = new Map<string, number>();
  for (const pair of text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')) {
    const match = /^([a-z][a-z0-9-]*)=(\d{1,5})$/.exec(pair);
    const [name, port] = [match?.[1], Number(match?.[2])];
    if (name === undefined || port > 65_535 || ports.has(name)) return undefined;
    if (port !== 0 && [...ports.values()].includes(port)) return undefined;
    ports.set(name, port);
  }
  return ports;
}
