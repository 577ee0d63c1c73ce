import { List, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { forget, useAsk, useWrite } from '../../api/queries.ts';
import { Confirm } from '../../kit/confirm.tsx';
import { sayDone } from '../../kit/done.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { changes } from '../orders/changes.ts';
import { words } from './words.ts';

interface EraseDialogProps {
  readonly id: number;
  readonly onClose: () => void;
}

/** Shows what goes and what must stay before a person is erased. */
export function EraseDialog({ id, onClose }: EraseDialogProps): ReactNode {
  const say = useWords(words);
  const navigate = useNavigate();
  const preview = useAsk('preview_erasure', { params: { id } });
  const erase = useWrite('erase_customer');
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  return (
    <Confirm
      opened
      onClose={onClose}
      title={say('eraseTitle')}
      act={say('eraseAct')}
      final
      ready={() => {
        setMissing(reason.trim() === '');
        return reason.trim() !== '' && preview.data !== undefined;
      }}
      onConfirm={async () => {
        await erase.mutateAsync({ params: { id }, body: { reason: reason.trim() } });
        sayDone(say('erased'));
        await navigate({ to: '/customers' });
        await forget('list_customers', ...changes);
      }}
    >
      {preview.error !== null && <Trouble error={preview.error} />}
      {preview.data === undefined ? <Skeleton height={120} /> : <Preview preview={preview.data} />}
      <TextInput
        label={say('reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={missing ? say('reasonNeeded') : undefined}
        required
      />
      <Text size="sm">{say('final')}</Text>
    </Confirm>
  );
}

function Preview({ preview }: { readonly preview: Answer<'preview_erasure'> }): ReactNode {
  const say = useWords(words);
  const { goes, stays, valid_tickets } = preview;
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {say('goes')}
      </Text>
      <List size="sm">
        {goes.map(({ table, rows }) => (
          <List.Item key={table}>
            {say(table)} ({say('rows', { count: rows })})
          </List.Item>
        ))}
      </List>
      <Text size="sm" fw={600}>
        {say('stays')}
      </Text>
      <Text size="sm">
        {say('staysText', {
          orders: stays.orders,
          tickets: stays.tickets,
          payments: stays.payments,
          refunds: stays.refunds,
          ledger: stays.ledger_rows,
        })}
      </Text>
      {valid_tickets > 0 && (
        <Text size="sm" fw={600}>
          {say('still', { count: valid_tickets })}
        </Text>
      )}
    </Stack>
  );
}
