import { Button, Group, SimpleGrid, Skeleton, Text, TextInput } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { call, type Answer } from '../../api/call.ts';
import { useAsk, useWrite } from '../../api/queries.ts';
import { DataRows } from '../../kit/data-list.tsx';
import { sayDone } from '../../kit/done.ts';
import { AnchorTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { useProblemForm } from '../../kit/problem-form.ts';
import { Section } from '../../kit/section.tsx';
import { Meanwhile, useSeen } from '../../kit/seen.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { useOrderColumns } from '../orders/order-columns.tsx';
import { EraseDialog } from './erase-dialog.tsx';
import { saveText } from '../../kit/save-file.ts';
import { words } from './words.ts';

type Customer = Answer<'find_customer'>;

export default function CustomerPage(): ReactNode {
  const say = useWords(words);
  const { id } = useParams({ from: '/frame/customers/$id' });
  const customer = useAsk('find_customer', { params: { id: Number(id) } });
  if (customer.data !== undefined) return <CustomerOf key={id} customer={customer.data} />;
  return (
    <Page title={say('title')}>
      {customer.error === null ? (
        <Skeleton height={200} />
      ) : (
        <Trouble error={customer.error} onRetry={() => void customer.refetch()} />
      )}
      <AnchorTo to="/customers">{say('back')}</AnchorTo>
    </Page>
  );
}

function CustomerOf({ customer }: { readonly customer: Customer }): ReactNode {
  const say = useWords(words);
  const columns = useOrderColumns();
  const name = `${customer.first_name} ${customer.last_name}`.trim();
  return (
    <Page title={name || customer.email || say('unnamed')} actions={<PersonActions id={customer.id} />}>
      <AnchorTo to="/customers" size="sm">
        {say('back')}
      </AnchorTo>
      <Known customer={customer} />
      <Section wide title={say('latest')}>
        {customer.latest_orders.length === 0 ? (
          <Text size="sm">{say('noOrders')}</Text>
        ) : (
          <DataRows
            label={say('latest')}
            rows={customer.latest_orders}
            keyOf={({ id }) => id}
            columns={columns.filter(({ key }) => key !== 'buyer')}
          />
        )}
      </Section>
    </Page>
  );
}

/** What a person may ask for: to have everything, and to be forgotten. */
function PersonActions({ id }: { readonly id: number }): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const [trouble, setTrouble] = useState<unknown>();
  const [asked, setAsked] = useState(false);
  const save = async (): Promise<void> => {
    try {
      const copy = await call('export_customer', { params: { id } });
      saveText(`customer-${id}.json`, JSON.stringify(copy, null, 2), 'application/json');
      sayDone(say('exported'));
    } catch (error) {
      setTrouble(error);
    }
  };
  return (
    <Group gap="xs">
      {trouble !== undefined && <Trouble error={trouble} />}
      {may('customers.export') && (
        <Button variant="default" onClick={() => void save()}>
          {say('export')}
        </Button>
      )}
      {may('customers.erase') && (
        <Button variant="default" onClick={() => setAsked(true)}>
          {say('erase')}
        </Button>
      )}
      {asked && <EraseDialog id={id} onClose={() => setAsked(false)} />}
    </Group>
  );
}

const fields = [
  ['first_name', 'firstName'],
  ['last_name', 'lastName'],
  ['email', 'email'],
  ['phone', 'phone'],
  ['company', 'company'],
  ['address_1', 'address'],
  ['zip_code', 'zip'],
  ['city', 'city'],
  ['country', 'country'],
] as const;

function Known({ customer }: { readonly customer: Customer }): ReactNode {
  const say = useWords(words);
  const may = useMay()('customers.write');
  const change = useWrite('change_customer', {
    changes: ['find_customer', 'list_customers', 'list_orders', 'find_order'],
  });
  const now: Readonly<Record<string, string>> = Object.fromEntries(
    fields.map(([field]) => [field, customer[field]]),
  );
  const seen = useSeen(now, ['find_customer']);
  const form = useProblemForm({
    initialValues: now,
    submit: async (values) => {
      const typed = seen.typed(values);
      if (typed !== undefined) {
        const { body, was } = typed;
        await change.mutateAsync({ params: { id: customer.id }, body: { ...body, was } });
        seen.kept(body);
      }
      sayDone(say('saved'));
    },
    refused: seen.heard,
  });
  return (
    <Section wide title={say('known')}>
      <form onSubmit={form.onSubmit} noValidate>
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm">
          {fields.map(([field, word]) => (
            <TextInput key={field} label={say(word)} readOnly={!may} {...form.getInputProps(field)} />
          ))}
        </SimpleGrid>
        {form.trouble !== undefined && <Trouble error={form.trouble} />}
        <Meanwhile
          fields={fields.flatMap(([field, word]) =>
            seen.meanwhile.includes(field) ? [{ label: say(word), now: customer[field] || '–' }] : [],
          )}
        />
        {may && (
          <Group justify="flex-end" mt="md">
            <Button type="submit" loading={form.submitting}>
              {say('save')}
            </Button>
          </Group>
        )}
      </form>
    </Section>
  );
}
