import { Button, Group } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useAsk } from '../../api/queries.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { modesOf } from '../pay/tenders.ts';
import type { Preview } from './use-preview.ts';
import { useRingUp } from './use-ring-up.ts';
import { words } from './words.ts';

const modes_max = 2;

/** One touch for what takes the exact sum elsewhere, such as a card's terminal: the third of session, price, pay. */
export function PayAtOnce({ preview }: { readonly preview: Preview }): ReactNode {
  const say = useWords(words);
  const catalogue = useAsk('till_catalogue', {});
  const { ring, busy, error } = useRingUp(preview);
  const [chosen, setChosen] = useState<number>();
  const modes = modesOf(catalogue.data?.payment_modes ?? []).filter(({ method }) => method !== 'cash');
  if (modes.length === 0 || preview.total === 0) return null;
  return (
    <>
      {error !== null && <Trouble error={error} />}
      <Group grow gap="xs">
        {modes.slice(0, modes_max).map(({ id, name }) => (
          <Button
            key={id}
            size="lg"
            px="xs"
            className="pay-at-once"
            variant="default"
            disabled={preview.busy || preview.error !== null || busy}
            loading={busy && id === chosen}
            onClick={() => {
              setChosen(id);
              ring([{ payment_mode_id: id, amount: preview.total }]);
            }}
          >
            {say('payAllBy', { name })}
          </Button>
        ))}
      </Group>
    </>
  );
}
