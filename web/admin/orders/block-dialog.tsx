import type { ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { useWords } from '../../words/use-words.ts';
import { changes } from './changes.ts';
import { ReasonDialog } from './reason-dialog.tsx';
import type { Ticket } from './states.tsx';
import { words } from './order-words.ts';

interface BlockDialogProps {
  readonly ticket: Ticket;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Stops a ticket, or lets it be good again. */
export function BlockDialog({ ticket, opened, onClose }: BlockDialogProps): ReactNode {
  const say = useWords(words);
  const block = useWrite('block_ticket', { changes });
  const unblock = useWrite('unblock_ticket', { changes });
  const blocked = ticket.blocked_at !== null;
  return (
    <ReasonDialog
      {...{ opened, onClose }}
      title={say(blocked ? 'unblockTitle' : 'blockTitle')}
      text={say(blocked ? 'unblockText' : 'blockText')}
      act={say(blocked ? 'unblock' : 'block')}
      final={!blocked}
      onReason={async (reason) => {
        await (blocked ? unblock : block).mutateAsync({ params: { id: ticket.id }, body: { reason } });
        sayDone(say(blocked ? 'unblocked' : 'blocked'));
      }}
    />
  );
}
