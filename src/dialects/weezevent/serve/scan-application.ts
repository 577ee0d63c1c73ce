import { compileCheck } from '../../../contract/check.ts';
import { isObject, type Body, type Incoming } from '../../../contract/incoming.ts';
import { Fault } from '../../../domain/faults.ts';
import { limits } from '../../../domain/limits.ts';
import { clientSettings, setClientSettings } from '../../../office/access/client-settings.ts';
import { actorOf, requireScope } from '../../../office/access/principal.ts';
import { keptText } from '../../../office/admission/codes.ts';
import { nameControlPoint } from '../../../office/admission/name-device.ts';
import type { Office } from '../../../office/office.ts';
import { servedId } from '../../../office/served-ids/served-ids.ts';
import { TextMap } from '../wire.ts';
import type { Caller } from './caller.ts';
import { dialect } from './reach.ts';

/** What a scanner application finds before it has stored anything (weezevent-api.txt, "GET /scan/settings"). */
const defaults: Readonly<Record<string, string>> = {
  sync_interval: '120',
  scan_device: '',
  scan_focus: '0',
  scan_mode: '0',
  scan_vibration: '0',
  scan_sound: '0',
};

export function scanSettings(caller: Caller): { settings: Record<string, string> } {
  return { settings: { ...defaults, ...clientSettings(caller.settings) } };
}

const map = compileCheck(TextMap);
const credentials = new Set(['access_token', 'api_key', 'settings']);

/**
 * Settings that stand as fields by themselves, as the fields of the document's other forms do: those of the body, and of the
 * query those that the document names; where the body has none, all of the query but what browsers send along. Throws
 * `invalid_input` for one that is no name or no plain value.
 */
export function fieldsOf({ body, query }: Incoming): Record<string, string> {
  const own = fieldsOfBody(body).filter(([name]) => !credentials.has(name));
  const bare = own.length === 0 && !isGiven(body, 'settings') && query.children?.has('settings') !== true;
  const asked = [...(query.children ?? [])]
    .filter(([name]) => (bare ? !credentials.has(name) && !browsers_own.test(name) : name in defaults))
    .map(([name, node]) => [name, node.text] as const);
  return Object.fromEntries([...asked, ...own].map(([name, value]) => [name, plainText(name, value)]));
}

const browsers_own = /^(_|utm_)/;

function fieldsOfBody(body: Body): (readonly [name: string, value: unknown])[] {
  if (body.kind === 'form') return [...(body.form.children ?? [])].map(([name, node]) => [name, node.text]);
  return body.kind === 'json' && isObject(body.value) ? Object.entries(body.value) : [];
}

const isGiven = (body: Body, name: string): boolean =>
  body.kind === 'form'
    ? body.form.children?.has(name) === true
    : body.kind === 'json' && isObject(body.value) && name in body.value;

function plainText(name: string, value: unknown): string {
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof text === 'string' && map.fits({ [name]: text })) return text;
  throw new Fault('invalid_input', {
    field: /^[\w.-]{1,60}$/.test(name) ? name : '',
    reason: 'not a setting',
  });
}

export async function setScanSettings(
  office: Office,
  caller: Caller,
  settings: Readonly<Record<string, string>>,
): Promise<{ settings: Record<string, string> }> {
  requireScope(caller, 'scan');
  if (Object.keys(settings).length === 0)
    throw new Fault('invalid_input', { field: 'settings', reason: 'nothing to be stored' });
  const stored = await office.store.write(actorOf(caller), (tx) =>
    setClientSettings(tx, { principal: caller, settings }),
  );
  return { settings: { ...defaults, ...stored } };
}

/** The application is known by its token. A login of several organizers names a control point of each, and is told the first. */
export function nameScanUser(office: Office, caller: Caller, user: string): Promise<{ id: string }> {
  requireScope(caller, 'scan');
  const name = keptText(user, limits.title_chars_max).trim();
  if (name === '') throw new Fault('invalid_input', { field: 'user', reason: 'must not be blank' });
  const { credential_id, access_token_id } = caller;
  return office.store.write(actorOf(caller), async (tx) => {
    const ids: string[] = [];
    for (const organizer_id of caller.organizer_ids) {
      const { control_point_id } = await nameControlPoint(tx, {
        organizer_id,
        name,
        credential_id,
        access_token_id,
      });
      ids.push(
        await servedId(tx, { organizer_id, dialect, kind: 'control_point', local_id: control_point_id }),
      );
    }
    return { id: ids[0] ?? '0' };
  });
}
