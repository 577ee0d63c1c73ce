import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { follow } from './live.ts';
import { staleAfter } from './news.ts';

/** A browser's stream that says what the test has it say. */
class ToyStream extends EventTarget {
  readonly url: string;
  readonly CLOSED = 2;
  readyState = 0;
  constructor(url: string) {
    super();
    this.url = url;
  }
  close(): void {
    this.readyState = this.CLOSED;
  }
  say(name: string, data: unknown = {}): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }
  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }
  fail(gone: boolean): void {
    this.readyState = gone ? this.CLOSED : 0;
    this.dispatchEvent(new Event('error'));
  }
}

class ToyPage extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';
  turn(state: DocumentVisibilityState): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

function begin(t: TestContext) {
  let now = 0;
  t.mock.timers.enable({ apis: ['setTimeout'] });
  t.mock.method(performance, 'now', () => now);
  const streams: ToyStream[] = [];
  const page = new ToyPage();
  const stale: string[] = [];
  let live = false;
  const end = follow(7, {
    open: (url) => {
      const stream = new ToyStream(url);
      streams.push(stream);
      return stream as unknown as EventSource;
    },
    page,
    stale: (names) => void stale.push(names === 'all' ? 'all' : [...names].sort().join(' ')),
    live: (is) => {
      live = is;
    },
  });
  const pass = (ms: number): void => {
    now += ms;
    t.mock.timers.tick(ms);
  };
  return { streams, page, stale, end, pass, isLive: () => live, last: () => streams.at(-1)! };
}

const sale = { items: [{ subject_kind: 'order' }, { subject_kind: 'ticket' }], more: 0 };

test('news are gathered, and read no more often than the rest between two looks', (t) => {
  const { last, stale, pass, end } = begin(t);
  assert.equal(last().url, '/api/live?guichet-organizer=7');
  last().open();
  pass(1_000);
  assert.deepEqual(stale, ['all']);
  for (let many = 0; many < 50; many += 1) {
    last().say('changes', sale);
    last().say('sums', { kinds: ['sales'] });
    pass(10);
  }
  assert.equal(stale.length, 1);
  pass(1_000);
  assert.equal(stale.length, 2);
  assert.match(stale[1] ?? '', /^find_order home .*list_orders/);
  pass(10_000);
  assert.equal(stale.length, 2);
  end();
});

test('a page that is hidden holds no stream, and one that is seen again a new one', (t) => {
  const { streams, page, isLive, last, pass, end, stale } = begin(t);
  last().open();
  assert.equal(isLive(), true);
  page.turn('hidden');
  assert.deepEqual([isLive(), last().readyState, streams.length], [false, 2, 1]);
  page.turn('visible');
  assert.equal(streams.length, 2);
  last().open();
  pass(3_000);
  assert.deepEqual([isLive(), stale.at(-1)], [true, 'all']);
  end();
  assert.deepEqual([isLive(), last().readyState], [false, 2]);
});

test('where the stream breaks off pages ask by themselves, until it is back', (t) => {
  const { streams, isLive, last, pass, end } = begin(t);
  last().open();
  last().fail(false);
  assert.equal(isLive(), false);
  pass(60_000);
  // the browser connects again by itself
  assert.equal(streams.length, 1);
  last().open();
  assert.equal(isLive(), true);
  last().fail(true);
  assert.deepEqual([isLive(), streams.length], [false, 1]);
  pass(10_000);
  assert.equal(streams.length, 2);
  end();
  last().fail(true);
});

test('an event says what is to be read again; one that left something out, everything', () => {
  assert.ok(staleAfter('changes', sale).includes('list_orders'));
  assert.ok(!staleAfter('changes', sale).includes('list_connections'));
  assert.deepEqual(staleAfter('changes', { items: [{ subject_kind: 'journal' }], more: 0 }), ['list_ledger']);
  assert.equal(staleAfter('changes', { ...sale, more: 1 }), 'all');
  assert.equal(staleAfter('reset', {}), 'all');
  assert.deepEqual(staleAfter('sums', {}), ['home']);
  assert.ok(staleAfter('runs', {}).includes('list_quarantine'));
  assert.ok(['home', 'list_outbox'].every((name) => staleAfter('connections', {}).includes(name as never)));
});
