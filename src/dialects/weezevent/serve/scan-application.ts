import { clientSettings, setClientSettings } from '../../../office/access/client-settings.ts';
import { actorOf, requireScope } from '../../../office/access/principal.ts';
import { nameControlPoint } from '../../../office/admission/name-device.ts';
import type { Office } from '../../../office/office.ts';
import { servedId } from '../../../office/served-ids/served-ids.ts';
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

export async function setScanSettings(
  office: Office,
  caller: Caller,
  settings: Readonly<Record<string, string>>,
): Promise<{ settings: Record<string, string> }> {
  requireScope(caller, 'scan');
  const stored = await office.store.write(actorOf(caller), (tx) =>
    setClientSettings(tx, { principal: caller, settings }),
  );
  return { settings: { ...defaults, ...stored } };
}

/** The application is known by its token. A login of several organizers names a control point of each, and is told the first. */
export function nameScanUser(office: Office, caller: Caller, name: string): Promise<{ id: string }> {
  requireScope(caller, 'scan');
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
