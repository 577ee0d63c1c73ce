import { Button, Modal, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { ArrowDownTrayIcon } from '@heroicons/react/24/outline';
import { useState, type ReactNode } from 'react';
import { takeFile } from '../../api/call.ts';
import { useAsk } from '../../api/queries.ts';
import { Fact, Facts } from '../../kit/facts.tsx';
import { Money } from '../../kit/money.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { When } from '../../kit/when.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

interface ClosingDialogProps {
  readonly session_id: number;
  readonly till: string;
  readonly onClose: () => void;
}

/** The Z of a drawer that was counted, or the X of one that is open: what was rung up, how it was paid, what lay in it. */
export default function ClosingDialog({ session_id, till, onClose }: ClosingDialogProps): ReactNode {
  const say = useWords(words);
  const asked = useAsk('find_counter_session', { params: { id: session_id } });
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${say('closingOf')} ${session_id} · ${till}`}
      size="lg"
      closeButtonProps={{ 'aria-label': say('close') }}
    >
      {asked.isPending && <Skeleton height={240} />}
      {asked.error !== null && <Trouble error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data !== undefined && <Closing detail={asked.data} />}
    </Modal>
  );
}

type Detail = NonNullable<ReturnType<typeof useAsk<'find_counter_session'>>['data']>;

function Closing({ detail }: { readonly detail: Detail }): ReactNode {
  const say = useWords(words);
  const { session, report, currency } = detail;
  const money = (amount: number): ReactNode => <Money amount={amount} currency={currency} />;
  return (
    <Stack gap="md">
      <Facts>
        <Fact name={say('opened')}>
          <When at={session.opened_at} />
        </Fact>
        {session.closed_at !== null && (
          <Fact name={say('closed')}>
            <When at={session.closed_at} />
          </Fact>
        )}
        {session.holder !== '' && <Fact name={say('holder')}>{session.holder}</Fact>}
        <Fact name={say('float')}>{money(session.opening_amount)}</Fact>
        <Fact name={say('expected')}>{money(session.expected_amount ?? detail.sums.cash)}</Fact>
        {session.closing_amount !== null && (
          <Fact name={say('counted')}>{money(session.closing_amount)}</Fact>
        )}
        {session.difference !== null && <Fact name={say('difference')}>{money(session.difference)}</Fact>}
        {session.notes !== '' && <Fact name={say('notes')}>{session.notes}</Fact>}
      </Facts>
      <Sums
        title={say('rungUp')}
        rows={[
          ['sales', say('salesOf', { count: report.sales.count }), money(report.sales.amount)],
          [
            'returns',
            say('returnsOf', { count: report.returns.count }),
            money(-Math.abs(report.returns.amount)),
          ],
          ['net', say('net'), money(report.net)],
        ]}
      />
      <Sums
        title={say('departments')}
        rows={report.departments.map(({ department_id, name, quantity, gross }) => [
          String(department_id),
          `${quantity} × ${name || say('noDepartment')}`,
          money(gross),
        ])}
      />
      <Sums
        title={say('payments')}
        rows={report.payments.map(({ payment_mode_id, method, name, count, amount }) => [
          `${payment_mode_id} ${method}`,
          `${count} × ${name || method}`,
          money(amount),
        ])}
      />
      <JournalFile counter_id={session.counter_id} />
    </Stack>
  );
}

/** The whole journal of the till, closings and their signatures with it: to be kept where the office cannot write. */
function JournalFile({ counter_id }: { readonly counter_id: number }): ReactNode {
  const say = useWords(words);
  const [working, setWorking] = useState(false);
  const [trouble, setTrouble] = useState<unknown>();
  const take = async (): Promise<void> => {
    setWorking(true);
    setTrouble(undefined);
    try {
      await takeFile('counter_journal', { params: { id: counter_id }, query: {} });
    } catch (error) {
      setTrouble(error);
    } finally {
      setWorking(false);
    }
  };
  return (
    <Stack gap="xs" align="flex-start">
      <Text size="sm">{say('journalLead')}</Text>
      {trouble !== undefined && <Trouble error={trouble} />}
      <Button
        size="xs"
        variant="default"
        leftSection={<ArrowDownTrayIcon width={18} aria-hidden />}
        loading={working}
        onClick={() => void take()}
      >
        {say('journalFile')}
      </Button>
    </Stack>
  );
}

interface SumsProps {
  readonly title: string;
  readonly rows: readonly (readonly [key: string, name: string, amount: ReactNode])[];
}

function Sums({ title, rows }: SumsProps): ReactNode {
  if (rows.length === 0) return null;
  return (
    <div>
      <Title order={3} size="h5">
        {title}
      </Title>
      <Table aria-label={title} verticalSpacing={4}>
        <Table.Tbody>
          {rows.map(([key, name, amount]) => (
            <Table.Tr key={key}>
              <Table.Th scope="row" fw={400}>
                {name}
              </Table.Th>
              <Table.Td ta="right">{amount}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
