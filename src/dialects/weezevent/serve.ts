import { mount, type Handlers } from '../../contract/route.ts';
import type { Office } from '../../office/office.ts';
import type { ServedDialect } from '../served-dialect.ts';
import { weezevent as weezeventContract } from './contract.ts';
import { callerOf, tokenOf, type Caller } from './serve/caller.ts';
import { changeParticipants, removeParticipants } from './serve/changed-participants.ts';
import { listDates } from './serve/dates.ts';
import { eventDetails } from './serve/event-details.ts';
import { eventCategories, searchEvents, searchEventsInFull } from './serve/event-search.ts';
import { listEventRows } from './serve/events.ts';
import { failureOf } from './serve/failures.ts';
import { given } from './serve/given.ts';
import { createLoginLimiter, login, logout } from './serve/login.ts';
import { addParticipants } from './serve/new-participants.ts';
import { listAnswers } from './serve/participant-answers.ts';
import { listParticipants } from './serve/participants.ts';
import { fieldsOf, nameScanUser, scanSettings, setScanSettings } from './serve/scan-application.ts';
import { listTickets } from './serve/tickets.ts';
import { statsOf } from './serve/ticket-stats.ts';
import { refuseUnknownFilters } from './serve/unknown-filters.ts';
import { walksOf } from './serve/walks.ts';

function handlersOf(office: Office): Handlers<typeof weezeventContract, Caller> {
  const walks = walksOf(office);
  const wrongLogins = createLoginLimiter();
  return {
    login: ({ input, request }) => login(office, wrongLogins, input, request.ip),
    logout: ({ auth, incoming }) => logout(office, auth, tokenOf(incoming)),
    events: ({ auth, input }) => listEventRows(office, auth, given(input)),
    dates: ({ auth, input }) => listDates(office, auth, given(input)),
    tickets: ({ auth, input }) => listTickets(office, auth, input),
    ticketStats: ({ auth, params, input }) => statsOf(office, auth, params.id, input),
    participants: ({ auth, input: { access_token: _token, api_key: _key, ...wish } }) =>
      listParticipants(office, auth, given(wish), walks),
    answers: ({ auth, params }) => listAnswers(office, auth, params.id),
    scanSettings: ({ auth }) => scanSettings(auth),
    setScanSettings: ({ auth, input, incoming }) =>
      setScanSettings(office, auth, { ...fieldsOf(incoming), ...input.settings }),
    scanUser: ({ auth, input }) => nameScanUser(office, auth, input.user),
    eventDetails: ({ auth, params }) => eventDetails(office, auth, params.id),
    searchEvents: ({ auth, input }) => searchEvents(office, auth, given(input)),
    searchEventsInFull: ({ auth, input }) => searchEventsInFull(office, auth, given(input)),
    eventCategories: () => eventCategories(office),
    addParticipants: ({ auth, input }) => addParticipants(office, auth, input.data),
    changeParticipants: ({ auth, input }) => changeParticipants(office, auth, input.data.participants),
    removeParticipants: ({ auth, input }) => removeParticipants(office, auth, input.data.participants),
  };
}

/** Weezevent below `/weezevent`, for the composition root. */
export const weezevent: ServedDialect = {
  name: 'weezevent',
  contract: weezeventContract,
  serve: (app, office) => {
    const let_in = callerOf(office);
    mount(app, weezeventContract, handlersOf(office), {
      authenticate: async (incoming) => {
        const caller = await let_in(incoming);
        refuseUnknownFilters(incoming);
        return caller;
      },
      fault: failureOf,
    });
  },
};
