import { verifyLedger, type Break } from '../office/ledger/verify.ts';
import { exitCodes } from './exit.ts';
import { withStore, type ToolOptions } from './open-office.ts';
import type { Output } from './output.ts';
import { openProgress } from './progress.ts';

/** Checks the chain of the ledger. Gives the exit code: 3 when something does not fit. */
export async function runLedgerVerify(
  options: ToolOptions & { readonly from: number },
  output: Output,
): Promise<number> {
  return withStore(options, async ({ store }) => {
    const progress = await openProgress(output, 'Verifying');
    const found = await store
      .read((rx) =>
        verifyLedger(rx, {
          from: options.from,
          onProgress: ({ rows, seals, seals_total }) => progress.show(seals / seals_total, `${rows} rows`),
        }),
      )
      .finally(() => progress.end());
    const { rows, seals, head, broken } = found;
    const good = broken.length === 0;
    const summary = good
      ? `The ledger verifies: ${rows} rows under ${seals} seals, the last is number ${head.position}, ${head.hash || 'none yet'}`
      : broken.map(wordsOf).join('\n');
    output.tell(summary, { verified: good, rows, seals, head, broken });
    return good ? exitCodes.ok : exitCodes.findings;
  });
}

const meanings: Readonly<Record<Break['kind'], string>> = {
  row_changed: 'a row was changed',
  row_missing: 'a row is missing',
  row_inserted: 'a row was added',
  rows_reordered: 'rows were put into another order',
  row_without_seal: 'a row names a seal that is not there',
  seal_changed: 'the seal itself was changed',
  seal_missing: 'the seal is missing',
  seal_inserted: 'the seal was added',
  seal_not_linked: 'the seal does not follow from the one before',
  head_changed: 'the end of the chain was changed',
};

function wordsOf(found: Break): string {
  const { seal_position, row_position, row_id, field } = found;
  const where = [
    seal_position === null ? '' : `seal ${seal_position}`,
    row_position === null ? '' : `row ${row_position}`,
    row_id === null ? '' : `id ${row_id}`,
    field === null ? '' : `field ${field}`,
  ].filter((part) => part !== '');
  return `${where.join(', ')}: ${meanings[found.kind]}`;
}
