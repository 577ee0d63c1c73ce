import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isProblem } from '../api/problem.ts';
import { queryClient } from '../api/queries.ts';
import { BrokenPage } from '../kit/trouble.tsx';
import { meQuery, settleOrganizer } from '../session/me.ts';
import { Frame } from './frame/frame.tsx';
import { MissingPage } from './frame/missing-page.tsx';

/** What an address may say behind `?`: plain text, so that it can be read, shared and typed. */
export type SearchTexts = { readonly [name: string]: string | undefined };

const root = createRootRoute({
  validateSearch: (search: Record<string, unknown>): SearchTexts => search as SearchTexts,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./sign-in/sign-in-page.tsx')),
});

/** Where an invitation leads, for somebody who has no password yet. */
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./invitation/invitation-page.tsx')),
});

/** Everything but getting in: asks who is there before anything is drawn. */
const frame = createRoute({
  getParentRoute: () => root,
  id: 'frame',
  component: Frame,
  beforeLoad: async ({ location }) => {
    try {
      settleOrganizer(await queryClient.ensureQueryData(meQuery));
    } catch (error) {
      if (isProblem(error, 'unauthenticated'))
        redirect({
          to: '/sign-in',
          search: location.href === '/' ? {} : { to: location.href },
          throw: true,
        });
      throw error;
    }
  },
});

type LoadedPage = () => Promise<{ readonly default: () => ReactNode }>;

/** A page below the frame, loaded when it is first looked at. */
function page<const P extends string>(path: P, load: LoadedPage) {
  return createRoute({ getParentRoute: () => frame, path, component: lazyRouteComponent(load) });
}

/** The pages of the desk: one line each. Those of the navigation are named in `navigation.ts` as well. */
const pages = [
  page('/', () => import('./home/home-page.tsx')),
  page('/keys', () => import('./keys/keys-page.tsx')),
  page('/keys/new', () => import('./keys/new-key-page.tsx')),
  page('/users', () => import('./users/users-page.tsx')),
  page('/users/new', () => import('./users/invite-page.tsx')),
  page('/users/$id', () => import('./users/user-page.tsx')),
  page('/devices', () => import('./devices/devices-page.tsx')),
  page('/devices/new', () => import('./devices/join-page.tsx')),
  page('/audit', () => import('./audit/audit-page.tsx')),
  page('/account', () => import('./account/account-page.tsx')),
  page('/events', () => import('./events/events-page.tsx')),
  page('/events/new', () => import('./events/new-event-page.tsx')),
  page('/events/$id', () => import('./events/event-page.tsx')),
  page('/events/$id/sessions', () => import('./event-parts/sessions-page.tsx')),
  page('/events/$id/capacities', () => import('./event-parts/capacities-page.tsx')),
  page('/events/$id/packs', () => import('./event-parts/packs-page.tsx')),
  page('/events/$id/add-ons', () => import('./event-parts/add-ons-page.tsx')),
  page('/events/$id/questions', () => import('./event-parts/questions-page.tsx')),
  page('/halls', () => import('./halls/halls-page.tsx')),
  page('/halls/new', () => import('./halls/new-hall-page.tsx')),
  page('/halls/$id', () => import('./halls/hall-page.tsx')),
  page('/halls/$id/edit', () => import('./halls/edit-hall-page.tsx')),
  page('/sessions/$id/seats', () => import('./halls/session-seats-page.tsx')),
  page('/orders', () => import('./orders/orders-page.tsx')),
  page('/orders/new', () => import('./orders/new-order-page.tsx')),
  page('/orders/$id', () => import('./orders/order-page.tsx')),
  page('/tickets', () => import('./tickets/tickets-page.tsx')),
  page('/customers', () => import('./customers/customers-page.tsx')),
  page('/customers/$id', () => import('./customers/customer-page.tsx')),
  page('/counter-setup', () => import('./counter-setup/counter-setup-page.tsx')),
  page('/counter-setup/$part', () => import('./counter-setup/counter-setup-page.tsx')),
  page('/imports/$kind', () => import('./imports/import-page.tsx')),
  page('/promo-codes', () => import('./promo-codes/promo-codes-page.tsx')),
  page('/promo-codes/new', () => import('./promo-codes/new-promo-codes-page.tsx')),
  page('/promo-codes/$id', () => import('./promo-codes/promo-code-page.tsx')),
  page('/conflicts', () => import('./gate/conflicts-page.tsx')),
  page('/gate', () => import('./gate/gate-page.tsx')),
  page('/gate/doors', () => import('./gate/doors-page.tsx')),
  page('/gate/doors/$id', () => import('./gate/door-page.tsx')),
  page('/reports', () => import('./reports/reports-page.tsx')),
  page('/connections', () => import('./connections/connections-page.tsx')),
  page('/connections/new', () => import('./connections/new-connection-page.tsx')),
  page('/connections/$id', () => import('./connections/connection-page.tsx')),
  // last: whatever is none of the above
  createRoute({ getParentRoute: () => frame, path: '$', component: MissingPage }),
];

export const router = createRouter({
  routeTree: root.addChildren([signIn, invitation, frame.addChildren(pages)]),
  basepath: '/admin',
  defaultPreload: 'intent',
  defaultErrorComponent: BrokenPage,
  defaultNotFoundComponent: MissingPage,
  scrollRestoration: true,
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
    const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
    return text === '' ? '' : `?${text}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
