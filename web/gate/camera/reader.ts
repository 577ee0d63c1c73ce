import type { ReadInputBarcodeFormat } from 'zxing-wasm/reader';

/** Finds a code in the picture that the camera shows now; undefined: there is none to be read. */
export type ReadCode = (video: HTMLVideoElement) => Promise<string | undefined>;

/** What tickets carry, by the names of the browser's own reader and of the one that is brought along. Code 39 is old badges. */
const formats: Readonly<Record<string, ReadInputBarcodeFormat>> = {
  qr_code: 'QRCode',
  code_128: 'Code128',
  aztec: 'Aztec',
  data_matrix: 'DataMatrix',
  pdf417: 'PDF417',
  ean_13: 'EAN13',
  ean_8: 'EAN8',
  code_39: 'Code39',
};

/** https://wicg.github.io/shape-detection-api/#barcode-detection-api */
interface OwnReader {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
interface OwnReaders {
  new (options: { readonly formats: readonly string[] }): OwnReader;
  getSupportedFormats(): Promise<readonly string[]>;
}

/** The browser's own reader where it has one that reads what tickets carry, else WebAssembly, fetched from our own office. */
export async function openReader(): Promise<ReadCode> {
  return (await ownReader()) ?? (await import('./wasm-reader.ts')).wasmReader(Object.values(formats));
}

async function ownReader(): Promise<ReadCode | undefined> {
  const { BarcodeDetector: Own } = globalThis as { readonly BarcodeDetector?: OwnReaders };
  if (Own === undefined) return undefined;
  try {
    const known = await Own.getSupportedFormats();
    // some browsers have the interface and nothing behind it, others read one of the two kinds
    if (!known.includes('qr_code') || !known.includes('code_128')) return undefined;
    const own = new Own({ formats: Object.keys(formats).filter((format) => known.includes(format)) });
    return async (video) => (await own.detect(video))[0]?.rawValue;
  } catch {
    return undefined;
  }
}
