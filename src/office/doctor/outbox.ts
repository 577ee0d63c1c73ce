import { sql } from 'kysely';
import { subjects_max, type Check, type Subject } from './check.ts';

const limit = subjects_max + 1;
/** longer than the longest pause between two tries */
const late_ms = 6 * 3_600_000;

/** What waits to leave for other systems. */
export const outboxCheck: Check = {
  name: 'outbox',
  title: { en: 'Deliveries to other systems', fr: 'Envois vers d’autres systèmes' },
  diagnoses: {
    delivery_dead: {
      severity: 'warning',
      subject_kind: 'outbox',
      message: {
        en: 'A delivery was given up: the other system does not know of the change.',
        fr: 'Un envoi a été abandonné : l’autre système ignore le changement.',
      },
      advice: {
        en: 'See its last error, correct the cause, and send it again, or drop it: guichet outbox dead, replay, drop.',
        fr: 'Voyez sa dernière erreur, corrigez la cause, et renvoyez-le, ou renoncez-y : guichet outbox dead, replay, drop.',
      },
    },
    delivery_late: {
      severity: 'warning',
      subject_kind: 'outbox',
      message: {
        en: 'A delivery has been due for more than six hours.',
        fr: 'Un envoi est dû depuis plus de six heures.',
      },
      advice: {
        en: 'See whether the hub runs, whether the connection is enabled, and whether the other system answers.',
        fr: 'Vérifiez que le hub tourne, que la connexion est active et que l’autre système répond.',
      },
    },
  },
  async run(rx, { now, found }) {
    const dead = await sql<Subject>`
      select "id", "connection_id", "topic", "attempts", "last_error" from "outbox"
      where "dead_at" is not null and "delivered_at" is null order by "id" limit ${limit}`.execute(rx.db);
    const late = await sql<Subject>`
      select "id", "connection_id", "topic", "attempts", "last_error", "due_at" from "outbox"
      where "delivered_at" is null and "dead_at" is null and "due_at" <= ${now - late_ms}
      order by "id" limit ${limit}`.execute(rx.db);
    return [...found('delivery_dead', dead.rows), ...found('delivery_late', late.rows)];
  },
};
