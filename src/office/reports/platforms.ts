import { whole, type ReportForm, type ReportRow } from './report.ts';
import { ordersByChannel, saleParts } from './sale-parts.ts';

const whole_bp = 10_000;

/** Where sales were made, side by side: how many, how much, what part of all of that currency. */
export const platforms: ReportForm = {
  dimensions: [],
  filters: ['event_id'],
  balanced: true,
  columns: () => [
    { key: 'platform', type: 'platform' },
    { key: 'currency', type: 'text' },
    { key: 'orders', type: 'count', summed: true },
    { key: 'tickets', type: 'count', summed: true },
    { key: 'sold', type: 'amount', summed: true },
    { key: 'given_back', type: 'amount', summed: true },
    { key: 'amount', type: 'amount', summed: true },
    { key: 'share', type: 'rate' },
    { key: 'average', type: 'amount' },
  ],
  page: whole(async (rx, span) => {
    const parts = await saleParts(rx, span, ['channel']);
    const orders = await ordersByChannel(rx, span);
    const totals = new Map<string, number>();
    for (const { currency, amount } of parts) totals.set(currency, (totals.get(currency) ?? 0) + amount);
    const rows = orders.map(({ channel, currency, orders: many }): ReportRow => {
      const own = parts.filter((part) => part.channel === channel && part.currency === currency);
      const sum = (key: 'tickets' | 'sold' | 'amount'): number =>
        own.reduce((all, part) => all + part[key], 0);
      const [sold, amount] = [sum('sold'), sum('amount')];
      const total = totals.get(currency) ?? 0;
      return {
        ...{ platform: channel, currency, orders: many, tickets: sum('tickets') },
        ...{ sold, given_back: sold - amount, amount },
        share: total === 0 ? null : Math.round((amount / total) * whole_bp),
        average: Math.round(amount / many),
      };
    });
    return rows.toSorted((a, b) => Number(b['amount']) - Number(a['amount']));
  }),
};
