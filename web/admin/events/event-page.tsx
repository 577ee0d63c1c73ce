import { Button, Group, Skeleton, Text, Textarea, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useAsk, useWrite } from '../../api/queries.ts';
import { Confirm } from '../../kit/confirm.tsx';
import { sayDone } from '../../kit/done.ts';
import { Fact, Facts } from '../../kit/facts.tsx';
import { ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { useProblemForm } from '../../kit/problem-form.ts';
import { Section } from '../../kit/section.tsx';
import { Meanwhile, useSeen } from '../../kit/seen.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { When } from '../../kit/when.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { BuyerRights } from './buyer-rights.tsx';
import { EventTabs } from '../event-parts/event-tabs.tsx';
import { EventOffers } from './event-offers.tsx';
import { EventState, type Event } from './event-state.tsx';
import { words } from './words.ts';

// below what is looked at first
const AtGate = lazy(() => import('./at-gate.tsx'));
const CopyEvent = lazy(() => import('./copy-event.tsx'));

export default function EventPage(): ReactNode {
  const say = useWords(words);
  const { id } = useParams({ from: '/frame/events/$id' });
  const event = useAsk('find_event', { params: { id: Number(id) } });
  if (event.error !== null)
    return (
      <Page title={say('title')}>
        <Trouble error={event.error} onRetry={() => void event.refetch()} />
      </Page>
    );
  if (event.data === undefined)
    return (
      <Page title={say('title')}>
        <Skeleton height={240} />
      </Page>
    );
  return <LoadedEvent event={event.data} />;
}

function LoadedEvent({ event }: { readonly event: Event }): ReactNode {
  const say = useWords(words);
  const may = useMay();
  return (
    <Page
      title={event.name}
      actions={
        <Group gap="xs">
          {may('sales.write') && event.status === 'published' && (
            <ButtonTo variant="default" to="/orders/new" search={{ event: String(event.id) }}>
              {say('sell')}
            </ButtonTo>
          )}
          {may('catalogue.write') && <CopyButton event={event} />}
          {may('catalogue.write') && <StatusButton event={event} />}
        </Group>
      }
    >
      <EventTabs id={event.id} here="sale" />
      <Section title={say('facts')}>
        <Facts>
          <Fact name={say('status')}>
            <EventState status={event.status} />
          </Fact>
          <Fact name={say('starts')}>
            {event.first_starts_at === null ? say('noDate') : <When at={event.first_starts_at} />}
          </Fact>
          <Fact name={say('sessions')}>{event.sessions}</Fact>
        </Facts>
        {may('catalogue.write') ? (
          <EventWords key={event.id} event={event} />
        ) : (
          event.description !== '' && <Text size="sm">{event.description}</Text>
        )}
      </Section>
      <EventOffers event={event} />
      {may('catalogue.write') && <BuyerRights key={event.id} event={event} />}
      {may('catalogue.write') && (
        <Suspense>
          <AtGate key={event.id} event_id={event.id} />
        </Suspense>
      )}
    </Page>
  );
}

function CopyButton({ event }: { readonly event: Event }): ReactNode {
  const say = useWords(words);
  const [copying, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" onClick={open}>
        {say('copy')}
      </Button>
      {copying && (
        <Suspense fallback={null}>
          <CopyEvent event={event} onClose={close} />
        </Suspense>
      )}
    </>
  );
}

/** On sale, or closed: a cancelled event is neither again by a button. */
function StatusButton({ event }: { readonly event: Event }): ReactNode {
  const say = useWords(words);
  const [closing, setClosing] = useState(false);
  const change = useWrite('change_event', { changes: ['find_event', 'list_events', 'list_offers'] });
  const put = async (status: 'published' | 'closed'): Promise<void> => {
    await change.mutateAsync({ params: { id: event.id }, body: { status } });
    sayDone(say(status === 'published' ? 'nowPublished' : 'nowClosed'));
  };
  if (event.status === 'cancelled') return null;
  if (event.status === 'published')
    return (
      <>
        <Button variant="default" onClick={() => setClosing(true)}>
          {say('close')}
        </Button>
        <Confirm
          opened={closing}
          onClose={() => setClosing(false)}
          title={say('closeTitle')}
          act={say('close')}
          onConfirm={() => put('closed')}
        >
          <Text size="sm">{say('closeLead')}</Text>
        </Confirm>
      </>
    );
  return (
    <>
      <Button loading={change.isPending} onClick={() => void put('published').catch(() => undefined)}>
        {say(event.status === 'draft' ? 'publish' : 'reopen')}
      </Button>
      {change.error !== null && <Trouble error={change.error} />}
    </>
  );
}

function EventWords({ event }: { readonly event: Event }): ReactNode {
  const say = useWords(words);
  const change = useWrite('change_event', { changes: ['find_event', 'list_events'] });
  const seen = useSeen({ name: event.name, description: event.description }, ['find_event']);
  const form = useProblemForm({
    initialValues: { name: event.name, description: event.description },
    validate: { name: (name) => (name.trim() === '' ? say('nameMissing') : null) },
    submit: async ({ name, description }) => {
      const typed = seen.typed({ name: name.trim(), description });
      if (typed !== undefined) {
        const { body, was } = typed;
        await change.mutateAsync({ params: { id: event.id }, body: { ...body, was } });
        seen.kept(body);
      }
      sayDone(say('saved'));
    },
    refused: seen.heard,
  });
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <TextInput label={say('name')} {...form.getInputProps('name')} />
      <Textarea
        label={say('description')}
        autosize
        minRows={2}
        mt="xs"
        {...form.getInputProps('description')}
      />
      {form.trouble !== undefined && <Trouble error={form.trouble} />}
      <Meanwhile
        fields={seen.meanwhile.map((name) =>
          name === 'name'
            ? { label: say('name'), now: event.name }
            : { label: say('description'), now: event.description || '–' },
        )}
      />
      <Group justify="flex-end" mt="sm">
        <Button type="submit" variant="default" loading={form.submitting}>
          {say('save')}
        </Button>
      </Group>
    </form>
  );
}
