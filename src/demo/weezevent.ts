import { setProfile } from '../office/catalogue/organizer-profile.ts';
import type { Tx } from '../store/transaction.ts';
import { openWeezeventCatalogue } from './weezevent-catalogue.ts';
import { sellWeezeventPast } from './weezevent-sales.ts';

/** Everything that the examples of reference/weezevent-api.txt ask for. */
export async function openWeezevent(
  tx: Tx,
  place: { readonly organizer_id: number; readonly zone: string },
): Promise<void> {
  await setProfile(tx, {
    organizer_id: place.organizer_id,
    profile: {
      organization_name: 'Parc de la Luge',
      first_name: 'Camille',
      last_name: 'Perrin',
      address: 'Route de la Dôle',
      zip_code: '39220',
      city: 'Les Rousses',
      country: 'FR',
      phone: '0300000000',
      email: 'contact@parc-de-la-luge.example',
    },
  });
  await openWeezeventCatalogue(tx, place);
  await sellWeezeventPast(tx, place);
}
