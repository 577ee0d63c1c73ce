/**
 * The ids under which a dialect shows things. What came from a vendor keeps that vendor's id (a row, "fixed"); what was
 * born here shows its own id moved into a range that vendors do not reach, so that the two never meet:
 *
 * - integers: 1 500 000 000 + id, which fits 31 bits as long as the id is below 647 483 648; from there on 2⁵² + id,
 *   still exact in every client that reads JSON numbers. Vendors' ids lie far below the first, and between the two;
 * - uuids: version 8 ("what the maker likes", RFC 9562) with `guichet` in front and the id at the end.
 */
import { Fault } from './faults.ts';

export type ServedShape = 'integer' | 'uuid';

const first = 1_500_000_000;
/** what fits a signed 32-bit integer, as clients with typed columns keep ids */
const end = 2 ** 31;
const ids_in_first_range = end - first;
const second = 2 ** 52;

/** Where integers born here lie: `first` + id for the first so many ids, `second` + id from there on. */
export const integerRanges = { first, second, ids_in_first: ids_in_first_range } as const;

const uuid_start = '67756963-6865-8740-8';

/** The id that a dialect shows of a local one that is not fixed. Throws `invalid_input` for what is no local id. */
export function servedIdOf(shape: ServedShape, local_id: number): string {
  if (!isLocalId(local_id)) throw new Fault('invalid_input', { local_id });
  if (shape === 'integer') {
    return String(local_id < ids_in_first_range ? first + local_id : second + local_id);
  }
  const digits = local_id.toString(16).padStart(15, '0');
  return `${uuid_start}${digits.slice(0, 3)}-${digits.slice(3)}`;
}

/** The local id in a served one of the reserved ranges, of either shape; undefined for every other text. */
export function localIdOf(served_id: string): number | undefined {
  if (served_id.startsWith(uuid_start) && /^.{20}[0-9a-f]{3}-[0-9a-f]{12}$/.test(served_id)) {
    const local_id = Number.parseInt(served_id.slice(uuid_start.length).replace('-', ''), 16);
    return isLocalId(local_id) ? local_id : undefined;
  }
  if (!/^[1-9]\d{0,15}$/.test(served_id)) return undefined;
  const number = Number(served_id);
  const local_id = number >= second ? number - second : number - first;
  const within = number >= second ? local_id >= ids_in_first_range : number < end;
  return within && isLocalId(local_id) && Number.isSafeInteger(number) ? local_id : undefined;
}

/** Whether a vendor's id lies where ours do; such a thing has to be shown under an id of ours. */
export function isReservedServedId(served_id: string): boolean {
  const canonical = served_id
    .trim()
    .toLowerCase()
    .replace(/^\+?0*(?=\d)/, '');
  return localIdOf(canonical) !== undefined || canonical.startsWith(uuid_start);
}

function isLocalId(id: number): boolean {
  return Number.isSafeInteger(id) && id > 0 && id < second;
}
