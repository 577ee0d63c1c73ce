import { JournalCheck, type JournalDamage } from '../../domain/journal-check.ts';
import type { ArchiveHead } from './archive.ts';

/** What an archive says of itself, and what is wrong with it. */
export interface ArchiveVerdict {
  readonly organizer: string;
  readonly counter: { readonly id: number; readonly name: string };
  readonly first: number;
  readonly lines: number;
  /** the key that its signatures were held against; null: none was given and it names none */
  readonly public_key: string | null;
  readonly damages: readonly JournalDamage[];
}

/** A text that is no archive of a journal. */
export class NoArchive extends Error {}

/**
 * Holds an archive against its own hashes and signatures: no database, no office, only the text. `public_key` is the one that
 * is trusted, kept somewhere else than the archive; without it the archive's own is taken at its word. Throws `NoArchive`.
 */
export async function checkArchive(
  rows: AsyncIterable<string>,
  public_key?: string,
): Promise<ArchiveVerdict> {
  let head: ArchiveHead | undefined;
  let check: JournalCheck | undefined;
  let end: { number: number; hash: string } | undefined;
  let lines = 0;
  for await (const row of rows) {
    if (check === undefined) {
      head = headOf(row);
      const { counter, first, previous } = head;
      const key = public_key ?? head.public_key ?? undefined;
      const last = Number.MAX_SAFE_INTEGER;
      check = new JournalCheck({ counter_id: counter.id, number: first, previous, last, public_key: key });
    } else if (row.startsWith('{"end":')) {
      end = endOf(row);
    } else if (row !== '') {
      const [hash = '', signature = ''] = row.split(' ', 2);
      check.take(row.slice(hash.length + signature.length + 2), hash, signature === '-' ? null : signature);
      lines += 1;
    }
  }
  if (head === undefined || check === undefined) throw new NoArchive('it is empty');
  // an archive that was cut off has no end: that, too, is something missing
  const damages = check.finish(end ?? { number: check.next, hash: '' });
  const { organizer, counter, first } = head;
  return { organizer, counter, first, lines, public_key: public_key ?? head.public_key, damages };
}

function headOf(row: string): ArchiveHead {
  let head: Partial<ArchiveHead>;
  try {
    head = JSON.parse(row) as Partial<ArchiveHead>;
  } catch {
    throw new NoArchive('its first line is not JSON');
  }
  const { format, version, counter, first, previous } = head;
  if (format !== 'guichet-journal' || version !== 1)
    throw new NoArchive('it does not say that it is a journal');
  if (typeof counter?.id !== 'number' || typeof first !== 'number' || typeof previous !== 'string')
    throw new NoArchive('its first line lacks the counter, the first number or the hash before it');
  return { organizer: '', public_key: null, exported_at: '', ...head } as ArchiveHead;
}

function endOf(row: string): { number: number; hash: string } | undefined {
  try {
    const { end, hash } = JSON.parse(row) as { end?: unknown; hash?: unknown };
    return typeof end === 'number' && typeof hash === 'string' ? { number: end, hash } : undefined;
  } catch {
    return undefined;
  }
}
