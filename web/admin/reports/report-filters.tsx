import { NativeSelect, SimpleGrid, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useAll } from '../../api/queries.ts';
import { useOrganizer } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { knownPlatforms, usePlatformName } from '../charts/platform-name.ts';
import { dimensionsOf, filtersOf, names, usePutAsked, type Asked, type Report } from './asked.ts';
import { dayIn, daysOf, periodOf, periods } from './periods.ts';
import { words } from './words.ts';

interface FiltersProps {
  readonly asked: Asked;
  /** of the report that is shown: its first and its last day */
  readonly shown: Report | undefined;
}

/** Which report, of which days, of what. */
export function ReportFilters({ asked, shown }: FiltersProps): ReactNode {
  const say = useWords(words);
  const put = usePutAsked();
  const { report } = asked.params;
  const dimensions = dimensionsOf[report];
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing="xs">
      <NativeSelect
        label={say('report')}
        value={report}
        data={names.map((value) => ({ value, label: say(value) }))}
        onChange={(event) => put({ report: event.currentTarget.value, by: undefined })}
      />
      {dimensions.length > 0 && (
        <NativeSelect
          label={say('by')}
          value={asked.query?.by ?? dimensions[0] ?? ''}
          data={dimensions.map((value) => ({ value, label: say(`by_${value}`) }))}
          onChange={(event) => put({ by: event.currentTarget.value })}
        />
      )}
      <PeriodFields asked={asked} shown={shown} />
      {filtersOf[report].includes('event_id') && <EventField asked={asked} />}
      {filtersOf[report].includes('platform') && <PlatformField asked={asked} />}
    </SimpleGrid>
  );
}

function PeriodFields({ asked, shown }: FiltersProps): ReactNode {
  const say = useWords(words);
  const put = usePutAsked();
  const [opened_at] = useState(() => new Date());
  const today = dayIn(useOrganizer()?.zone ?? 'UTC', opened_at);
  const from = asked.query?.from ?? shown?.from ?? '';
  const until = asked.query?.until ?? shown?.until ?? '';
  return (
    <>
      <NativeSelect
        label={say('period')}
        value={periodOf({ from, until }, today) ?? ''}
        data={[
          { value: '', label: say('ownDates') },
          ...periods.map((value) => ({ value, label: say(`period_${value}`) })),
        ]}
        onChange={(event) => {
          const period = periods.find((one) => one === event.currentTarget.value);
          if (period !== undefined) put({ ...daysOf(period, today) });
        }}
      />
      <TextInput
        type="date"
        label={say('from')}
        value={from}
        max={until}
        onChange={(event) => put({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={say('until')}
        value={until}
        min={from}
        onChange={(event) => put({ until: event.currentTarget.value })}
      />
    </>
  );
}

function EventField({ asked }: { readonly asked: Asked }): ReactNode {
  const say = useWords(words);
  const put = usePutAsked();
  const events = useAll('list_events', { query: { order: '-id' } });
  return (
    <NativeSelect
      label={say('event')}
      value={String(asked.query?.event_id ?? '')}
      data={[
        { value: '', label: say('allEvents') },
        ...(events.data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
      ]}
      onChange={(event) => put({ event_id: event.currentTarget.value })}
    />
  );
}

function PlatformField({ asked }: { readonly asked: Asked }): ReactNode {
  const say = useWords(words);
  const put = usePutAsked();
  const nameOf = usePlatformName();
  return (
    <NativeSelect
      label={say('platform')}
      value={asked.query?.platform ?? ''}
      data={[
        { value: '', label: say('allPlatforms') },
        ...knownPlatforms.map((value) => ({ value, label: nameOf(value) })),
      ]}
      onChange={(event) => put({ platform: event.currentTarget.value })}
    />
  );
}
