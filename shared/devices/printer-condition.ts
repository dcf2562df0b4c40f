import { z } from 'zod';

/** What keeps a printer from printing, as the printer itself reports it. `silent`: it has answered before and does not now. */
export const printerTroubleSchema = z.enum([
  'paper-out',
  'paper-jam',
  'ribbon-out',
  'head-open',
  'cover-open',
  'paused',
  'too-hot',
  'too-cold',
  'cutter-fault',
  'memory-fault',
  'battery-low',
  'waits-for-take',
  'queue-stopped',
  'other-error',
  'silent',
]);
export type PrinterTrouble = z.infer<typeof printerTroubleSchema>;

/** Prints on, and soon will not. */
export const printerWarningSchema = z.enum(['paper-low', 'ribbon-low', 'clean-head', 'replace-head']);
export type PrinterWarning = z.infer<typeof printerWarningSchema>;

/** One answer of a printer. A field it does not report is undefined, never "fine". */
export interface PrinterCondition {
  readonly troubles: readonly PrinterTrouble[];
  readonly warnings: readonly PrinterWarning[];
  /** Something is being printed, or received and not yet printed. undefined: this language does not say. */
  readonly busy: boolean | undefined;
  /** At least so many whole labels are inside that have not come out. undefined: this language does not say, or not just now. */
  readonly held?: number;
  /** It holds the beginning of a job whose end never came; the next job would run into it. */
  readonly partial?: boolean;
}

/** Words a person can act on; order of the enum. */
export const troubleWords: Readonly<Record<PrinterTrouble, { readonly zh: string; readonly en: string }>> = {
  'paper-out': { zh: '缺纸', en: 'paper out' },
  'paper-jam': { zh: '卡纸', en: 'paper jam' },
  'ribbon-out': { zh: '碳带用完', en: 'ribbon out' },
  'head-open': { zh: '打印头打开', en: 'head open' },
  'cover-open': { zh: '盖子打开', en: 'cover open' },
  paused: { zh: '暂停', en: 'paused' },
  'too-hot': { zh: '过热', en: 'too hot' },
  'too-cold': { zh: '过冷', en: 'too cold' },
  'cutter-fault': { zh: '切刀故障', en: 'cutter fault' },
  'memory-fault': { zh: '内存故障', en: 'memory fault' },
  'battery-low': { zh: '电量低', en: 'battery low' },
  'waits-for-take': { zh: '等人取标签', en: 'waits for its label to be taken' },
  'queue-stopped': { zh: '打印队列停止', en: 'print queue stopped' },
  'other-error': { zh: '打印机报错', en: 'printer error' },
  silent: { zh: '打印机不回答', en: 'the printer says nothing' },
};

export const warningWords: Readonly<Record<PrinterWarning, { readonly zh: string; readonly en: string }>> = {
  'paper-low': { zh: '纸快用完', en: 'paper low' },
  'ribbon-low': { zh: '碳带快用完', en: 'ribbon low' },
  'clean-head': { zh: '请清洁打印头', en: 'clean the head' },
  'replace-head': { zh: '请更换打印头', en: 'replace the head' },
};

export const troublesInEnglish = (condition: PrinterCondition): string =>
  [
    ...condition.troubles.map((each) => troubleWords[each].en),
    ...condition.warnings.map((each) => warningWords[each].en),
  ].join(', ');
