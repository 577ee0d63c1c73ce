/** Without letters and digits that are taken for one another. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
/** 31 signs to the power of 9 is about 2 to the power of 44: a million codes leave nothing to be found by trying */
const signs = 9;

/** Labels of promo codes that nobody can guess, each once. `random` gives so many random bytes. */
export function drawCodes(wish: {
  readonly count: number;
  readonly prefix: string;
  readonly random: (bytes: number) => Uint8Array;
}): string[] {
  const drawn = new Set<string>();
  while (drawn.size < wish.count) drawn.add(wish.prefix + drawCode(wish.random));
  return [...drawn];
}

function drawCode(random: (bytes: number) => Uint8Array): string {
  let code = '';
  while (code.length < signs) {
    for (const byte of random(signs)) {
      // what is beyond a multiple of the signs would make the first of them likelier
      if (byte < alphabet.length * 8 && code.length < signs) code += alphabet[byte % alphabet.length];
    }
  }
  return code;
}
