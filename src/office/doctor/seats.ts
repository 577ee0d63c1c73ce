import { sql } from 'kysely';
import { stretch_bits } from '../selling/seat-stretches.ts';
import { subjects_max, type Check, type Subject } from './check.ts';

const limit = subjects_max + 1;

/** Seats sold in sessions, one to one with living tickets. */
export const seatsCheck: Check = {
  name: 'seats',
  title: { en: 'Seats and their tickets', fr: 'Sièges et leurs billets' },
  diagnoses: {
    seat_held_by_nobody: {
      severity: 'error',
      subject_kind: 'place',
      message: {
        en: 'A seat is taken in a session, but no living ticket sits on it.',
        fr: 'Un siège est pris pour une séance, mais aucun billet en cours ne l’occupe.',
      },
      advice: {
        en: 'Delete its row of place_sale, and the seat can be sold again.',
        fr: 'Supprimez sa ligne de place_sale : le siège peut être vendu à nouveau.',
      },
    },
    seat_not_taken: {
      severity: 'error',
      subject_kind: 'ticket',
      message: {
        en: 'A living ticket has a seat that is not taken for it: the seat may be sold twice.',
        fr: 'Un billet en cours porte un siège qui n’est pas pris pour lui : il peut être vendu deux fois.',
      },
      advice: {
        en: 'See who else has the seat; move one of them, or enter the row in place_sale.',
        fr: 'Cherchez qui d’autre a ce siège ; déplacez l’un des deux, ou ajoutez la ligne dans place_sale.',
      },
    },
    seat_count_wrong: {
      severity: 'error',
      subject_kind: 'zone',
      message: {
        en: 'A stretch of a zone is counted to have more or fewer seats sold in a session than it has: whoever asks for the best seats may be given others.',
        fr: 'Une partie de zone compte plus ou moins de sièges vendus pour une séance qu’elle n’en a : les meilleurs sièges demandés peuvent être d’autres.',
      },
      advice: {
        en: 'Set taken in its row of seat_stretch to the seats sold.',
        fr: 'Mettez taken, dans sa ligne de seat_stretch, au nombre de sièges vendus.',
      },
    },
  },
  async run(rx, { found }) {
    const miscounted = await sql<Subject>`
      select "zone_id" as "id", "session_id", "stretch", sum("sold") as "sold", sum("taken") as "taken" from (
        select s."session_id", p."zone_id", p."rank" >> ${sql.lit(stretch_bits)} as "stretch", 1 as "sold", 0 as "taken"
        from "place_sale" s join "place" p on p."id" = s."place_id"
        union all
        select "session_id", "zone_id", "stretch", 0, "taken" from "seat_stretch"
      ) counted
      group by "session_id", "zone_id", "stretch" having sum("sold") <> sum("taken")
      order by "session_id", "zone_id", "stretch" limit ${limit}`.execute(rx.db);
    const nobody = await sql<Subject>`
      select s."place_id" as "id", s."session_id", s."ticket_id" from "place_sale" s
      left join "ticket" t on t."id" = s."ticket_id" and t."state" in ('held', 'valid')
        and t."session_id" = s."session_id" and t."place_id" = s."place_id"
      where t."id" is null order by s."session_id", s."place_id" limit ${limit}`.execute(rx.db);
    // a sale made elsewhere may name a seat that was sold here: an alarm says so
    const loose = await sql<Subject>`
      select t."id", t."session_id", t."place_id" from "ticket" t
      join "place" p on p."id" = t."place_id" and p."kind" = 'seat'
      left join "place_sale" s on s."session_id" = t."session_id" and s."place_id" = t."place_id"
      where t."state" in ('held', 'valid') and t."session_id" is not null
        and (s."ticket_id" is null or s."ticket_id" <> t."id")
        and not exists (
          select 1 from "alarm" a where a."organizer_id" = t."organizer_id" and a."code" = 'overbooked'
            and a."subject_id" = t."place_id" and a."cleared_at" is null)
      order by t."id" limit ${limit}`.execute(rx.db);
    return [
      ...found('seat_held_by_nobody', nobody.rows),
      ...found('seat_not_taken', loose.rows),
      ...found('seat_count_wrong', miscounted.rows),
    ];
  },
};
