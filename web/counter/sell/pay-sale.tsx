import type { ReactNode } from 'react';
import { PayPanel } from '../pay/pay-panel.tsx';
import type { Preview } from './use-preview.ts';
import { useRingUp } from './use-ring-up.ts';

interface PaySaleProps {
  readonly preview: Preview;
  readonly onBack: () => void;
}

/** The basket is paid, and rung up by that. */
export default function PaySale({ preview, onBack }: PaySaleProps): ReactNode {
  const { ring, busy, error } = useRingUp(preview);
  const { total } = preview;
  return <PayPanel due={total} busy={busy} trouble={error} onPaid={ring} onBack={onBack} key={total} />;
}
