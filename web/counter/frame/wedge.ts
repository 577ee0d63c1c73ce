/**
 * Barcode scanners that type ("keyboard wedge"): what comes faster than hands type and ends with Enter is a code, whatever
 * field has the focus. Pure: key and time go in, a code comes out.
 */

/** between two characters of one code: scanners take a few ms, quick hands above 60 */
const gap_ms = 35;
const code_chars_min = 6;
const code_chars_max = 200;

export class Wedge {
  #typed = '';
  #at = 0;

  /** The code that this key ends; undefined: none. `at_ms`: of the event. */
  press(key: string, at_ms: number): string | undefined {
    const quick = at_ms - this.#at <= gap_ms;
    this.#at = at_ms;
    if (key === 'Enter') {
      const code = quick ? this.#typed : '';
      this.#typed = '';
      return code.length >= code_chars_min ? code : undefined;
    }
    // shift and its like come between the characters of a code
    if (key.length > 1) return undefined;
    this.#typed = (quick ? this.#typed : '').concat(key).slice(-code_chars_max);
    return undefined;
  }
}
