import type { Holder } from '../../../office/selling/sale.ts';
import type { BasketChange } from '../inputs.ts';

/** Guest fields that Guichet keeps beside the holder's name, and how it calls them. */
const kept = {
  client_middlename: 'middle_name',
  organization_name: 'organization_name',
  legal_name: 'legal_name',
  work_position: 'work_position',
  inn: 'inn',
  kpp: 'kpp',
} as const;

export type Guest = Omit<BasketChange, 'multiprice_code' | 'ticket_original_price' | 'discount_value'>;

/** Who enters, as far as the client said so; undefined: not a word. `known` is the metadata as it was. */
export function holderOf(guest: Guest, known: Readonly<Record<string, unknown>> = {}): Holder | undefined {
  const more = Object.entries(kept).flatMap(([name, field]) => {
    const value = guest[name as keyof typeof kept];
    return value === undefined ? [] : [[field, value ?? ''] as const];
  });
  const holder = {
    first_name: orBlank(guest.client_name),
    last_name: orBlank(guest.client_surname),
    email: orBlank(guest.client_email),
    phone: orBlank(guest.client_phone),
    metadata: more.length === 0 ? undefined : { ...known, ...Object.fromEntries(more) },
  };
  return Object.values(holder).every((value) => value === undefined) ? undefined : holder;
}

/** null empties a field, what is left out stays. */
function orBlank(value: string | null | undefined): string | undefined {
  return value === undefined ? undefined : (value ?? '').trim();
}
