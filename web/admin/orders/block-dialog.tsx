import { Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { Confirm } from '../../kit/confirm.tsx';
import { sayDone } from '../../kit/done.ts';
import { useWords } from '../../words/use-words.ts';
import { changes } from './changes.ts';
import type { Ticket } from './states.tsx';
import { words } from './order-words.ts';

interface BlockDialogProps {
  readonly ticket: Ticket;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Stops a ticket, or lets it be good again; why is asked for, since somebody at the gate will ask. */
export function BlockDialog({ ticket, opened, onClose }: BlockDialogProps): ReactNode {
  const say = useWords(words);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const block = useWrite('block_ticket', { changes });
  const unblock = useWrite('unblock_ticket', { changes });
  const blocked = ticket.blocked_at !== null;
  return (
    <Confirm
      opened={opened}
      onClose={onClose}
      title={say(blocked ? 'unblockTitle' : 'blockTitle')}
      act={say(blocked ? 'unblock' : 'block')}
      final={!blocked}
      ready={() => {
        setMissing(reason.trim() === '');
        return reason.trim() !== '';
      }}
      onConfirm={async () => {
        const input = { params: { id: ticket.id }, body: { reason: reason.trim() } };
        await (blocked ? unblock : block).mutateAsync(input);
        sayDone(say(blocked ? 'unblocked' : 'blocked'));
      }}
    >
      <Text size="sm">{say(blocked ? 'unblockText' : 'blockText')}</Text>
      <TextInput
        label={say('reason')}
        error={missing ? say('reasonNeeded') : undefined}
        required
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Confirm>
  );
}
