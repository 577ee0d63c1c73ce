import { Title } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { FormDialog } from '../../kit/form-dialog.tsx';
import { useProblemForm } from '../../kit/problem-form.ts';
import { useWords } from '../../words/use-words.ts';
import { AnswerField } from './answer-field.tsx';
import { changedAnswers, fieldOf, type Asked } from './answers-shown.ts';
import { changes } from './changes.ts';
import { ticketName } from './order-tickets.tsx';
import type { Order } from './states.tsx';
import { words } from './order-words.ts';

interface AnswersDialogProps {
  readonly order: Order;
  readonly asked: readonly Asked[];
  readonly onClose: () => void;
}

/** Staff answer what the buyer said at the counter or on the telephone. */
export default function AnswersDialog({ order, asked, onClose }: AnswersDialogProps): ReactNode {
  const say = useWords(words);
  const ofOrder = useWrite('answer_order_questions', { changes });
  const ofTicket = useWrite('answer_questions', { changes });
  const form = useProblemForm({
    initialValues: Object.fromEntries(asked.map((one) => [fieldOf(one), one.value])),
    submit: async (typed) => {
      for (const [ticket_id, answers] of changedAnswers(asked, typed)) {
        if (ticket_id === null) await ofOrder.mutateAsync({ params: { id: order.id }, body: { answers } });
        else await ofTicket.mutateAsync({ params: { id: ticket_id }, body: { answers } });
      }
      sayDone(say('answersSaved'));
      onClose();
    },
  });
  return (
    <FormDialog
      title={say('answersTitle')}
      act={say('save')}
      onSubmit={form.onSubmit}
      busy={form.submitting}
      trouble={form.trouble}
      onClose={onClose}
    >
      {[...Map.groupBy(asked, ({ ticket_id }) => ticket_id)].map(([ticket_id, own]) => (
        <Fragment key={ticket_id}>
          <Title order={3} size="h5">
            {ticket_id === null ? say('answersOfOrder') : nameOf(order, ticket_id)}
          </Title>
          {own.map((one) => (
            <AnswerField
              key={fieldOf(one)}
              asked={one}
              value={form.values[fieldOf(one)] ?? ''}
              onChange={(value) => form.setFieldValue(fieldOf(one), value)}
            />
          ))}
        </Fragment>
      ))}
    </FormDialog>
  );
}

function nameOf({ tickets_sold }: Order, ticket_id: number): string {
  const ticket = tickets_sold.find(({ id }) => id === ticket_id);
  return ticket === undefined ? String(ticket_id) : ticketName(ticket);
}
