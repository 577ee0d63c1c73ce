import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { officeAnswers } from './office-answers.ts';

/** A browser whose network can be taken away while the office is asked. */
function browser(t: TestContext) {
  const network = { onLine: true };
  t.mock.getter(globalThis, 'navigator', () => network);
  const answer = Promise.withResolvers<Response>();
  t.mock.method(globalThis, 'fetch', () => answer.promise);
  return { network, answer };
}

test('an office that answers is there, one behind a proxy that has none is not', async (t) => {
  for (const [status, there] of [
    [200, true],
    [503, true],
    [502, false],
  ] as const) {
    const { answer } = browser(t);
    answer.resolve(new Response('', { status }));
    assert.equal(await officeAnswers(), there, String(status));
    t.mock.restoreAll();
  }
});

test('an answer that had left before the network went is none', async (t) => {
  const { network, answer } = browser(t);
  const asked = officeAnswers();
  network.onLine = false;
  answer.resolve(new Response(''));
  assert.equal(await asked, false);
});
