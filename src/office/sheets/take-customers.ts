import { normalOrNone } from '../customers/list-customers.ts';
import { findOrCreateCustomer } from '../customers/find-or-create.ts';
import { updateCustomer } from '../customers/update.ts';
import { differs, text, wrong, type TakeRow } from './row-values.ts';
import { customerFields } from './more-fields.ts';

/** Somebody known by their address: made, or brought to what the row says; an empty cell takes nothing away. */
export const takeCustomer: TakeRow = async (tx, { organizer_id }, values) => {
  const email_normal = normalOrNone(text(values, 'email'));
  if (email_normal === undefined) throw wrong('email', 'invalid_email');
  const person = Object.fromEntries(
    customerFields.flatMap(({ name }) => (values[name] === undefined ? [] : [[name, text(values, name)]])),
  );
  const known = async () =>
    tx.db
      .selectFrom('customer')
      .selectAll()
      .where('organizer_id', '=', organizer_id)
      .where('email_normal', '=', email_normal)
      .where('erased_at', 'is', null)
      .executeTakeFirst();
  const before = await known();
  if (before === undefined) {
    await findOrCreateCustomer(tx, { organizer_id, ...person });
    return 'made';
  }
  await updateCustomer(tx, { organizer_id, customer_id: before.id, ...person });
  return differs(before, await known()) ? 'changed' : 'unchanged';
};
