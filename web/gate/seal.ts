/**
 * What a device keeps is sealed with keys that no script can read out of the browser. What is looked up by is kept as a mark
 * of it (HMAC): whoever reads the files of a lost phone finds neither names nor codes.
 */
export interface Keys {
  readonly seal: CryptoKey;
  readonly mark: CryptoKey;
}

const iv_bytes = 12;
/** 96 bits of a mark: two of a million tickets do not meet */
const mark_bytes = 12;

export async function newKeys(): Promise<Keys> {
  const [seal, mark] = await Promise.all([
    crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
    crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
  ]);
  return { seal, mark };
}

export async function sealed({ seal }: Keys, value: unknown): Promise<Uint8Array> {
  const iv = crypto.getRandomValues(new Uint8Array(iv_bytes));
  const text = new TextEncoder().encode(JSON.stringify(value));
  const hidden = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, seal, text);
  const bytes = new Uint8Array(iv_bytes + hidden.byteLength);
  bytes.set(iv);
  bytes.set(new Uint8Array(hidden), iv_bytes);
  return bytes;
}

export async function opened({ seal }: Keys, bytes: Uint8Array): Promise<unknown> {
  const iv = bytes.slice(0, iv_bytes);
  const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, seal, bytes.slice(iv_bytes));
  return JSON.parse(new TextDecoder().decode(text)) as unknown;
}

export async function markOf({ mark }: Keys, text: string): Promise<string> {
  const digest = await crypto.subtle.sign('HMAC', mark, new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(digest).slice(0, mark_bytes)));
}
