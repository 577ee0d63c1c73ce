import type { ReactNode } from 'react';
import { AwayKeeper } from '../away/away-keeper.tsx';
import { LockKeeper } from '../lock/lock-keeper.tsx';

interface KeepersProps {
  readonly head: ReactNode;
  readonly children: ReactNode;
}

/** What stands between an open till and its pages: the lock, and whether the office answers. */
export default function Keepers({ head, children }: KeepersProps): ReactNode {
  return (
    <LockKeeper>
      {head}
      <AwayKeeper>{children}</AwayKeeper>
    </LockKeeper>
  );
}
