import { Html } from './html.ts';

/** Drawing a code takes some ten milliseconds, and pages are loaded again: the last ones are kept. */
const kept_max = 1_000;
const kept = new Map<string, Html>();

/** A barcode as QR, an inline drawing without style or script. Its words stand beside it on the page. */
export async function qrSvg(code: string, label: string): Promise<Html> {
  const known = kept.get(code);
  if (known !== undefined) return labelled(known, label);
  // loaded with the first code that is drawn: a server without buyers does not need it in memory
  const { toSVG } = await import('bwip-js');
  // drawings of one page let others in between
  await new Promise((resolve) => setImmediate(resolve));
  const drawing = new Html(toSVG({ bcid: 'qrcode', text: code, paddingwidth: 8, paddingheight: 8 }));
  if (kept.size >= kept_max) for (const oldest of kept.keys()) if (kept.delete(oldest)) break;
  kept.set(code, drawing);
  return labelled(drawing, label);
}

function labelled(drawing: Html, label: string): Html {
  const name = label.replace(/[&<>"]/g, '');
  return new Html(drawing.text.replace('<svg ', `<svg role="img" aria-label="${name}" `));
}
