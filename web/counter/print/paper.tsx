import type { ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';

type Receipt = Answer<'issue_receipt'>;

/** A receipt as it is printed: rows of text, amounts at their end. */
export function Paper({ receipt }: { readonly receipt: Receipt }): ReactNode {
  return (
    <div className="paper" lang={receipt.language}>
      {receipt.rows.map(({ kind, text, amount }, index) => (
        <div key={index} className={`paper-${kind}`}>
          <span>{text}</span>
          {amount !== null && <span>{amount}</span>}
        </div>
      ))}
    </div>
  );
}
