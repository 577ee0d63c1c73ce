import { Button, Text } from '@mantine/core';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { useAsk } from '../../api/queries.ts';
import { useWords } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import './away.css';
import { away } from './away.ts';
import { useAway } from './use-away.ts';
import { words } from './notice-words.ts';

const AloneSale = lazy(() => import('./alone-sale.tsx'));
const catalogue_every_ms = 300_000;

/**
 * Around the pages of an open till: says whether the office answers, and sells alone where somebody asks for it. The pages stay as
 * they are meanwhile: a payment that was sent and not answered is still theirs to send again, under the same mark.
 */
export function AwayKeeper({ children }: { readonly children: ReactNode }): ReactNode {
  const { setup } = useTill();
  const [alone, setAlone] = useState(false);
  const organizer_id = setup.organizer.id;
  useEffect(() => away.start(organizer_id), [organizer_id]);
  const catalogue = useAsk('till_catalogue', {}, { every_ms: catalogue_every_ms });
  useEffect(() => {
    if (catalogue.data === undefined) return;
    void away.keepCatalogue(catalogue.data).catch(() => undefined);
    // loaded while there is a network to load it over
    void import('./alone-sale.tsx').catch(() => undefined);
  }, [catalogue.data]);
  return (
    <>
      <AwayNotice alone={alone} onAlone={setAlone} />
      <div hidden={alone}>{children}</div>
      {alone && (
        <Suspense>
          <AloneSale />
        </Suspense>
      )}
    </>
  );
}

interface AwayNoticeProps {
  readonly alone: boolean;
  readonly onAlone: (alone: boolean) => void;
}

function AwayNotice({ alone, onAlone }: AwayNoticeProps): ReactNode {
  const say = useWords(words);
  const { away: isAway, waiting, rejected } = useAway();
  if (!isAway && !alone && waiting === 0 && rejected === 0) return null;
  const refused = !isAway && rejected > 0;
  return (
    <div className={`away no-print ${isAway || refused ? 'away-bad' : ''}`} role="status">
      <div className="away-words">
        <Text fw={700}>
          {isAway
            ? say('awayTitle')
            : refused
              ? say('rejectedNotice', { count: rejected })
              : say('backTitle')}
        </Text>
        {isAway && <Text size="sm">{say('awayLead')}</Text>}
        {waiting > 0 && <Text size="sm">{say('waiting', { count: waiting })}</Text>}
        {refused && (
          <Link href="/day" onClick={() => onAlone(false)}>
            {say('see')}
          </Link>
        )}
      </div>
      {isAway && !alone && (
        <Button size="md" onClick={() => onAlone(true)}>
          {say('sellAlone')}
        </Button>
      )}
      {!isAway && alone && (
        <Button size="md" onClick={() => onAlone(false)}>
          {say('backToSale')}
        </Button>
      )}
    </div>
  );
}
