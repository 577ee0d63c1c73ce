import { Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { Confirm } from '../../kit/confirm.tsx';
import { sayDone } from '../../kit/done.ts';
import { useWords } from '../../words/use-words.ts';
import { changes } from './changes.ts';
import type { Order } from './states.tsx';
import { words } from './order-words.ts';

export type MoveName = 'confirm' | 'deliver' | 'cancel' | 'restore' | 'archive';

const done = {
  confirm: 'confirmed',
  deliver: 'delivered',
  cancel: 'cancelled',
  restore: 'restored',
  archive: 'archived',
} as const satisfies Record<MoveName, string>;

interface MoveDialogProps {
  readonly order: Order;
  /** undefined: closed */
  readonly asked: MoveName | undefined;
  readonly onClose: () => void;
}

/** Asks before a move, says what it will do, and afterwards what it did. */
export function MoveDialog({ order, asked, onClose }: MoveDialogProps): ReactNode {
  const say = useWords(words);
  const [reason, setReason] = useState('');
  const move = useMoves(order.id, reason.trim());
  const name = asked ?? 'confirm';
  return (
    <Confirm
      // what went wrong with another move is over
      key={name}
      opened={asked !== undefined}
      onClose={onClose}
      title={say(`${name}Title`)}
      act={say(name)}
      final={name === 'cancel'}
      onConfirm={async () => {
        await move[name]();
        sayDone(say(done[name]));
      }}
    >
      <Text size="sm">{say(`${name}Text`)}</Text>
      {name === 'cancel' && (
        <TextInput
          label={say('reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
    </Confirm>
  );
}

function useMoves(id: number, reason: string): Readonly<Record<MoveName, () => Promise<unknown>>> {
  const params = { id };
  const confirm = useWrite('confirm_order', { changes });
  const deliver = useWrite('deliver_order', { changes });
  const cancel = useWrite('cancel_order', { changes });
  const restore = useWrite('restore_order', { changes });
  const archive = useWrite('archive_order', { changes });
  return {
    confirm: () => confirm.mutateAsync({ params, body: {} }),
    deliver: () => deliver.mutateAsync({ params }),
    cancel: () => cancel.mutateAsync({ params, body: reason === '' ? {} : { reason } }),
    restore: () => restore.mutateAsync({ params, body: {} }),
    archive: () => archive.mutateAsync({ params }),
  };
}
