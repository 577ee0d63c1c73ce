import {
  Button,
  Group,
  Loader,
  Modal,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  UnstyledButton,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { useAsk } from '../../api/queries.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import type { Customer } from './basket.ts';
import { useBasket } from './basket-keeper.tsx';
import { words } from './dialog-words.ts';

const pause_ms = 250;
const hits_max = 20;
const chars_min = 2;

/** Somebody whom the office knows, or a name and an address to note down. */
export default function CustomerDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const say = useWords(words);
  const { basket, change } = useBasket();
  const put = (customer: Customer | undefined): void => {
    change((old) => ({ ...old, customer }));
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={say('customer')}
      closeButtonProps={{ 'aria-label': say('close') }}
      centered
    >
      <Stack gap="md">
        <Text size="sm">{say('customerLead')}</Text>
        <Known onChosen={put} />
        <New onNamed={put} />
        {basket.customer !== undefined && (
          <Button size="md" variant="default" onClick={() => put(undefined)}>
            {say('remove')} · {basket.customer.label}
          </Button>
        )}
      </Stack>
    </Modal>
  );
}

function Known({ onChosen }: { readonly onChosen: (customer: Customer) => void }): ReactNode {
  const say = useWords(words);
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), pause_ms);
  const found = useAsk('search', { query: { q, limit: hits_max } }, { enabled: q.length >= chars_min });
  const people = (found.data?.items ?? []).filter(({ kind }) => kind === 'customer');
  return (
    <Stack gap="xs">
      <TextInput
        size="md"
        type="search"
        data-autofocus
        label={say('findCustomer')}
        placeholder={say('findCustomerHint')}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {found.isFetching && <Loader size="sm" aria-hidden />}
      {found.error !== null && <Trouble error={found.error} />}
      {q.length >= chars_min && found.data !== undefined && people.length === 0 && (
        <Text size="sm" role="status">
          {say('noCustomer')}
        </Text>
      )}
      {people.map(({ id, name, email }) => (
        <UnstyledButton
          key={id}
          className="row-button"
          onClick={() => onChosen({ customer_id: id, label: name === '' ? email : name })}
        >
          <Text fw={600}>{name === '' ? email : name}</Text>
          {name !== '' && <Text size="sm">{email}</Text>}
        </UnstyledButton>
      ))}
    </Stack>
  );
}

function New({ onNamed }: { readonly onNamed: (customer: Customer) => void }): ReactNode {
  const say = useWords(words);
  const [values, setValues] = useState({ first_name: '', last_name: '', email: '' });
  const [asked, setAsked] = useState(false);
  const first_name = values.first_name.trim();
  const last_name = values.last_name.trim();
  const email = values.email.trim();
  const customer = {
    ...(first_name === '' ? {} : { first_name }),
    ...(last_name === '' ? {} : { last_name }),
    ...(email === '' ? {} : { email }),
  };
  const label = `${first_name} ${last_name}`.trim() || email;
  const field = (name: keyof typeof values) => ({
    value: values[name],
    onChange: (event: { readonly currentTarget: HTMLInputElement }) => {
      const { value } = event.currentTarget;
      setValues((old) => ({ ...old, [name]: value }));
    },
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (label !== '') onNamed({ customer, label });
      }}
    >
      <Stack gap="sm">
        <Text fw={600}>{say('newCustomer')}</Text>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <TextInput size="md" label={say('firstName')} autoComplete="off" {...field('first_name')} />
          <TextInput size="md" label={say('lastName')} autoComplete="off" {...field('last_name')} />
        </SimpleGrid>
        <TextInput
          size="md"
          type="email"
          label={say('email')}
          autoComplete="off"
          {...field('email')}
          error={asked && label === '' ? say('someName') : undefined}
        />
        <Group justify="flex-end">
          <Button size="md" type="submit">
            {say('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
