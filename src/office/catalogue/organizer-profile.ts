import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import type { Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { organizerOf, updateOrganizer } from './organizer.ts';

/** How an organizer can be reached, and who answers; all of it is shown to the public. */
export const profileFields = [
  'organization_name',
  'first_name',
  'last_name',
  'address',
  'zip_code',
  'city',
  'province',
  'country',
  'phone',
  'cell_phone',
  'fax',
  'email',
  'website',
  'blog',
] as const;

export type OrganizerProfile = Readonly<Record<(typeof profileFields)[number], string>>;

/** Every field, empty where nothing is known; the name and the country are the organizer's own unless told otherwise. */
export function profileOf(
  organizer: Pick<Row<'organizer'>, 'name' | 'country' | 'profile'>,
): OrganizerProfile {
  const kept = JSON.parse(organizer.profile) as Readonly<Record<string, unknown>>;
  const given = (field: string): string => {
    const value = kept[field];
    return typeof value === 'string' ? value : '';
  };
  const profile = Object.fromEntries(profileFields.map((field) => [field, given(field)])) as OrganizerProfile;
  return {
    ...profile,
    organization_name: Object.hasOwn(kept, 'organization_name') ? given('organization_name') : organizer.name,
    country: given('country') || organizer.country,
  };
}

/** Sets what is given; an empty text takes a field back. Throws `invalid_input` with the field, `not_found`. */
export async function setProfile(
  tx: Tx,
  input: { readonly organizer_id: number; readonly profile: Partial<OrganizerProfile> },
): Promise<OrganizerProfile> {
  const { organizer_id } = input;
  const organizer = await organizerOf(tx, organizer_id);
  for (const [field, value] of Object.entries(input.profile)) {
    if (!(profileFields as readonly string[]).includes(field)) throw new Fault('invalid_input', { field });
    if (value.length > limits.title_chars_max)
      throw new Fault('invalid_input', { field, reason: 'too long' });
  }
  const country = input.profile.country ?? '';
  if (country !== '' && !/^[A-Z]{2}$/.test(country))
    throw new Fault('invalid_input', { field: 'country', reason: 'two capital letters' });
  const kept = { ...(JSON.parse(organizer.profile) as object), ...input.profile };
  return profileOf(await updateOrganizer(tx, { organizer_id, profile: JSON.stringify(kept) }));
}
