import type { FaultAnswer } from '../../../contract/route.ts';
import type { Fault, FaultCode } from '../../../domain/faults.ts';

/**
 * A fault in Qtickets' envelope. The answer to a wrong token is the vendor's own, word for word (wire-notes.md,
 * "Qtickets"); the vendor documents no other text, so these say in Russian what a person at the vendor's client needs.
 * `code` is Guichet's code in capitals, `info` names the field.
 */
interface Words {
  readonly status?: number;
  readonly code?: string;
  readonly error: string;
}

const words: Partial<Record<FaultCode, Words>> = {
  unauthenticated: { status: 403, code: 'WRONG_AUTHORIZATION', error: 'Wrong authorization' },
  forbidden: { error: 'Недостаточно прав' },
  rate_limited: { error: 'Слишком много запросов' },
  not_found: { error: 'Не найдено' },
  method_not_allowed: { error: 'Метод не поддерживается' },
  not_supported: { error: 'Не поддерживается' },
  invalid_input: { error: 'Неверный запрос' },
  unknown_filter: { error: 'Неизвестный фильтр' },
  invalid_date: { error: 'Неверная дата' },
  invalid_amount: { error: 'Неверная сумма' },
  amount_out_of_range: { error: 'Слишком большая сумма' },
  invalid_email: { error: 'Неверный email' },
  email_taken: { error: 'Этот email принадлежит другому покупателю' },
  already_exists: { error: 'Уже существует' },
  in_use: { error: 'Нельзя изменить: уже есть заказы' },
  too_large: { error: 'Слишком большой запрос' },
  busy: { error: 'Сервис занят, повторите запрос' },
  internal: { error: 'Внутренняя ошибка' },
  sold_out: { error: 'Недостаточно свободных мест' },
  seats_not_free: { error: 'Место уже занято' },
  sale_not_open: { error: 'Продажа ещё не началась' },
  sale_closed: { error: 'Продажа закрыта' },
  price_not_visible: { error: 'Этот тариф не продаётся' },
  below_minimum: { error: 'Количество меньше минимального' },
  above_maximum: { error: 'Количество больше максимального' },
  wrong_step: { error: 'Неверное количество' },
  pack_incomplete: { error: 'Неполный абонемент' },
  capacity_below_sold: { error: 'Количество меньше проданного' },
  illegal_move: { error: 'Состояние заказа этого не допускает' },
  order_expired: { error: 'Время бронирования истекло' },
  restore_after_refund: { error: 'Нельзя восстановить заказ с возвратами' },
  refund_exceeds_paid: { error: 'Сумма возврата больше оплаченной' },
  refund_amount_or_deduction: { error: 'Нужно указать amount или deduction_amount, одно из двух' },
  already_refunded: { error: 'Билет уже возвращён' },
  customer_required: { error: 'Нужен покупатель' },
  promo_code_unknown: { error: 'Промокод не найден' },
  promo_code_not_valid: { error: 'Промокод не действует' },
  promo_code_used_up: { error: 'Промокод уже использован' },
  promo_code_out_of_scope: { error: 'Промокод не действует на эти билеты' },
  invalid_barcode: { error: 'Неверный штрихкод' },
  payment_mode_off: { error: 'Этот способ оплаты выключен' },
};

export function failureOf(fault: Fault): FaultAnswer {
  const { status = fault.status, code, error = fault.message } = words[fault.code] ?? {};
  const retry_ms = fault.details['retry_after_ms'];
  const headers = typeof retry_ms === 'number' ? { 'retry-after': String(Math.ceil(retry_ms / 1000)) } : {};
  const body = { error, status, code: code ?? fault.code.toUpperCase(), info: infoOf(fault) };
  return { status, headers, body };
}

/** What the engine calls by other words than the client did, by the kind of thing where it matters. */
const vendorWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  promo_code: { label: 'code', starts_at: 'active_from', ends_at: 'active_to' },
  session: {
    starts_at: 'start_date',
    ends_at: 'finish_date',
    doors_open_at: 'open_date',
    sale_starts_at: 'sale_start_date',
    sale_ends_at: 'sale_finish_date',
  },
  event: { image_url: 'poster' },
  price: { amount: 'default_price' },
  venue: { name: 'place_name', address_1: 'place_address' },
  '': { first_name: 'name', last_name: 'surname', hold_until: 'reserved_to', level: 'multiprice_code' },
};

/** `starts_at`, and `before starts_at` where a reason names another field. */
function inVendorWords(kind: unknown, text: string): string {
  const words = vendorWords[typeof kind === 'string' ? kind : ''] ?? vendorWords[''];
  return text.replaceAll(/\b[a-z_0-9]+\b/g, (word) =>
    words !== undefined && Object.hasOwn(words, word) ? (words[word] ?? word) : word,
  );
}

/** What of the details helps the caller; never what was sent as a value. */
const told = [
  'path',
  'column',
  'operator',
  'field',
  'kind',
  'id',
  'message',
  'reason',
  'most',
  'left',
] as const;

function infoOf({ code, details }: Fault): Record<string, unknown>[] {
  if (code === 'unauthenticated' || code === 'internal') return [];
  const found: Record<string, string | number> = {};
  for (const name of told) {
    const value = details[name];
    const isWord = name === 'field' || name === 'reason' || (name === 'kind' && value === 'level');
    if (typeof value === 'string') found[name] = isWord ? inVendorWords(details['kind'], value) : value;
    // ids of the engine are numbers, and nobody's outside; those that a client named are told as texts
    else if (typeof value === 'number' && name !== 'id') found[name] = value;
  }
  return Object.keys(found).length === 0 ? [] : [found];
}
