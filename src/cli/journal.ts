import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { damageWords, type JournalDamage } from '../domain/journal-check.ts';
import { formatUtc } from '../domain/local-time.ts';
import { archiveText, counterJournals, type CounterJournal } from '../office/counter/archive.ts';
import { checkArchive, NoArchive } from '../office/counter/archive-check.ts';
import { verifyJournal } from '../office/counter/verify-journal.ts';
import { rotateSigningKey } from '../office/counter/signing-key.ts';
import { systemActor, type Store } from '../store/transaction.ts';
import { systemSurroundings } from '../store/surroundings.ts';
import { CommandError, exitCodes } from './exit.ts';
import { openSealer, withStore, type ToolOptions } from './open-office.ts';
import { organizerBySlug } from './organizers.ts';
import type { Output } from './output.ts';
import { openProgress } from './progress.ts';

/** Holds the journals of all counters against their hashes. Gives the exit code: 3 when something does not fit. */
export async function runJournalVerify(
  options: ToolOptions & { readonly organizer?: string | undefined },
  output: Output,
): Promise<number> {
  return withStore(options, async ({ store }) => {
    const journals = await journalsOf(store, options.organizer);
    const progress = await openProgress(output, 'Verifying');
    const verdicts = [];
    for (const journal of journals) {
      const shown = (lines: number) => progress.show(lines / Math.max(1, journal.number), journal.name);
      verdicts.push(await verifyJournal(store, journal, { onProgress: shown }));
    }
    progress.end();
    for (const { organizer, name, lines, hash, damages } of verdicts) {
      const title = `${organizer}, ${name}`;
      const good = `${title}: ${lines} lines, without a gap, the last is ${hash}`;
      output.tell(damages.length === 0 ? good : `${title}: ${wordsOf(damages)}`, {
        organizer,
        counter: name,
        lines,
        hash,
        verified: damages.length === 0,
        damages,
      });
    }
    if (verdicts.length === 0) output.tell('No counter has a journal.', { verified: true, journals: 0 });
    return verdicts.some(({ damages }) => damages.length > 0) ? exitCodes.findings : exitCodes.ok;
  });
}

/** The same of an archive, with nothing but the file at hand. */
export async function runArchiveVerify(
  options: { readonly file: string; readonly public_key: string | undefined },
  output: Output,
): Promise<number> {
  const { file, public_key } = options;
  const rows = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
  try {
    const verdict = await checkArchive(rows, public_key);
    const { organizer, counter, first, lines, damages } = verdict;
    const title = `${organizer}, ${counter.name}`;
    const good = `${title}: ${lines} lines from number ${first}, without a gap, signed by ${verdict.public_key ?? 'nobody'}`;
    output.tell(damages.length === 0 ? good : `${title}: ${wordsOf(damages)}`, {
      ...verdict,
      verified: damages.length === 0,
    });
    return damages.length === 0 ? exitCodes.ok : exitCodes.findings;
  } catch (error) {
    if (error instanceof NoArchive)
      throw new CommandError(`${file} is no archive of a journal: ${error.message}`, exitCodes.usage);
    throw error;
  }
}

/** Has another key sign the closings of an organizer's tills from here on. */
export async function runRotateKey(
  options: ToolOptions & { readonly organizer: string },
  output: Output,
): Promise<void> {
  await withStore(options, async ({ store, config }) => {
    const { id: organizer_id } = await store.read((rx) => organizerBySlug(rx, options.organizer));
    const sealer = openSealer(config);
    const { public_key, before, journals } = await store.write(systemActor, (tx) =>
      rotateSigningKey(tx, { organizer_id, sealer }),
    );
    const kept = 'Keep it where this machine cannot write, beside the one before.';
    output.tell(`${public_key} signs from here on, in ${journals} journals. ${kept}`, {
      organizer: options.organizer,
      public_key,
      before,
      journals,
    });
  });
}

/** Writes the journal of one counter, or a stretch of it, into a file that anybody can check. */
export async function runJournalExport(
  options: ToolOptions & {
    readonly organizer: string;
    readonly counter: string | undefined;
    readonly first: number;
    readonly last: number | undefined;
    readonly file: string;
  },
  output: Output,
): Promise<void> {
  await withStore(options, async ({ store }) => {
    const journal = chosen(await journalsOf(store, options.organizer), options.counter);
    const { first, last = journal.number, file } = options;
    const exported_at = formatUtc(systemSurroundings().now());
    // an archive is never written over another
    const target = await open(file, 'wx').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      throw new CommandError(`${file} is there already: archives are not overwritten.`, exitCodes.usage);
    });
    try {
      for await (const text of archiveText(store, journal, { first, last, exported_at }))
        await target.write(text);
      await target.sync();
    } finally {
      await target.close();
    }
    const lines = last - first + 1;
    output.tell(`${lines} lines of ${journal.name} are in ${file}`, {
      file,
      counter: journal.name,
      first,
      last,
    });
  });
}

async function journalsOf(store: Store, slug: string | undefined): Promise<CounterJournal[]> {
  const all = await store.read((rx) => counterJournals(rx));
  const found = slug === undefined ? all : all.filter(({ organizer }) => organizer === slug);
  if (slug !== undefined && found.length === 0)
    throw new CommandError(`"${slug}" has no counter.`, exitCodes.usage);
  return found.filter(({ number }) => number > 0);
}

function chosen(journals: readonly CounterJournal[], counter: string | undefined): CounterJournal {
  const found = counter === undefined ? journals : journals.filter(({ name }) => name === counter);
  const [one, another] = found;
  if (one === undefined) throw new CommandError('There is no such journal.', exitCodes.usage);
  if (another !== undefined) {
    const names = found.map(({ name }) => name).join(', ');
    throw new CommandError(
      `Several counters have a journal: name one with --counter (${names}).`,
      exitCodes.usage,
    );
  }
  return one;
}

const shown_max = 20;

function wordsOf(damages: readonly JournalDamage[]): string {
  const lines = damages
    .slice(0, shown_max)
    .map(({ number, what }) => `  line ${number} ${damageWords[what]}`);
  const more = damages.length > shown_max ? [`  and ${damages.length - shown_max} more`] : [];
  return [`the journal does not verify`, ...lines, ...more].join('\n');
}
