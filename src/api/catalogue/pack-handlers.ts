import { createPack, deletePackPart, packParts, updatePackPart } from '../../office/catalogue/pack.ts';
import { ownRow } from '../../office/catalogue/rows.ts';
import type { Row } from '../../store/tables.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { once } from '../once.ts';
import type { packEndpoints } from './pack-endpoints.ts';
import { requireEventOf } from './serve-resource.ts';

function partItem({ id, offer_id, minimum, maximum, position }: Row<'pack_part'>) {
  return { id, offer_id, minimum, maximum, position };
}

export function packHandlers(face: ApiFace): GroupHandlers<typeof packEndpoints> {
  const { store } = face.office;
  return {
    list_pack_parts: ({ auth, params }) =>
      store.read(async (rx) => {
        const { organizer_id } = auth;
        requireEventOf(auth, await ownRow(rx, 'price', organizer_id, params.id));
        const parts = await packParts(rx, { organizer_id, pack_price_id: params.id });
        return { items: parts.map(partItem), next_cursor: null };
      }),
    create_pack: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params, body } = handed;
        const of = { organizer_id: auth.organizer_id, pack_price_id: params.id };
        requireEventOf(auth, await ownRow(tx, 'price', auth.organizer_id, params.id));
        await createPack(tx, { ...of, parts: body.parts.map(({ ...part }) => defined(part)) });
        return { items: (await packParts(tx, of)).map(partItem) };
      }),
    delete_pack_part: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params } = handed;
        const part = await ownRow(tx, 'pack_part', auth.organizer_id, params.id);
        requireEventOf(auth, await ownRow(tx, 'price', auth.organizer_id, part.pack_price_id));
        await deletePackPart(tx, { organizer_id: auth.organizer_id, pack_part_id: params.id });
        return { deleted: true as const };
      }),
    change_pack_part: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params, body } = handed;
        const part = await ownRow(tx, 'pack_part', auth.organizer_id, params.id);
        requireEventOf(auth, await ownRow(tx, 'price', auth.organizer_id, part.pack_price_id));
        const of = { organizer_id: auth.organizer_id, pack_part_id: params.id };
        return partItem(await updatePackPart(tx, { ...of, ...body }));
      }),
  };
}

/** Without what was not given. */
export function defined<T extends object>(value: T) {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
