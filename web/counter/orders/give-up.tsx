import { Button, Text } from '@mantine/core';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { useWords } from '../../words/use-words.ts';
import { order_changes } from './changes.ts';
import type { TillOrder } from './order-state.tsx';
import { words } from './words.ts';

const Confirm = lazy(async () => ({ default: (await import('../../kit/confirm.tsx')).Confirm }));

/** What was put aside, or sold and not paid, is let go. */
export function GiveUp({ order }: { readonly order: TillOrder }): ReactNode {
  const say = useWords(words);
  const { id, label } = order;
  const [asking, setAsking] = useState(false);
  const cancel = useWrite('cancel_till_order', { changes: order_changes });
  return (
    <>
      <Button size="lg" variant="default" onClick={() => setAsking(true)}>
        {say('giveUp')}
      </Button>
      {asking && (
        <Suspense>
          <Confirm
            opened
            onClose={() => setAsking(false)}
            title={say('giveUpAsk', { label })}
            act={say('giveUp')}
            final
            onConfirm={async () => {
              await cancel.mutateAsync({ params: { id }, body: {} });
              sayDone(say('givenUp', { label }));
            }}
          >
            <Text>{say('giveUpText')}</Text>
          </Confirm>
        </Suspense>
      )}
    </>
  );
}
