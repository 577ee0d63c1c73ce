import type { OfferView } from '../../../office/catalogue/list-offers.ts';
import type { EventRow } from '../shapes.ts';

type SalesStatus = EventRow['sales_status'];

/** 1 and 2 are the document's; the others are ours, since it prints no more. */
const statuses = {
  on_sale: { id_status: 1, libelle_status: 'Vente en cours' },
  not_yet: { id_status: 2, libelle_status: 'Bientôt en vente' },
  over: { id_status: 3, libelle_status: 'Vente terminée' },
  sold_out: { id_status: 4, libelle_status: 'Complet' },
  draft: { id_status: 5, libelle_status: 'Non publié' },
  cancelled: { id_status: 6, libelle_status: 'Annulé' },
} as const satisfies Record<string, SalesStatus>;

/** Of an event, by what of it can be bought now. */
export function salesStatusOf(event_status: string, offers: readonly OfferView[]): SalesStatus {
  if (event_status === 'draft') return statuses.draft;
  if (event_status === 'cancelled') return statuses.cancelled;
  const open = offers.filter((offer) => offer.sale_state === 'on_sale');
  if (open.some((offer) => offer.left === null || offer.left > 0)) return statuses.on_sale;
  if (open.length > 0) return statuses.sold_out;
  return offers.some((offer) => offer.sale_state === 'not_yet') ? statuses.not_yet : statuses.over;
}
