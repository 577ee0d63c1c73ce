import type { GateDatabase, NamesRow } from './database.ts';
import { NameBook } from './names.ts';
import { opened, sealed, type Keys } from './seal.ts';

/** Names of fewer tickets are put together with others when the book is opened. */
const few = 500;
/** of one event: what changes during a day comes ticket by ticket */
const small_parts_max = 50;

/** Opens all names that the device holds, and leaves fewer parts than it found where they are many and small. */
export async function openNames(db: GateDatabase, keys: Keys): Promise<NameBook> {
  const [parts, ids] = await Promise.all([db.getAll('names'), db.getAllKeys('names')]);
  const book = new NameBook();
  const small = new Map<number, { readonly ids: number[]; lines: string; count: number }>();
  for (const [index, part] of parts.entries()) {
    const lines = (await opened(keys, part.sealed)) as string;
    book.add(part.event_id, lines);
    if (part.count >= few) continue;
    const joined = small.get(part.event_id) ?? { ids: [], lines: '', count: 0 };
    joined.ids.push(ids[index] ?? 0);
    joined.lines += lines;
    joined.count += part.count;
    small.set(part.event_id, joined);
  }
  for (const [event_id, { ids: replaced, lines, count }] of small) {
    if (replaced.length <= small_parts_max) continue;
    await replace(db, replaced, { event_id, count, sealed: await sealed(keys, lines) });
  }
  return book;
}

async function replace(db: GateDatabase, ids: readonly number[], row: NamesRow): Promise<void> {
  const transaction = db.transaction('names', 'readwrite');
  const done = ids.map((id) => transaction.store.delete(id));
  await Promise.all([...done, transaction.store.add(row), transaction.done]);
}
