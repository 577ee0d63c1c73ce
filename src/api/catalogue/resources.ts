import { options_max, questionKinds } from '../../domain/question-kinds.ts';
import { Type } from 'typebox';
import { discountKinds } from '../../domain/pricing.ts';
import * as as from './fields.ts';
import { resource } from './resource.ts';

/** The things of the catalogue whose rows are made, shown and changed as they stand. */

export const venues = resource({
  ...{ kind: 'venue', one: 'venue', many: 'venues', path: '/venues', words: 'Venues' },
  fields: {
    name: as.title,
    address_1: as.title,
    address_2: as.title,
    zip_code: as.title,
    city: as.title,
    country: as.title,
  },
  ...{ must: ['name'], fixed: [], kept: [] },
});

export const halls = resource({
  ...{ kind: 'hall', one: 'hall', many: 'halls', path: '/halls', words: 'Halls' },
  fields: {
    venue_id: as.idOrNull,
    name: as.title,
    scheme: as.json(
      Type.Record(Type.String({ maxLength: 100 }), Type.Unknown(), {
        description: 'the drawing around the places',
      }),
    ),
    created_at: as.instant,
  },
  ...{ must: ['name'], fixed: [], kept: ['created_at'] },
});

export const zones = resource({
  ...{ kind: 'zone', one: 'zone', many: 'zones', path: '/zones', words: 'Zones of halls' },
  fields: {
    hall_id: as.idOrNull,
    code: as.title,
    name: as.title,
    description: as.longText,
    color: as.titleOrNull,
    position: as.position,
  },
  ...{ must: ['code', 'name'], fixed: ['hall_id', 'code'], kept: [] },
});

export const places = resource({
  ...{ kind: 'place', one: 'place', many: 'places', path: '/places', words: 'Seats and areas' },
  fields: {
    hall_id: as.id,
    zone_id: as.id,
    kind: as.words(['seat', 'area']),
    code: as.title,
    row_label: as.title,
    seat_label: as.title,
    position: as.position,
    rank: as.position,
    capacity: as.count,
    x: as.coordinate,
    y: as.coordinate,
    withdrawn_at: as.instantOrNull,
  },
  must: ['zone_id', 'kind', 'code'],
  fixed: ['zone_id', 'kind', 'code'],
  kept: ['hall_id', 'withdrawn_at'],
});

export const sessions = resource({
  ...{ kind: 'session', one: 'session', many: 'sessions', path: '/sessions', words: 'Sessions' },
  fields: {
    event_id: as.id,
    hall_id: as.idOrNull,
    venue_id: as.idOrNull,
    kind: as.words(['timeslot', 'stream']),
    name: as.title,
    starts_at: as.instant,
    ends_at: as.instantOrNull,
    doors_open_at: as.instantOrNull,
    doors_close_at: as.instantOrNull,
    sale_starts_at: as.instantOrNull,
    sale_ends_at: as.instantOrNull,
    status: as.words(['scheduled', 'cancelled']),
    notes: as.longText,
    metadata: as.metadata,
    updated_at: as.instant,
  },
  ...{ must: ['event_id', 'starts_at'], fixed: ['event_id'], kept: ['updated_at'] },
});

export const priceGroups = resource({
  ...{ kind: 'price_group', one: 'price_group', many: 'price_groups', path: '/price-groups' },
  words: 'Headings of prices',
  fields: { event_id: as.id, parent_id: as.idOrNull, name: as.title, position: as.position },
  ...{ must: ['event_id', 'name'], fixed: ['event_id'], kept: [] },
});

export const prices = resource({
  ...{ kind: 'price', one: 'price', many: 'prices', path: '/prices', words: 'Prices' },
  fields: {
    event_id: as.idOrNull,
    price_group_id: as.idOrNull,
    name: as.title,
    description: as.longText,
    amount: as.amount,
    currency: as.currency,
    vat_bp: as.basisPoints,
    product_type: as.words([
      'seat',
      'numbered_seat',
      'pack',
      'subscription',
      'entries',
      'restaurant',
      'shuttle',
      'workshop',
      'training',
    ]),
    minimum: as.count,
    maximum: as.countOrNull,
    quantity_step: as.count,
    hidden: as.flag,
    entries: as.countOrNull,
    code: as.titleOrNull,
    gate_alert: as.titleOrNull,
    position: as.position,
    metadata: as.metadata,
    updated_at: as.instant,
  },
  ...{ must: ['name', 'amount'], fixed: ['event_id', 'currency'], kept: ['updated_at'] },
});

export const pools = resource({
  ...{ kind: 'pool', one: 'pool', many: 'pools', path: '/pools', words: 'Capacities' },
  fields: {
    event_id: as.idOrNull,
    kind: as.words(['quota', 'session', 'zone', 'area', 'code']),
    name: as.title,
    capacity: as.countOrNull,
    taken: as.count,
    reserved: as.count,
    session_id: as.idOrNull,
    zone_id: as.idOrNull,
    place_id: as.idOrNull,
    updated_at: as.instant,
  },
  must: ['kind', 'capacity'],
  fixed: ['event_id', 'kind', 'session_id', 'zone_id', 'place_id'],
  kept: ['taken', 'reserved', 'updated_at'],
});

export const allotments = resource({
  ...{ kind: 'allotment', one: 'allotment', many: 'allotments', path: '/allotments' },
  words: 'Parts of capacities that one channel alone may sell',
  fields: {
    pool_id: as.id,
    channel: as.title,
    capacity: as.count,
    taken: as.count,
    releases_at: as.instantOrNull,
    released_at: as.instantOrNull,
  },
  must: ['pool_id', 'channel', 'capacity'],
  fixed: ['pool_id', 'channel'],
  kept: ['taken', 'released_at'],
});

export const questions = resource({
  ...{
    kind: 'question',
    one: 'question',
    many: 'questions',
    path: '/questions',
    words: 'Questions to buyers',
  },
  fields: {
    event_id: as.id,
    price_id: as.idOrNull,
    scope: as.words(['ticket', 'order']),
    label: as.title,
    kind: as.words(questionKinds),
    options: as.json(Type.Array(Type.String({ maxLength: 500 }), { maxItems: options_max })),
    required: as.flag,
    at_gate: as.flag,
    position: as.position,
  },
  ...{ must: ['event_id', 'scope', 'label'], fixed: ['event_id', 'price_id'], kept: [] },
});

export const addOns = resource({
  ...{ kind: 'add_on', one: 'add_on', many: 'add_ons', path: '/add-ons', words: 'Add-ons sold with tickets' },
  fields: {
    event_id: as.id,
    category: as.title,
    product: as.title,
    product_reference: as.title,
    name: as.title,
    reference: as.title,
    amount: as.amount,
    vat_bp: as.basisPoints,
    pool_id: as.idOrNull,
    position: as.position,
  },
  ...{ must: ['event_id', 'name', 'amount'], fixed: ['event_id'], kept: [] },
});

const terms = {
  kind: as.words(discountKinds),
  value: as.amount,
  percent_bp: as.basisPoints,
  starts_at: as.instantOrNull,
  ends_at: as.instantOrNull,
  enabled: as.flag,
};

export const discounts = resource({
  ...{ kind: 'discount', one: 'discount', many: 'discounts', path: '/discounts', words: 'Discounts' },
  fields: {
    name: as.title,
    ...terms,
    metadata: as.metadata,
    created_at: as.instant,
    updated_at: as.instant,
  },
  ...{ must: ['name', 'kind'], fixed: [], kept: ['created_at', 'updated_at'] },
});
