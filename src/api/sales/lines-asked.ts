import { Fault } from '../../domain/faults.ts';
import { requestsOfPacks, type PackPart } from '../../office/counter/pack-item.ts';
import type { SaleRequest } from '../../office/selling/sale.ts';
import type { Tx } from '../../store/transaction.ts';

/** A line of a sale as it is asked for: of one offer, or packs with what goes into each. */
export interface LineAsked extends Omit<
  SaleRequest,
  'main_request' | 'unit_amount' | 'title' | 'promo_code_ids'
> {
  /** an earlier line, by index */
  readonly main_line?: number | undefined;
  readonly parts?: readonly PackPart[] | undefined;
}

/** what says where and for whom a ticket is: of packs, each part says it itself */
const notOfPacks = ['place_ids', 'session_id', 'main_line', 'comment'] as const;

/**
 * What the lines ask of a sale, and which line each request is of. A pack is a request for its main ticket and one for each
 * part. Throws `pack_incomplete`, `not_found`, `invalid_input`.
 */
export async function requestsOf(
  tx: Tx,
  organizer_id: number,
  lines: readonly LineAsked[],
  promo_code_ids: readonly number[] | undefined,
): Promise<{ requests: SaleRequest[]; lineOf: number[] }> {
  const requests: SaleRequest[] = [];
  const lineOf: number[] = [];
  for (const [index, line] of lines.entries()) {
    const { main_line: _main, parts, ...request } = line;
    const asked =
      parts === undefined
        ? [{ ...request, main_request: mainOf(line, lineOf, index), promo_code_ids }]
        : await packsOf(tx, organizer_id, { line, index, promo_code_ids }, requests.length);
    requests.push(...asked);
    lineOf.push(...asked.map(() => index));
  }
  return { requests, lineOf };
}

/** The first request of the earlier line; of packs, the first pack. */
function mainOf({ main_line }: LineAsked, lineOf: readonly number[], index: number): number | undefined {
  if (main_line === undefined) return undefined;
  const found = lineOf.indexOf(main_line);
  if (found === -1)
    throw new Fault('invalid_input', {
      ...{ in: 'body', path: `lines.${index}.main_line`, message: 'names no earlier line' },
    });
  return found;
}

interface PackLine {
  readonly line: LineAsked;
  readonly index: number;
  readonly promo_code_ids: readonly number[] | undefined;
}

async function packsOf(
  tx: Tx,
  organizer_id: number,
  { line, index, promo_code_ids }: PackLine,
  before: number,
): Promise<SaleRequest[]> {
  const strange = notOfPacks.find((name) => line[name] !== undefined);
  if (strange !== undefined)
    throw new Fault('invalid_input', {
      ...{ in: 'body', path: `lines.${index}.${strange}`, message: 'is said by the parts of a pack' },
    });
  const { offer_id, quantity, holders, parts = [] } = line;
  const item = { kind: 'pack' as const, offer_id, quantity, holders, promo_code_ids };
  return requestsOfPacks(tx, organizer_id, parts.length === 0 ? item : { ...item, parts }, before);
}
