import { prepareZXingModule, readBarcodes, type ReadInputBarcodeFormat } from 'zxing-wasm/reader';
import wasm_url from 'zxing-wasm/reader/zxing_reader.wasm?url';
import type { ReadCode } from './reader.ts';

/** the longer side of what is read: enough for a code that fills a quarter of the picture, and quick on a phone of 2022 */
const picture_pixels_max = 960;

/** The module comes from our own office, or from what the gate's worker keeps of it. */
export async function wasmReader(formats: readonly ReadInputBarcodeFormat[]): Promise<ReadCode> {
  await prepareZXingModule({ overrides: { locateFile: () => wasm_url }, fireImmediately: true });
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  return async (video) => {
    const { videoWidth, videoHeight } = video;
    if (pen === null || videoWidth === 0) return undefined;
    const scale = Math.min(1, picture_pixels_max / Math.max(videoWidth, videoHeight));
    canvas.width = Math.round(videoWidth * scale);
    canvas.height = Math.round(videoHeight * scale);
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
    const found = await readBarcodes(picture, { formats: [...formats], maxNumberOfSymbols: 1 });
    return found.find(({ isValid }) => isValid)?.text;
  };
}
