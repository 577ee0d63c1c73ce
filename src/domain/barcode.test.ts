import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { barcodeCandidates, generateBarcode, generateBarcodeAt, normaliseBarcode } from './barcode.ts';
import { isFault } from './faults.ts';
import { limits } from './limits.ts';

/** All bytes in turn: what is uniform over them is uniform over a good source. */
function everyByte(): (bytes: number) => Uint8Array {
  let next = 0;
  return (bytes) => Uint8Array.from({ length: bytes }, () => next++ % 256);
}

test('a barcode has the digits asked for, ten unless said, and no leading zero', () => {
  const bytes = fc.infiniteStream(fc.nat(255));
  fc.assert(
    fc.property(
      bytes,
      fc.integer({ min: limits.barcode_digits_min, max: limits.barcode_digits_max }),
      (stream, digits) => {
        const random = (count: number): Uint8Array =>
          Uint8Array.from({ length: count }, () => stream.next().value ?? 0);
        assert.match(generateBarcode(random, digits), new RegExp(`^[1-9]\\d{${digits - 1}}$`));
      },
    ),
  );
  assert.equal(generateBarcode(everyByte()).length, 10);
});

test('every digit is equally likely in every place: over all bytes each comes up as often', () => {
  const tally = (place: 'first' | 'later'): number[] => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let byte = 0; byte < 256; byte += 1) {
      // one byte under test, then bytes that surely serve and cannot be mistaken for it
      const bytes = place === 'first' ? [byte, 0, 0, 0, 0, 0] : [0, byte, 0, 0, 0, 0];
      const served = byte < (place === 'first' ? 252 : 250);
      if (!served) continue;
      const digit = Number(generateBarcode(() => Uint8Array.from(bytes), 6)[place === 'first' ? 0 : 1]);
      counts[digit] = (counts[digit] ?? 0) + 1;
    }
    return counts;
  };
  assert.deepEqual(tally('first'), [0, 28, 28, 28, 28, 28, 28, 28, 28, 28]);
  assert.deepEqual(tally('later'), [25, 25, 25, 25, 25, 25, 25, 25, 25, 25]);
});

test('bytes that would favour small digits are drawn again', () => {
  assert.equal(
    generateBarcode(() => Uint8Array.from([252, 255, 0, 250, 255, 3, 14, 25, 36, 47]), 6),
    '134567',
  );
});

test('lengths out of limits, and a source that never serves, are refused', () => {
  for (const digits of [0, 5, 21, 9.5, NaN]) {
    assert.throws(
      () => generateBarcode(everyByte(), digits),
      (error) => isFault(error, 'invalid_input'),
    );
  }
  assert.throws(
    () => generateBarcode((bytes) => new Uint8Array(bytes).fill(255)),
    (error) => isFault(error, 'internal'),
  );
});

test('codes of every issuer survive unchanged', () => {
  for (const code of [
    '6743097169',
    '24249420-2215619',
    '16767717-ORD15145103',
    'aB3-é',
    '0012',
    'T985-1829-E1397785',
  ]) {
    assert.equal(normaliseBarcode(code), code);
    assert.equal(normaliseBarcode(`\ufeff ${code}\u200b\r\n`), code);
    assert.equal(barcodeCandidates(code)[0], code);
  }
});

test('a link gives the code it carries', () => {
  const links = {
    'https://tickets.example/t/6743097169': '6743097169',
    'HTTPS://tickets.example/t/6743097169/?lang=fr#top': '6743097169',
    'https://tickets.example/check?event=7&code=24249420-2215619': '24249420-2215619',
    'http://tickets.example/t/a%2Fb': 'a/b',
    'http://tickets.example/t/100%': '100%',
    'http://tickets.example/t/12%0A3': '123',
    'http://a.example/?code=http%3A%2F%2Fb.example%2F77': '77',
  };
  for (const [link, code] of Object.entries(links)) assert.equal(normaliseBarcode(link), code, link);
});

test('nothing, too much, and a link without a code are refused', () => {
  for (const text of [
    '',
    ' \r\n',
    '\u200b',
    'https://tickets.example/',
    'https://',
    'x'.repeat(129),
    'x'.repeat(5000),
  ]) {
    assert.throws(
      () => normaliseBarcode(text),
      (error) => isFault(error, 'invalid_barcode'),
      text.slice(0, 30),
    );
  }
  assert.equal(normaliseBarcode('x'.repeat(128)).length, 128);
});

const words = fc.string({
  maxLength: 60,
  unit: fc.constantFrom(
    ...'aZ019-/?#%&=: é李'.split(''),
    '\u200b',
    '\ufeff',
    '\r',
    '\n',
    '\u0301',
    '😀',
    '\ud800',
    'http://',
  ),
});
const scanned = fc.oneof(
  words,
  words.map((text) => `https://t.example/${text}`),
  words.map((text) => `https://t.example/t?code=${encodeURIComponent(text.toWellFormed())}`),
);

test('normalising twice is normalising once, whatever is scanned', () => {
  fc.assert(
    fc.property(scanned, (text) => {
      let once: string;
      try {
        once = normaliseBarcode(text);
      } catch (error) {
        assert.ok(isFault(error, 'invalid_barcode'));
        return;
      }
      assert.equal(normaliseBarcode(once), once);
      assert.equal(once, once.trim());
    }),
  );
});

test('what people type finds the code without spaces and in capitals', () => {
  assert.deepEqual(barcodeCandidates('6743 097 169'), ['6743 097 169', '6743097169']);
  assert.deepEqual(barcodeCandidates('bw-x1'), ['bw-x1', 'BW-X1']);
});

test('barcodes of one second share three digits, those of the next do not, and the rest is drawn evenly', () => {
  let state = 7;
  const random = (bytes: number): Uint8Array =>
    Uint8Array.from({ length: bytes }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    });
  const seen = new Map<string, number>();
  for (let index = 0; index < 20_000; index += 1) {
    const code = generateBarcodeAt(1_800_000_000_000, random);
    assert.match(code, /^100\d{7}$/);
    const digit = code.slice(3, 4);
    seen.set(digit, (seen.get(digit) ?? 0) + 1);
  }
  assert.equal(seen.size, 10, 'a zero may follow the prefix');
  for (const count of seen.values()) assert.ok(Math.abs(count - 2000) < 250, `${count}`);
  assert.match(generateBarcodeAt(1_800_000_001_999, random), /^101/);
  assert.match(generateBarcodeAt(1_800_000_899_000, random), /^999/);
});
