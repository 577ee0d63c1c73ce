import type { ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { Money } from '../../kit/money.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { whenText } from '../frame/when-text.ts';
import './day.css';
import { words } from './words.ts';

export type SessionDetail = Answer<'find_counter_session'>;

interface ReportPaperProps {
  readonly detail: SessionDetail;
  readonly organizer: string;
  readonly till: string;
  /** IANA */
  readonly zone: string;
}

/** The report of a session as the paper has it: an X while it is open, a Z once it is closed. */
export function ReportPaper({ detail, organizer, till, zone }: ReportPaperProps): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const { session, currency, sums, report, movements, pieces } = detail;
  const { closed_at, closing_amount, expected_amount, difference } = session;
  const at = (instant: string): string => whenText(instant, 'both', { zone, language });
  const money = (amount: number): ReactNode => <Money amount={amount} currency={currency} />;
  const row = (key: string, name: ReactNode, value: ReactNode, sum = false): ReactNode => (
    <Row key={key} name={name} value={value} sum={sum} />
  );
  return (
    <section className="roll" aria-label={say(closed_at === null ? 'reportX' : 'reportZ')}>
      <h2>{say(closed_at === null ? 'reportX' : 'reportZ')}</h2>
      <p>{organizer}</p>
      <p>{`${till} · ${say('sessionNumber', { id: session.id })}`}</p>
      <p>{say('openedAt', { at: at(session.opened_at) })}</p>
      {closed_at !== null && <p>{say('closedAt', { at: at(closed_at) })}</p>}
      {session.holder !== '' && <p>{session.holder}</p>}
      <h3>{say('salesTitle')}</h3>
      <table>
        <tbody>
          {row('sales', say('salesOf', { count: report.sales.count }), money(report.sales.amount))}
          {row(
            'returns',
            say('returnsOf', { count: report.returns.count }),
            money(-Math.abs(report.returns.amount)),
          )}
          {row('net', say('net'), money(report.net), true)}
        </tbody>
      </table>
      {report.departments.length > 0 && (
        <>
          <h3>{say('departments')}</h3>
          <table>
            <tbody>
              {report.departments.map(({ department_id, name, quantity, gross }) =>
                row(
                  String(department_id),
                  `${quantity} × ${name === '' ? say('noDepartment') : name}`,
                  money(gross),
                ),
              )}
            </tbody>
          </table>
        </>
      )}
      {report.vat.length > 0 && (
        <>
          <h3>{say('vatTitle')}</h3>
          <table>
            <tbody>
              {report.vat.map(({ vat_bp, gross, vat }) =>
                row(
                  String(vat_bp),
                  <>
                    {say('vatRate', { rate: rateText(vat_bp, language) })} ({money(gross)})
                  </>,
                  money(vat),
                ),
              )}
            </tbody>
          </table>
        </>
      )}
      <h3>{say('paymentsTitle')}</h3>
      <table>
        <tbody>
          {report.payments.map(({ payment_mode_id, name, method, count, amount }) =>
            row(`${payment_mode_id} ${method}`, `${count} × ${name === '' ? method : name}`, money(amount)),
          )}
          {report.payments.length === 0 && row('none', say('noPayments'), money(0))}
        </tbody>
      </table>
      <h3>{say('cashTitle')}</h3>
      <table>
        <tbody>
          {row('float', say('float'), money(session.opening_amount))}
          {row('received', say('received'), money(report.cash.received))}
          {report.cash.paid_back !== 0 &&
            row('back', say('paidBack'), money(-Math.abs(report.cash.paid_back)))}
          {movements
            .toReversed()
            .map(({ id, amount, reason }) => row(`movement ${id}`, reason, money(amount)))}
          {row('expected', say('expected'), money(expected_amount ?? sums.cash), true)}
          {closing_amount !== null && row('counted', say('counted'), money(closing_amount), true)}
          {difference !== null && row('difference', say('difference'), money(difference), true)}
        </tbody>
      </table>
      {pieces.closing.length > 0 && (
        <>
          <h3>{say('piecesTitle')}</h3>
          <table>
            <tbody>
              {pieces.closing.map(({ kind, value, count }) =>
                row(
                  `${kind} ${value}`,
                  <>
                    {count} × {money(value)}
                  </>,
                  money(count * value),
                ),
              )}
            </tbody>
          </table>
        </>
      )}
      {session.notes !== '' && <p>{session.notes}</p>}
      <h3>{say('journalTitle')}</h3>
      <table>
        <tbody>
          {row('lines', say('journalLines'), `${report.first_number}–${report.last_number}`)}
          {row('sold', say('soldEver'), money(report.sold_total))}
          {row('returned', say('returnedEver'), money(report.returned_total))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  readonly name: ReactNode;
  readonly value: ReactNode;
  readonly sum: boolean;
}

function Row({ name, value, sum }: RowProps): ReactNode {
  return (
    <tr className={sum ? 'roll-sum' : undefined}>
      <th scope="row">{name}</th>
      <td>{value}</td>
    </tr>
  );
}

/** 550 → "5,5 %" */
function rateText(vat_bp: number, language: string): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 }).format(
    vat_bp / 10_000,
  );
}
