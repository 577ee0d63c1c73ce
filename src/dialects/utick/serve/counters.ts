import { Fault } from '../../../domain/faults.ts';
import { listCounters, listPaymentModes } from '../../../office/counter/list-counters.ts';
import type { Office } from '../../../office/office.ts';
import type { Caller } from './caller.ts';
import { pageIn, type Paging } from './envelope.ts';
import { local, Shown } from './ids.ts';

export function listAll(office: Office, caller: Caller, filter: Paging) {
  return office.store.read(async (rx) => {
    const rows = await listCounters(rx, caller.organizer.id);
    const shown = await new Shown(rx, caller.organizer.id).load(
      'counter',
      rows.map(({ id }) => id),
    );
    return pageIn(rows, filter).map(({ id, name }) => ({ id: shown.of('counter', id), label: name }));
  });
}

export function read(office: Office, caller: Caller, id: string) {
  return office.store.read(async (rx) => {
    const counter_id = await local(rx, caller.organizer.id, 'counter', id);
    const row = (await listCounters(rx, caller.organizer.id)).find((one) => one.id === counter_id);
    if (row === undefined) throw new Fault('not_found', { kind: 'counter' });
    const shown = await new Shown(rx, caller.organizer.id).load('counter', [row.id]);
    return { id: shown.of('counter', row.id), label: row.name };
  });
}

export function listMethods(office: Office, caller: Caller, filter: Paging) {
  return office.store.read(async (rx) => {
    const rows = await listPaymentModes(rx, caller.organizer.id);
    const shown = await new Shown(rx, caller.organizer.id).load(
      'payment_mode',
      rows.map(({ id }) => id),
    );
    return pageIn(rows, filter).map(({ id, name, method }) => ({
      id: shown.of('payment_mode', id),
      label: name,
      typelabel: method,
    }));
  });
}

export function readMethod(office: Office, caller: Caller, id: string) {
  return office.store.read(async (rx) => {
    const mode_id = await local(rx, caller.organizer.id, 'payment_mode', id);
    const row = (await listPaymentModes(rx, caller.organizer.id)).find((one) => one.id === mode_id);
    if (row === undefined) throw new Fault('not_found', { kind: 'payment method' });
    const shown = await new Shown(rx, caller.organizer.id).load('payment_mode', [row.id]);
    return { id: shown.of('payment_mode', row.id), label: row.name, typelabel: row.method };
  });
}
