import { barcodeCandidates } from './barcode.ts';
import { isFault } from './faults.ts';

/** Most codes, which need no second look. */
const plainCode = /^[0-9A-Z-]{1,128}$/;

/** What to look up, the most literal first; nothing for what can be no code, which is then as unknown as any other. */
export function codesOf(text: string): string[] {
  if (plainCode.test(text)) return [text];
  try {
    return barcodeCandidates(text);
  } catch (error) {
    if (isFault(error, 'invalid_barcode')) return [];
    throw error;
  }
}
