import {
  operationPayloads,
  operationTypeSchema,
  type OperationPayload,
  type OperationType,
} from '../../shared/parcel/operations.ts';
import { operationBodySchema } from '../../shared/sync/operation.ts';
import type { ParkedCode } from '../../shared/sync/park-rules.ts';

/** An operation the cloud understands. */
export type Understood = {
  [T in OperationType]: {
    readonly seq: number;
    readonly parked: undefined;
    readonly type: T;
    readonly entity: string;
    readonly actor: string;
    readonly wallMs: number;
    readonly payload: OperationPayload<T>;
  };
}[OperationType];

/** Why an operation is parked: stored all the same, its number is used, nobody behind it waits unless it is about the same thing. */
export interface NotUnderstood {
  readonly seq: number;
  readonly parked: ParkedCode;
  readonly type: string | undefined;
  readonly entity: string | undefined;
}

export type Classified = Understood | NotUnderstood;

export const notUnderstood = (seq: number): NotUnderstood => ({
  seq,
  parked: 'OPERATION_NOT_UNDERSTOOD',
  type: undefined,
  entity: undefined,
});

/** Understood, but the database refused a value of it: kept as bytes alone. */
export const notStorable = (seq: number): NotUnderstood => ({
  ...notUnderstood(seq),
  parked: 'OPERATION_NOT_STORABLE',
});

/** Pure: the exact bytes of one operation, read with the schemas that the stations write with. Never throws. */
export function classify(seq: number, bytes: Buffer): Classified {
  let json: unknown;
  try {
    const text = utf8.decode(bytes);
    json = JSON.parse(text);
    if (MAY_NOT_BE_STORABLE.test(text) && !isStorable(json)) return notUnderstood(seq);
  } catch {
    return notUnderstood(seq);
  }
  const body = operationBodySchema.safeParse(json);
  if (!body.success || body.data.seq !== seq) return notUnderstood(seq);
  const { entity, actor, wallMs } = body.data;
  const type = operationTypeSchema.safeParse(body.data.type);
  // A newer station says something this cloud has not learned yet: kept whole for the day it has.
  if (!type.success) return { seq, parked: 'OPERATION_TYPE_UNKNOWN', type: body.data.type, entity };
  const payload = operationPayloads[type.data].safeParse(body.data.payload);
  if (!payload.success) return { ...notUnderstood(seq), type: type.data, entity };
  return { seq, parked: undefined, type: type.data, entity, actor, wallMs, payload: payload.data } as Understood;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** Escapes that may end in a text PostgreSQL cannot hold: NUL and halves of a surrogate pair. */
const MAY_NOT_BE_STORABLE = /\\u(?:0000|d[89a-f])/i;

/** With the u flag a pair is one character: only halves match. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !/[\0\p{Surrogate}]/u.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, part]) => isStorable(key) && isStorable(part));
}
