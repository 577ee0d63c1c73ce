import type BwipJs from 'bwip-js/node';

/** The part of bwip-js that gives the bare symbols; drawn here as shapes, they stay sharp at any size. */
type Encoder = Pick<typeof BwipJs, 'raw'>;

/** The dark runs of a QR code: `size` modules square, without its quiet zone. */
export interface QrShape {
  readonly size: number;
  readonly runs: readonly { readonly x: number; readonly y: number; readonly length: number }[];
}

/** Of a Code 128: bars and the gaps between them by turns, in modules; the first is a bar. */
export interface BarShape {
  readonly modules: number;
  readonly widths: readonly number[];
}

/** Level M repairs 15 %: a fold or a thumb on the paper. */
export function qrShape(encoder: Encoder, code: string): QrShape {
  const [symbol] = encoder.raw('qrcode', code, 'eclevel=M');
  if (symbol === undefined || !('pixs' in symbol)) throw new Error('the QR code has no modules');
  const { pixs, pixx, pixy } = symbol;
  const runs: { x: number; y: number; length: number }[] = [];
  for (let y = 0; y < pixy; y += 1) {
    for (let x = 0; x < pixx; x += 1) {
      if (pixs[y * pixx + x] !== 1) continue;
      let length = 1;
      while (x + length < pixx && pixs[y * pixx + x + length] === 1) length += 1;
      runs.push({ x, y, length });
      x += length;
    }
  }
  return { size: pixx, runs };
}

/** Beyond this the bars would be thinner than scanners of doors read from paper. */
const bar_chars_max = 26;

/** null for what a Code 128 cannot say, or not on the width of a ticket: the QR code says it all the same. */
export function barShape(encoder: Encoder, code: string): BarShape | null {
  if (code.length > bar_chars_max || !/^[\x20-\x7e]+$/.test(code)) return null;
  const [symbol] = encoder.raw({ bcid: 'code128', text: code });
  if (symbol === undefined || !('sbs' in symbol)) throw new Error('the Code 128 has no bars');
  const widths = symbol.sbs;
  return { modules: widths.reduce((sum, width) => sum + width, 0), widths };
}
