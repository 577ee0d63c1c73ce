import { Type } from 'typebox';
import { bytes } from '../../contract/media.ts';
import { limits } from '../../domain/limits.ts';
import { apiEndpoint } from '../endpoint.ts';
import { ById } from '../shapes.ts';

const LineNumber = Type.Integer({ minimum: 1, maximum: limits.count_max });

export const archiveEndpoints = {
  counter_journal: apiEndpoint({
    method: 'GET',
    path: '/counters/{id}/journal',
    tags: ['counter'],
    summary:
      'The journal of a till as an archive that anybody can check, such as by `guichet journal verify FILE`',
    description:
      'A head in JSON; each line as its hash, its signature or a dash, and its text; the end in JSON.',
    needs: 'counter.read',
    params: ById,
    query: Type.Object({
      first: Type.Optional(Type.Integer({ ...LineNumber, description: 'the first line; 1 unless given' })),
      last: Type.Optional(
        Type.Integer({ ...LineNumber, description: 'the last line; the end unless given' }),
      ),
    }),
    answers: { 200: bytes('text/plain; charset=utf-8') },
  }),
};
