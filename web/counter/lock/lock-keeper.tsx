import { useIdle } from '@mantine/hooks';
import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { useAsk } from '../../api/queries.ts';
import { useAway } from '../away/use-away.ts';
import { useTill } from '../frame/till.ts';
import { setLocked, useLocked } from './lock.ts';

const LockScreen = lazy(() => import('./lock-screen.tsx'));
const idle_ms = 600_000;

/** Hides an open till while it is locked; what was begun in it is still there afterwards. */
export function LockKeeper({ children }: { readonly children: ReactNode }): ReactNode {
  const locked = useLocked();
  useIdleLock();
  return (
    <>
      <div hidden={locked} inert={locked}>
        {children}
      </div>
      {locked && (
        <Suspense>
          <LockScreen />
        </Suspense>
      )}
    </>
  );
}

/** A till that nobody touches locks itself, where its holder has a PIN and the office could check it. */
function useIdleLock(): void {
  const { session } = useTill();
  const { away } = useAway();
  const idle = useIdle(idle_ms, { initialState: false });
  const catalogue = useAsk('till_catalogue', {});
  const returns = catalogue.data?.pin_holders.some(({ id }) => id === session.user_id) ?? false;
  useEffect(() => {
    if (idle && returns && !away) setLocked(true);
  }, [idle, returns, away]);
}
