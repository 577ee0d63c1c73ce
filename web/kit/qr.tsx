import { encode } from 'uqr';
import type { ReactNode } from 'react';

interface QrProps {
  readonly text: string;
  /** what it is for, for who cannot see it */
  readonly label: string;
}

const quiet_cells = 4;

/** A QR code, dark on white whatever the theme is: readers ask for it. */
export function Qr({ text, label }: QrProps): ReactNode {
  const { data, size } = encode(text, { ecc: 'M', border: quiet_cells });
  const cells = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      style={{ width: 'min(16rem, 100%)', background: '#fff', shapeRendering: 'crispEdges' }}
    >
      <path d={cells.join('')} fill="#000" />
    </svg>
  );
}
