import { Button, Group, Modal, NativeSelect, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useAsk, useWrite } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import { buyerOf, empty_basket, wishOf } from './basket.ts';
import { useBasket } from './basket-keeper.tsx';
import { words } from './dialog-words.ts';
import { sale_changes } from './use-ring-up.ts';

const covers_max = 10_000;

/** A quote: it holds what is in the basket, at a table where there are some, until it is paid or given up. */
export default function ParkDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const say = useWords(words);
  const { counter_id } = useTill();
  const { basket, change } = useBasket();
  const tables = useAsk('till_catalogue', {}).data?.tables ?? [];
  const park = useWrite('ring_up', { changes: sale_changes });
  const [table, setTable] = useState('');
  const [covers, setCovers] = useState<number>();
  const [note, setNote] = useState('');
  const go = (): void =>
    park.mutate(
      {
        body: {
          ...{ counter_id, quote: true, ...wishOf(basket), ...buyerOf(basket) },
          ...(table === '' ? {} : { dining_table_id: Number(table) }),
          ...(covers === undefined ? {} : { covers }),
          ...(note.trim() === '' ? {} : { private_comment: note.trim() }),
        },
      },
      {
        onSuccess: ({ label }) => {
          change(() => empty_basket);
          sayDone(say('parked', { label }));
          onClose();
        },
      },
    );
  return (
    <Modal
      opened
      onClose={onClose}
      title={say('park')}
      closeButtonProps={{ 'aria-label': say('close') }}
      centered
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
      >
        <Stack gap="md">
          <Text size="sm">{say('parkLead')}</Text>
          {park.error !== null && <Trouble error={park.error} />}
          {tables.length > 0 && (
            <Group grow align="flex-start">
              <NativeSelect
                size="md"
                label={say('table')}
                value={table}
                onChange={(event) => setTable(event.currentTarget.value)}
                data={[
                  { value: '', label: say('noTable') },
                  ...tables.map(({ id, name }) => ({ value: String(id), label: name })),
                ]}
              />
              <NumberInput
                size="md"
                label={say('covers')}
                min={0}
                max={covers_max}
                allowDecimal={false}
                value={covers ?? ''}
                onChange={(value) => setCovers(typeof value === 'number' ? value : undefined)}
              />
            </Group>
          )}
          <TextInput
            size="md"
            data-autofocus
            label={say('note')}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button size="md" type="submit" loading={park.isPending}>
              {say('parkNow')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
