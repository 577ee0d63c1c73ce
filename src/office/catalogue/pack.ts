import { Fault } from '../../domain/faults.ts';
import { isMainProduct } from '../../domain/pricing.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import { abridged, changeRow, ownRow, removeRow, type Patch } from './rows.ts';
import { assertFields } from './fields.ts';

const parts_max = 100;

export interface NewPackPart {
  readonly offer_id: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly position?: number;
}

/**
 * Says what a pack (or a subscription) is made of: offers of the same organizer, how many of each. The pack itself is
 * sold through an offer of its price. Returns the ids of the parts, in their order.
 */
export async function createPack(
  tx: Tx,
  input: { organizer_id: number; pack_price_id: number; parts: readonly NewPackPart[] },
): Promise<number[]> {
  const { organizer_id, pack_price_id, parts } = input;
  const price = await ownRow(tx, 'price', organizer_id, pack_price_id);
  if (!isMainProduct(price.product_type)) {
    throw new Fault('invalid_input', { field: 'pack_price_id', reason: 'neither a pack nor a subscription' });
  }
  if (parts.length === 0 || parts.length > parts_max) {
    throw new Fault('invalid_input', { field: 'parts', parts_max });
  }
  const ids: number[] = [];
  for (const [index, part] of parts.entries()) {
    const { offer_id, minimum = 1, maximum = Math.max(1, minimum), position = index } = part;
    const offer = await ownRow(tx, 'offer', organizer_id, offer_id);
    if (offer.price_id === pack_price_id)
      throw new Fault('invalid_input', { field: 'parts', reason: 'a circle' });
    assertFields('pack_part', { minimum, maximum, position });
    const id = await tx.id();
    await tx.db
      .insertInto('pack_part')
      .values({ id, organizer_id, pack_price_id, offer_id, minimum, maximum, position })
      .execute();
    ids.push(id);
  }
  await recordChange(tx, {
    organizer_id,
    action: 'pack.created',
    subject_kind: 'price',
    subject_id: pack_price_id,
    after: { parts: parts.map((part) => abridged({ ...part })) },
  });
  return ids;
}

export async function updatePackPart(
  tx: Tx,
  input: { organizer_id: number; pack_part_id: number } & Patch<'pack_part', 'pack_price_id' | 'offer_id'>,
): Promise<Row<'pack_part'>> {
  const { organizer_id, pack_part_id, ...patch } = input;
  return changeRow(tx, 'pack_part', await ownRow(tx, 'pack_part', organizer_id, pack_part_id), patch);
}

/** The pack has it no more; packs that were sold keep what they were sold with. The last part stays: throws `in_use`. */
export async function deletePackPart(
  tx: Tx,
  input: { organizer_id: number; pack_part_id: number },
): Promise<void> {
  const { organizer_id, pack_part_id } = input;
  const { pack_price_id } = await ownRow(tx, 'pack_part', organizer_id, pack_part_id);
  const parts = await packParts(tx, { organizer_id, pack_price_id });
  if (parts.length === 1) throw new Fault('in_use', { kind: 'pack_part', reason: 'the last of its pack' });
  await removeRow(tx, 'pack_part', organizer_id, pack_part_id);
}

/** The parts of a pack, in their order. */
export async function packParts(
  rx: Rx,
  input: { organizer_id: number; pack_price_id: number },
): Promise<Row<'pack_part'>[]> {
  return rx.db
    .selectFrom('pack_part')
    .selectAll()
    .where('pack_price_id', '=', input.pack_price_id)
    .where('organizer_id', '=', input.organizer_id)
    .orderBy('position')
    .orderBy('id')
    .limit(parts_max)
    .execute();
}
