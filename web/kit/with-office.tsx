import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, type ReactNode } from 'react';
import { queryClient } from '../api/queries.ts';

const Notices = lazy(() => import('./notices.tsx'));

/** Around a face that reads and writes through `/api`: what was read of the office, and what it says in passing. */
export function WithOffice({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <QueryClientProvider client={queryClient}>
      <Suspense>
        <Notices />
      </Suspense>
      {children}
    </QueryClientProvider>
  );
}
