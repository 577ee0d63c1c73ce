import { once } from 'node:events';
import { createDeflateRaw } from 'node:zlib';
import { ZipPassThrough, type Zip } from 'fflate';
import { Fault } from '../../domain/faults.ts';

/** what the sizes of a plain ZIP can say */
const bytes_max = 0xff_ff_ff_ff;

/**
 * A file of a ZIP that is written piece by piece and made small by Node, in threads of its own: fflate, which writes the ZIP
 * around it, would do so on the one that everybody waits for. Throws `too_large` beyond 4 GB.
 */
export class DeflatedEntry extends ZipPassThrough {
  override compression = 8;
  readonly #deflate = createDeflateRaw();
  readonly #ended: Promise<unknown>;
  #full = false;

  constructor(name: string) {
    super(name);
    this.#deflate.on('data', (piece: Buffer<ArrayBuffer>) => this.ondata(null, piece, false));
    this.#ended = once(this.#deflate, 'end');
    // told to who ends it; nobody does where the reader has gone
    this.#ended.catch(() => undefined);
  }

  protected override process(piece: Uint8Array<ArrayBuffer>, final: boolean): void {
    if (this.size > bytes_max) throw new Fault('too_large', { bytes_max });
    this.#full = !this.#deflate.write(piece);
    if (final) this.#deflate.end();
  }

  /** Waits where it is not made small as fast as it comes. */
  async write(piece: Uint8Array): Promise<void> {
    this.push(piece);
    if (this.#full) await once(this.#deflate, 'drain');
  }

  /** The last piece. What follows in the ZIP can be added then. */
  async end(piece: Uint8Array): Promise<void> {
    this.push(piece, true);
    await this.#ended;
    this.ondata(null, new Uint8Array(), true);
  }

  close(): void {
    this.#deflate.destroy();
  }
}

/** A file whose text is at hand. */
export async function writeEntry(zip: Zip, name: string, bytes: Uint8Array): Promise<void> {
  const entry = new DeflatedEntry(name);
  zip.add(entry);
  try {
    await entry.end(bytes);
  } finally {
    entry.close();
  }
}
