import { Fault } from './faults.ts';

/** Without letters and digits that are taken for one another. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
/** 31 signs to the power of 9 is about 2 to the power of 44: a million codes leave nothing to be found by trying */
export const signs_default = 9;
/** of 10 000 codes, one in 85 million tries finds one */
export const signs_min = 8;
const sign = '#';

/**
 * Labels of promo codes that nobody can guess, each once. In the pattern each `#` stands for a drawn sign, all else for itself
 * ("NOEL-####-####"). `random` gives so many random bytes. Throws `invalid_input` for a pattern of fewer than `signs_min` signs.
 */
export function drawCodes(wish: {
  readonly count: number;
  readonly pattern: string;
  readonly random: (bytes: number) => Uint8Array;
}): string[] {
  const { count, pattern, random } = wish;
  const signs = pattern.split(sign).length - 1;
  if (signs < signs_min)
    throw new Fault('invalid_input', {
      in: 'body',
      path: 'pattern',
      message: `has fewer than ${signs_min} #`,
    });
  const drawn = new Set<string>();
  while (drawn.size < count) {
    const filling = drawSigns(signs, random);
    drawn.add(pattern.replaceAll(sign, () => filling.shift() ?? ''));
  }
  return [...drawn];
}

function drawSigns(signs: number, random: (bytes: number) => Uint8Array): string[] {
  const found: string[] = [];
  while (found.length < signs) {
    for (const byte of random(signs)) {
      // what is beyond a multiple of the signs would make the first of them likelier
      const drawn = byte < alphabet.length * 8 ? alphabet[byte % alphabet.length] : undefined;
      if (drawn !== undefined && found.length < signs) found.push(drawn);
    }
  }
  return found;
}
