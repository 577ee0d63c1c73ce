import { qrShape } from '../../office/documents/code-shapes.ts';
import { html, type Html } from './html.ts';

/** Blank modules around a code, without which readers do not find it. */
const quiet_modules = 4;

/** A barcode as QR, an inline drawing without style or script. */
export async function qrSvg(code: string, label: string): Promise<Html> {
  // loaded with the first code that is drawn: a server without buyers does not need it in memory
  const { default: encoder } = await import('bwip-js/node');
  // codes of one page let others in between
  await new Promise((resolve) => setImmediate(resolve));
  const { size, runs } = qrShape(encoder, code);
  const side = size + 2 * quiet_modules;
  const path = runs
    .map(({ x, y, length }) => `M${x + quiet_modules} ${y + quiet_modules}h${length}v1h-${length}z`)
    .join('');
  return html`<svg
    role="img"
    aria-label="${label}"
    viewBox="0 0 ${side} ${side}"
    shape-rendering="crispEdges"
  >
    <path d="${path}" fill="#000"></path>
  </svg>`;
}
