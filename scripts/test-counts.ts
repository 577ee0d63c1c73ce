import type { TestEvent } from 'node:test/reporters';

/** A reporter of node:test that leaves the counts of the whole run as JSON, so that `check.ts` can see none ran. */
export default async function* counts(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of source) {
    // the summary without a file is that of all files together
    if (event.type === 'test:summary' && event.data.file === undefined)
      yield JSON.stringify(event.data.counts);
  }
}
