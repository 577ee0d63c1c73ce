import { at, flag, int, json, table, text } from '../column.ts';

/** Control points, devices, and every attempt to enter. */
export const gateTables = {
  control_point: table(
    {
      id: int(),
      organizer_id: int(),
      event_id: int().nullable.ref('event'),
      name: text(),
      /** in, out, both */
      direction: text().default('in'),
      settings: json().default('{}'),
      deleted_at: at().nullable,
    },
    { index: [['organizer_id']] },
  ),
  /** The prices a control point lets through; none: all. */
  control_point_price: table(
    { control_point_id: int().ref('control_point'), price_id: int().ref('price') },
    { key: ['control_point_id', 'price_id'] },
  ),
  device: table(
    {
      id: int(),
      organizer_id: int(),
      control_point_id: int().nullable.ref('control_point'),
      credential_id: int().nullable,
      /** the login's token by which it calls, where one credential serves several devices */
      access_token_id: int().nullable,
      /** the token of a device that joined by a code, hashed */
      token_hash: text().nullable,
      /** gate or counter, of domain/roles.ts: what a device with a token of its own may do */
      role: text().default('gate'),
      name: text(),
      settings: json().default('{}'),
      joined_at: at(),
      seen_at: at().nullable,
      revoked_at: at().nullable,
    },
    {
      index: [
        ['organizer_id'],
        { on: ['token_hash'], unique: true, where: { column: 'token_hash', is: 'not null' } },
      ],
    },
  ),
  /** One attempt, whatever came of it. Never changed but for a person's word on a conflict. */
  scan: table(
    {
      id: int(),
      organizer_id: int(),
      /** in no index of all scans: those of a ticket are found by `scanIdsOf` */
      ticket_id: int().nullable,
      entitlement_id: int().nullable,
      event_id: int().nullable,
      session_id: int().nullable,
      control_point_id: int().nullable,
      code: text(),
      /** in or out */
      direction: text(),
      /** admitted, refused, conflict, reported */
      outcome: text(),
      /** the rung of domain/admission.ts that refused */
      refusal: text().nullable,
      /** 1: staff let it pass against the ladder */
      forced: flag(),
      /** gate, or the dialect that reported it */
      source: text(),
      connection_id: int().nullable,
      device: text().default(''),
      /** the device's own number of the attempt: sent again, it is the same attempt */
      nonce: text().nullable,
      operator: text().default('').personal,
      note: text().default('').personal,
      /** by the device's clock */
      scanned_at: at(),
      received_at: at(),
      resolved_at: at().nullable,
      resolution: text().nullable,
      /** the one before it that changed the same entitlement, 0: none was; null: this one changed none */
      earlier_scan_id: int().nullable,
    },
    {
      index: [
        // entries are found from the entitlement
        { on: ['ticket_id'], where: { column: 'earlier_scan_id', is: 'null' } },
        { on: ['organizer_id', 'device', 'nonce'], unique: true, where: { column: 'nonce', is: 'not null' } },
        ['organizer_id', 'received_at'],
        { on: ['organizer_id', 'id'], where: { column: 'outcome', equals: 'conflict' } },
      ],
    },
  ),
};
