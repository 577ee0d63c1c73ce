import { formatLocalDate, parseLocal } from '../domain/local-time.ts';
import { createEvent } from '../office/catalogue/event.ts';
import { openHall } from '../office/catalogue/open-hall.ts';
import { createPrice } from '../office/catalogue/price.ts';
import { putOnSale } from '../office/catalogue/put-on-sale.ts';
import { createSession, updateSession } from '../office/catalogue/session.ts';
import type { Tx } from '../store/transaction.ts';
import { workshopBefore, workshop_name } from './theatre-extras.ts';

const day_ms = 86_400_000;
const ahead_days = 30;
const moved_when_nearer_than_days = 7;
const vat_bp = 550;
const event_name = 'Soirée au Théâtre de la Place';

/** What else is sold at the theatre is made from these. */
export interface Theatre {
  readonly event_id: number;
  readonly session_id: number;
  readonly venue_id: number | null;
  readonly stalls_zone_id: number;
  /** the full price in the stalls */
  readonly stalls_offer_id: number;
  readonly evening: { readonly starts_at: number; readonly ends_at: number };
}

/** A theatre with numbered seats and a place to stand, and one evening in it. */
export async function openTheatre(tx: Tx, input: { organizer_id: number; zone: string }): Promise<Theatre> {
  const { organizer_id, zone } = input;
  const rows = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'].map((label) => ({ label, seats: 14 }));
  const hall = await openHall(tx, {
    organizer_id,
    venue: {
      name: 'Théâtre de la Place',
      address_1: '1 place du Théâtre',
      zip_code: '39220',
      city: 'Les Rousses',
      country: 'FR',
    },
    hall: { name: 'Grande salle' },
    zones: [
      { code: 'ORCH', name: 'Orchestre', color: '#7f1d1d', rows },
      {
        code: 'BALC',
        name: 'Balcon',
        color: '#1e3a8a',
        rows: [
          { label: 'A', seats: 20 },
          { label: 'B', seats: 20 },
        ],
      },
      { code: 'PROM', name: 'Promenoir', color: '#14532d', area: { capacity: 200 } },
    ],
  });
  const event_id = await createEvent(tx, {
    organizer_id,
    name: event_name,
    venue_id: hall.venue_id,
    status: 'published',
  });
  const evening = eveningAhead(tx.now, zone);
  const session_id = await createSession(tx, {
    organizer_id,
    event_id,
    hall_id: hall.hall_id,
    venue_id: hall.venue_id,
    name: event_name,
    ...evening,
  });
  const zoneOf = (code: string) =>
    hall.zones.filter((each) => each.code === code).map(({ zone_id }) => zone_id);
  const price = (name: string, amount: number, code: string, product_type: string) =>
    createPrice(tx, { organizer_id, event_id, name, amount, code, vat_bp, product_type });
  const full = await price('Plein tarif', 2800, 'TH-PLEIN', 'numbered_seat');
  const reduced = await price('Tarif réduit', 1900, 'TH-REDUIT', 'numbered_seat');
  const standing = await price('Promenoir', 1200, 'TH-PROM', 'seat');
  const { offers } = await putOnSale(tx, {
    organizer_id,
    session_id,
    prices: [
      { price_id: full, zone_ids: [...zoneOf('ORCH'), ...zoneOf('BALC')] },
      { price_id: reduced, zone_ids: [...zoneOf('ORCH'), ...zoneOf('BALC')] },
      { price_id: standing, zone_ids: zoneOf('PROM') },
    ],
  });
  const [stalls_zone_id = 0] = zoneOf('ORCH');
  const stalls = offers.find((offer) => offer.price_id === full && offer.zone_id === stalls_zone_id);
  const { venue_id } = hall;
  return { event_id, session_id, venue_id, stalls_zone_id, stalls_offer_id: stalls?.offer_id ?? 0, evening };
}

/** 20:00 of the day a month ahead. */
function eveningAhead(now: number, zone: string) {
  const date = formatLocalDate(now + ahead_days * day_ms, zone);
  const at = (time: string) => parseLocal(`${date} ${time}`, zone);
  return {
    starts_at: at('20:00:00'),
    ends_at: at('22:30:00'),
    doors_open_at: at('19:00:00'),
    doors_close_at: at('22:30:00'),
  };
}

/** Moves the evening a month ahead again once it is less than a week away, so that a demo that is kept stays on sale. */
export async function keepTheatreAhead(
  tx: Tx,
  input: { organizer_id: number; zone: string },
): Promise<boolean> {
  const { organizer_id, zone } = input;
  const sessions = await tx.db
    .selectFrom('session')
    .innerJoin('event', 'event.id', 'session.event_id')
    .select(['session.id', 'session.starts_at', 'event.name'])
    .where('session.organizer_id', '=', organizer_id)
    .where('event.name', 'in', [event_name, workshop_name])
    .execute();
  const near = sessions.filter(({ starts_at }) => starts_at - tx.now <= moved_when_nearer_than_days * day_ms);
  for (const { id: session_id, name } of near) {
    const evening = eveningAhead(tx.now, zone);
    const when = name === workshop_name ? workshopBefore(evening) : evening;
    await updateSession(tx, { organizer_id, session_id, ...when });
  }
  return near.length > 0;
}
