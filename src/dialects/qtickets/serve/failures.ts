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
  const found = told.flatMap((name) => {
    const value = details[name];
    return typeof value === 'string' || typeof value === 'number' ? [[name, value] as const] : [];
  });
  return found.length === 0 ? [] : [Object.fromEntries(found)];
}
