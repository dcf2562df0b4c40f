import { failure, success, type Result } from '../../shared/errors/catalog.ts';
import type { OperationType } from '../../shared/parcel/operations.ts';
import { jobIdOf } from '../../shared/labels/label-ledger.ts';
import { operationBodySchema } from '../../shared/sync/operation.ts';
import type { FlowParts } from './flow.ts';

/** Saves one operation. When it answers, the record is on the disk and the view of bags has it. job: the name of a label it asks for. */
export async function appendOperation(
  { bridge, bags, operations, station }: Pick<FlowParts, 'bridge' | 'bags' | 'operations' | 'station'>,
  operation: {
    readonly operation: OperationType;
    readonly entity: string;
    readonly payload: Record<string, unknown>;
  },
): Promise<Result<{ readonly seq: number; readonly job: string }>> {
  const { operation: type, entity, payload } = operation;
  const result = await bridge.invoke('operation.append', { type, entity, payload });
  if (!result.ok) return failure(result.error.code, result.error.detail);
  const { device, epoch } = operations.head() ?? station().head;
  const { seq, body } = result.value;
  bags.recorded(epoch, operationBodySchema.parse(JSON.parse(body)));
  return success({ seq, job: jobIdOf(device, epoch, seq) });
}
