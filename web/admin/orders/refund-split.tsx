import { Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { Money } from '../../kit/money.tsx';
import { useWords } from '../../words/use-words.ts';
import { ticketName } from './order-tickets.tsx';
import type { Ticket } from './states.tsx';
import { words } from './refund-words.ts';

interface RefundSplitProps {
  readonly split: Answer<'preview_refund'>;
  readonly tickets: readonly Ticket[];
}

/** What each ticket gets back and what is kept of it, to the cent. */
export function RefundSplit({ split, tickets }: RefundSplitProps): ReactNode {
  const say = useWords(words);
  const { parts, currency } = split;
  const nameOf = (id: number): string => {
    const ticket = tickets.find((one) => one.id === id);
    return ticket === undefined ? String(id) : ticketName(ticket);
  };
  return (
    <Stack gap="xs" role="region" aria-label={say('before')}>
      <Table aria-label={say('before')} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{say('ticket')}</Table.Th>
            <Table.Th scope="col" ta="right">
              {say('back')}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {say('kept')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {parts.map(({ ticket_id, amount, deduction }) => (
            <Figures key={ticket_id} name={nameOf(ticket_id)} {...{ amount, deduction, currency }} />
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Figures name={say('sum')} amount={split.amount} deduction={split.deduction} currency={currency} />
        </Table.Tfoot>
      </Table>
      <Text size="sm">{say('ends')}</Text>
    </Stack>
  );
}

interface FiguresProps {
  readonly name: string;
  readonly amount: number;
  readonly deduction: number;
  readonly currency: string;
}

function Figures({ name, amount, deduction, currency }: FiguresProps): ReactNode {
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        {name}
      </Table.Th>
      <Table.Td ta="right">
        <Money amount={amount} currency={currency} />
      </Table.Td>
      <Table.Td ta="right">
        <Money amount={deduction} currency={currency} />
      </Table.Td>
    </Table.Tr>
  );
}
