import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { createEventCategory } from './event.ts';

const categories_max = 5_000;

/** The catalogue that all organizers share, by id. */
export function listEventCategories(rx: Rx): Promise<Row<'event_category'>[]> {
  return rx.db.selectFrom('event_category').selectAll().orderBy('id').limit(categories_max).execute();
}

/** Names in French, and in English. */
const usual: readonly (readonly [name: string, name_other: string])[] = [
  ['Concert', 'Concert'],
  ['Festival', 'Festival'],
  ['Théâtre', 'Theatre'],
  ['Spectacle', 'Show'],
  ['Danse', 'Dance'],
  ['Humour', 'Comedy'],
  ['Cirque', 'Circus'],
  ['Opéra et musique classique', 'Opera and classical music'],
  ['Soirée clubbing', 'Club night'],
  ['Exposition et musée', 'Exhibition and museum'],
  ['Visite guidée', 'Guided tour'],
  ['Parc et loisirs', 'Park and leisure'],
  ['Salon et foire', 'Fair'],
  ['Conférence et séminaire', 'Conference'],
  ['Formation et atelier', 'Training and workshop'],
  ['Sport', 'Sport'],
  ['Course et randonnée', 'Race and hike'],
  ['Gastronomie', 'Food and drink'],
  ['Jeune public', 'Children'],
  ['Vie associative', 'Associations'],
  ['Don', 'Donation'],
  ['Autre', 'Other'],
];

/** Fills a catalogue that is empty with the usual kinds; one that somebody has made stays as it is. Gives how many. */
export async function putUsualCategories(tx: Tx, input: { readonly organizer_id: number }): Promise<number> {
  const [any] = await listEventCategories(tx);
  if (any !== undefined) return 0;
  for (const [name, name_other] of usual)
    await createEventCategory(tx, { organizer_id: input.organizer_id, name, name_other });
  return usual.length;
}
