import { compileCheck } from './check.ts';
import type { Check } from './check.ts';
import { CodecError } from './codec.ts';
import type { CodecContext } from './codec.ts';
import { errorsOf } from './contract.ts';
import type { Contract } from './contract.ts';
import { compileDecode } from './convert.ts';
import type { Convert } from './convert.ts';
import { byStatus } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { parseJson } from './json.ts';
import { isText, mediaOf } from './media.ts';
import { TransportFault } from './transport.ts';
import type { IncomingAnswer } from './transport.ts';

/** A failure that the contract declares, in the vendor's words (whatever its status). */
export class AnswerError<Told = { status: number; body: unknown }> extends Error {
  readonly endpoint: string;
  readonly told: Told;
  constructor(endpoint: string, told: Told) {
    super(`${endpoint} was refused`);
    this.name = 'AnswerError';
    this.endpoint = endpoint;
    this.told = told;
  }
}

interface Reading {
  readonly check: Check;
  readonly decode: Convert | undefined;
  readonly media: string | undefined;
  readonly text: boolean;
}

/** Compiles the reading of an endpoint's answers: the decoded body, or AnswerError, or TransportFault. */
export function compileReceive(name: string, contract: Contract, one: Endpoint) {
  const answers = new Map<number, Reading>();
  for (const [status, schema] of byStatus(one.answers)) {
    const media = mediaOf(schema);
    const decode = compileDecode(schema);
    answers.set(status, { check: compileCheck(schema), decode, media, text: isText(schema) });
  }
  const refusals = new Map<number, Check>();
  for (const [status, schema] of byStatus(errorsOf(contract, one)))
    refusals.set(status, compileCheck(schema));

  return (answer: IncomingAnswer, context: CodecContext): unknown => {
    const { status } = answer;
    const refusal = refusals.get(status);
    const reading = answers.get(status);
    if (reading?.media !== undefined && typeText(answer).startsWith(reading.media.split(';')[0] as string)) {
      return reading.text ? answer.body.toString('utf8') : answer.body;
    }
    if (refusal === undefined && reading === undefined) throw undeclared(answer);
    const wire = readJson(answer);
    if (refusal?.fits(wire) === true) throw new AnswerError(name, { status, body: wire });
    if (reading === undefined) throw undeclared(answer);
    return decodeAnswer(reading, wire, status, context);
  };
}

function decodeAnswer(
  { check, decode }: Reading,
  wire: unknown,
  status: number,
  context: CodecContext,
): unknown {
  if (!check.fits(wire)) {
    const { path, message } = check.explain(wire);
    throw new TransportFault('shape', `The answer's ${path === '' ? 'body' : path} ${message}`, { status });
  }
  try {
    return decode === undefined ? wire : decode(wire, context);
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    throw new TransportFault('shape', `The answer's ${error.path} ${error.message}`, {
      status,
      cause: error,
    });
  }
}

function typeText(answer: IncomingAnswer): string {
  const type = answer.headers['content-type'];
  return (Array.isArray(type) ? type[0] : type)?.toLowerCase() ?? '';
}

function undeclared(answer: IncomingAnswer): TransportFault {
  const { status } = answer;
  return new TransportFault('status', `The answer has status ${status}`, { status });
}

/** JSON whatever the content type says. */
function readJson(answer: IncomingAnswer): unknown {
  const { status } = answer;
  const text = answer.body.toString('utf8').replace(/^\uFEFF/, '');
  try {
    return parseJson(text);
  } catch (error) {
    const start = text.trimStart();
    if (start.startsWith('<'))
      throw new TransportFault(
        'html',
        status < 400 ? 'A page came instead of data' : `A page came instead of data, with status ${status}`,
        { status },
      );
    if (status >= 500) throw new TransportFault('status', `The answer has status ${status}`, { status });
    if (/^[[{"]/.test(start) && isCut(text, error)) {
      throw new TransportFault('truncated', 'The answer broke off', { status });
    }
    throw new TransportFault('malformed', 'The answer is not JSON', { status });
  }
}

/** Whether JSON.parse stumbled over the end rather than over what stands inside. */
function isCut(text: string, error: unknown): boolean {
  const message = error instanceof Error ? error.message : '';
  const position = /position (\d+)/.exec(message)?.[1];
  if (/^Unterminated string|^Unexpected end/.test(message)) return true;
  return position !== undefined && Number(position) >= text.trimEnd().length;
}
