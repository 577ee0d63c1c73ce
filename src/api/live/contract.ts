import { Type } from 'typebox';
import { bytes } from '../../contract/media.ts';
import { apiEndpoint } from '../endpoint.ts';

/** What happens, as it happens. */
export const live = {
  live: apiEndpoint({
    method: 'GET',
    path: '/live',
    tags: ['live'],
    summary: 'Server-sent events: what has changed, for pages that follow it',
    description: `Each event's data is JSON.
\`changes\`: \`{items: [{action, subject_kind, subject_id, recorded_at}], more}\`, of what the caller may read;
\`scans\`: \`{items: [{id, outcome, refusal, direction, event_id, ticket_id, control_point_id, scanned_at}], more}\`;
\`runs\`: \`{items: [{id, connection_id, outcome, full, started_at, ended_at}]}\`, those that began or ended;
\`connections\`: \`{items: [{connection_id, waiting, dead, quarantined, failures, paused_until, asked_until, halted_at}]}\`, those of which
deliveries wait, failed or were given up, records were set aside, or calls are held back, other than before; counts up to 1000;
\`alarms\`: \`{open: [{id, code, subject_kind, subject_id, raised_at}]}\`, all that are open, whenever that changes;
\`sums\`: \`{kinds: ['sales', 'arrivals']}\`, whose sums, as \`home\` tells them, have caught up with what happened;
\`reset\`: too much was missed: read everything anew.
The stream ends after two minutes; a browser connects again by itself and names the last event it had (\`Last-Event-ID\`): it
is told what it missed, some of it twice. A browser's EventSource sends no headers: the organizer may stand in the query, as
\`guichet-organizer\`.`,
    needs: 'caller',
    headers: Type.Object({ 'last-event-id': Type.Optional(Type.String({ maxLength: 100 })) }),
    answers: { 200: bytes('text/event-stream') },
  }),
};
