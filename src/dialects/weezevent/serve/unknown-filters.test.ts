import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { weezevent } from '../contract.ts';
import { looksLikeFilter } from './unknown-filters.ts';

const not_filters = new Set(['access_token', 'api_key', 'username', 'password', 'full', 'minimized']);

describe('parameters of Weezevent that nobody declared', () => {
  it('are let pass where they ask for no part of the list', () => {
    const sent =
      '_ t ts v version nocache cb callback format lang locale timestamp nonce token device device_id client_id app_version ' +
      'session_id request_id utm_source utm_campaign return_url username password sort pretty debug output platform foo x';
    for (const name of sent.split(' ')) assert.equal(looksLikeFilter(name), false, name);
  });

  it('are refused where they are a filter of this service, of another call or of another service', () => {
    const asked =
      'id_evnt id_evenement id_date ids eventid eventId ticket_id idEvent id-event email barcode limit offset per_page ' +
      'page_size search since from to until date_from updated_since status include_refunded incldue_deleted last_updte ' +
      'lastUpdate display_passed returnRemoved participant maxResults where filter catgory';
    for (const name of asked.split(' ')) assert.equal(looksLikeFilter(name), true, name);
  });

  it('are refused wherever a declared filter loses a letter of its middle', () => {
    for (const endpoint of ['participants', 'dates', 'events', 'searchEvents'] as const) {
      for (const name of Object.keys(weezevent.endpoints[endpoint].input.properties)) {
        if (not_filters.has(name)) continue;
        assert.equal(looksLikeFilter(name), true, name);
        if (name.length < 6) continue;
        const middle = Math.floor(name.length / 2) + 1;
        const mistyped = name.slice(0, middle) + name.slice(middle + 1);
        assert.equal(looksLikeFilter(mistyped), true, mistyped);
      }
    }
  });
});
