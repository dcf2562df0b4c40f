import type { SealedShift } from '../ipc/supply-commands.ts';
import type { DocumentData } from '../labels/document-model.ts';
import { kgText } from '../measure/kg-text.ts';
import type { OperationPayload } from '../parcel/operations.ts';
import type { ShiftParcel, ShiftParcels } from './shift-parcels.ts';

export interface ShiftReportInput {
  readonly sealed: SealedShift;
  readonly shift: ShiftParcels;
  /** The counts that both shifts sign; undefined: the seal was set without them. */
  readonly reconciled: OperationPayload<'shiftReconciled'> | undefined;
  /** Wall clock of the first and the last operation. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly station: string;
  readonly nowMs: number;
  /** "2026-11-24 20:01", in the station's own time. */
  readonly timeText: (wallMs: number) => string;
}

const nodeWords: Readonly<Record<string, string>> = {
  counted: '清点 Counted',
  scanned: '已扫 Scanned',
  weighed: '已称重 Weighed',
  labelled: '已贴标 Labelled',
  bagged: '已装袋 Bagged',
  synced: '云端已存 In the cloud',
};
const whyWords: Readonly<Record<string, string>> = {
  'set-aside': '扣下 set aside',
  undone: '撤销 undone',
  merged: '合箱 merged',
  unit: '合成箱 merged carton',
  waiting: '待传 waiting',
  parked: '待处理 parked',
  explained: '组长说明 explained',
};
const stateWords: Readonly<Record<SealedShift['state'], string>> = {
  waiting: '待云端确认 open until the cloud has confirmed',
  equal: '两边一致 equal on both sides',
  open: '有差异 open, differs from the cloud',
  signed: '差异已签 differences signed',
};
type Row = DocumentData['rows'][number];
const row = (item: string, count = '', weight = '', note = ''): Row => ({ item, count, weight, note });

/** The shift on paper: the chain of counts, what explains each difference, weights by line, and every parcel of it by name. */
export function shiftReport(input: ShiftReportInput): DocumentData {
  const { sealed, shift, reconciled, station, timeText } = input;
  const parcels = [...shift.parcels.values()].sort((a, b) => (a.waybill < b.waybill ? -1 : 1));
  const signer = (as: 'outgoing' | 'incoming'): string =>
    sealed.signatures.find((one) => one.as === as)?.actor ?? '未签 not signed';
  const chain = (reconciled?.nodes ?? []).map(({ id, count }) => row(nodeWords[id] ?? id, String(count)));
  const reasons = (reconciled?.links ?? []).map(({ why, pieces }) => row(`  ${whyWords[why] ?? why}`, String(pieces)));
  const lines = sealed.seal.net.map(({ line, parcels: pieces, milligrams }) =>
    row(`线路 Line ${line}`, String(pieces), kgText(milligrams)),
  );
  const differences = sealed.differences.map((difference) =>
    row(`差异 Difference: ${difference.what}`, '', '', differenceText(difference)),
  );
  return {
    fields: {
      shift: sealed.operation,
      station,
      operator: `${signer('outgoing')} → ${signer('incoming')}`,
      begin: timeText(input.fromMs),
      end: timeText(input.toMs),
      printed: timeText(input.nowMs),
      parcels: String(parcels.filter(({ weighed }) => weighed).length),
      exceptions: String(parcels.filter(({ weighed, aside }) => !weighed || aside !== undefined).length),
      unsynced: sealed.state === 'waiting' ? stateWords.waiting : '0',
    },
    rows: [
      ...chain,
      ...reasons,
      row('封班 Seal', '', '', stateWords[sealed.state]),
      ...lines,
      ...differences,
      ...parcels.map(parcelRow),
    ],
  };
}

const differenceText = (difference: SealedShift['differences'][number]): string =>
  (difference.what === 'segment'
    ? `… ${difference.toSeq}`
    : `${difference.what === 'operation' ? `${difference.seq}: ` : ''}${difference.station} ≠ ${difference.cloud}`
  ).slice(0, 200);

const parcelRow = ({ waybill, gross, label, bag, unit, aside }: ShiftParcel): Row =>
  row(
    waybill,
    '1',
    gross,
    [bag ?? unit ?? '', aside ?? '', label === 'sent' || label === 'confirmed' ? '' : (label ?? '')]
      .filter((part) => part !== '')
      .join(', '),
  );
