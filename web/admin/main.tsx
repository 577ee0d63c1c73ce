import { RouterProvider } from '@tanstack/react-router';
import { whenSignedOut } from '../api/call.ts';
import { queryClient } from '../api/queries.ts';
import { start } from '../kit/start.tsx';
import { WithOffice } from '../kit/with-office.tsx';
import { router } from './routes.tsx';

whenSignedOut(() => {
  const { pathname, href } = router.state.location;
  // who is asked for the password may be wrong about it
  if (pathname.endsWith('/sign-in')) return;
  queryClient.clear();
  void router.navigate({ to: '/sign-in', search: { to: href } });
});

await start(
  <WithOffice>
    <RouterProvider router={router} />
  </WithOffice>,
);
