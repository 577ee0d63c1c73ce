import type { InjectOptions } from 'fastify';

interface Way {
  readonly name: string;
  readonly query: string;
  readonly options: InjectOptions;
}

/** The five ways in which clients log in (wire-notes.md, "Weezevent"). */
export function loginWays(of: { username: string; password: string; api_key: string }): Way[] {
  const { username, password, api_key } = of;
  const form = new URLSearchParams({ username, password, api_key }).toString();
  const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' };
  const part = (name: string, value: string) =>
    `--limit\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const parts = Object.entries({ username, password, api_key }).map(([name, value]) => part(name, value));
  return [
    { name: 'form', query: '', options: { method: 'POST', headers: urlencoded, payload: `&${form}` } },
    { name: 'query with an empty body', query: `?${form}`, options: { method: 'POST' } },
    {
      name: 'both',
      query: `?api_key=${encodeURIComponent(api_key)}`,
      options: { method: 'POST', headers: urlencoded, payload: form },
    },
    {
      name: 'multipart',
      query: '',
      options: {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=limit' },
        payload: `${parts.join('')}--limit--\r\n`,
      },
    },
    { name: 'GET', query: `/?${form}`, options: { method: 'GET' } },
  ];
}
