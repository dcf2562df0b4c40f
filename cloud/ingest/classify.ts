import { operationPayloads, operationTypeSchema, type OperationType } from '../../shared/parcel/operations.ts';
import { operationBodySchema, type OperationBody } from '../../shared/sync/operation.ts';

/** An operation the cloud understands, or why it is parked: stored all the same, its number is used, nobody behind it waits. */
export type Classified =
  | { readonly seq: number; readonly parked: undefined; readonly type: OperationType; readonly body: OperationBody }
  | { readonly seq: number; readonly parked: ParkedCode; readonly type: string | undefined };

export type ParkedCode = 'OPERATION_NOT_UNDERSTOOD' | 'OPERATION_TYPE_UNKNOWN' | 'OPERATION_TARGET_UNKNOWN';

export function classify(seq: number, bytes: Buffer): Classified {
  const notUnderstood = { seq, parked: 'OPERATION_NOT_UNDERSTOOD', type: undefined } as const;
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return notUnderstood;
  }
  const body = operationBodySchema.safeParse(json);
  if (!body.success || body.data.seq !== seq) return notUnderstood;
  const type = operationTypeSchema.safeParse(body.data.type);
  // A newer station says something this cloud has not learned yet: kept whole for the day it has.
  if (!type.success) return { seq, parked: 'OPERATION_TYPE_UNKNOWN', type: body.data.type };
  if (!operationPayloads[type.data].safeParse(body.data.payload).success) return { ...notUnderstood, type: type.data };
  return { seq, parked: undefined, type: type.data, body: body.data };
}
