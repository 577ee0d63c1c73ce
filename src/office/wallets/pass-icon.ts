import { crc32, deflateSync } from 'node:zlib';

/**
 * The mark of Guichet (a ticket window, as `http/pages/icon.ts` draws it in a square of 16) as PNG: a pass without an icon
 * is refused by phones.
 */

type Rgb = readonly [red: number, green: number, blue: number];

const paper: Rgb = [251, 250, 247];
const brown: Rgb = [138, 43, 6];
const white: Rgb = [255, 255, 255];
const black: Rgb = [29, 27, 22];

/** samples a pixel and direction: edges look smooth */
const samples = 4;

/** An arch: straight sides from `bottom` up to the middle of its half circle. */
function inArch(x: number, y: number, arch: { r: number; middle: number; bottom: number }): boolean {
  const across = Math.abs(x - 8);
  return (
    across <= arch.r &&
    y <= arch.bottom &&
    (y >= arch.middle || Math.hypot(across, y - arch.middle) <= arch.r)
  );
}

/** What the mark shows at a point of its square. */
function colorAt(x: number, y: number): Rgb {
  if (x >= 1 && x <= 15 && y >= 12.5 && y <= 15) return black;
  if (inArch(x, y, { r: 3, middle: 7.5, bottom: 12 })) return white;
  return inArch(x, y, { r: 6, middle: 7, bottom: 15 }) ? brown : paper;
}

/** The mark as a PNG of `side` by `side` pixels. */
export function iconPng(side: number): Buffer {
  const lines: Buffer[] = [];
  for (let y = 0; y < side; y += 1) {
    // each line of a PNG begins with its filter; 0 is none
    const line = [0];
    for (let x = 0; x < side; x += 1) line.push(...pixelAt(x, y, side));
    lines.push(Buffer.from(line));
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  // eight bits a channel, red, green and blue
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(lines))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function pixelAt(x: number, y: number, side: number): number[] {
  const sums = [0, 0, 0];
  for (let sample = 0; sample < samples ** 2; sample += 1) {
    const across = x + ((sample % samples) + 0.5) / samples;
    const down = y + (Math.floor(sample / samples) + 0.5) / samples;
    const color = colorAt((across * 16) / side, (down * 16) / side);
    for (const [channel, value] of color.entries()) sums[channel] = (sums[channel] ?? 0) + value;
  }
  return sums.map((sum) => Math.round(sum / samples ** 2));
}

function chunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(body.length, 0);
  whole.set(named, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
}
