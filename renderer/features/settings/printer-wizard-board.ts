import type { SendOutcome } from '../../../shared/devices/print-job.ts';
import type { ListedPrinter, PrinterProbe, PrinterTransport } from '../../../shared/devices/printer-wizard.ts';
import { testPageFor } from '../../../shared/labels/test-page.ts';
import type { Cue } from '../../../shared/parcel/weigh-bench-state.ts';
import type { PaperPrinter } from '../../../shared/settings/paper-printer.ts';
import type { PrinterSettings, Settings } from '../../../shared/settings/settings.ts';

/** Answers on the glass: F1–F3. */
export const ANSWERS = 3;

export const labelRoles = ['printer', 'fallbackPrinter'] as const;
/** The section of the settings: the station's printer, or the one a person may choose when that is in trouble. */
export type LabelRole = (typeof labelRoles)[number];
export const printerRoles = [...labelRoles, 'paperPrinter'] as const;
/** And the one of packing slips, customs forms and invoices. */
export type PrinterRole = (typeof printerRoles)[number];

/** Why it does not go on; each has its words. */
export type PrinterRefusal =
  /** Papers go by CUPS or to an address. */
  | 'no-paper'
  /** No page was printed. */
  | 'paper-first'
  /** Typed or scanned, and no address. */
  | 'address'
  /** The second printer before the first. */
  | 'main-first'
  /** The second printer is the first. */
  | 'same-printer'
  /** No paper of a test page's size. */
  | 'paper'
  /** Not a code of this page. */
  | 'other-code'
  /** Not one of the bars was read. */
  | 'unread'
  /** Some were not read; the same answer again goes on without them. */
  | 'some-unread'
  /** Nothing, or letters instead of a page: another language was put in. */
  | 'nothing-out'
  | 'rubbish-out'
  /** All languages were tried. */
  | 'no-language-left';

export interface PrinterWizard {
  readonly step:
    | 'role'
    | 'places'
    | 'asking'
    | 'nobody'
    | 'profile'
    | 'printing'
    | 'trouble'
    | 'samples'
    | 'place'
    | 'paper'
    | 'saved';
  readonly now: Pick<Settings, PrinterRole>;
  readonly role: PrinterRole;
  /** undefined: not looked yet. */
  readonly places: readonly ListedPrinter[] | undefined;
  readonly page: number;
  /** Address, size or place being typed. */
  readonly typed: string;
  readonly probe: PrinterProbe | undefined;
  readonly draft: PrinterSettings | undefined;
  /** In the role of the printer of papers, instead of a draft. */
  readonly paper: PaperPrinter | undefined;
  readonly paperSent: boolean;
  /** Of fieldsOf(draft). */
  readonly row: number;
  readonly tried: readonly PrinterSettings['language'][];
  readonly outcome: Extract<SendOutcome, { code: string }> | undefined;
  /** Codes of the page that were scanned back. */
  readonly read: readonly string[];
  readonly refusal: PrinterRefusal | undefined;
  readonly problem: string | undefined;
  readonly restartNeeded: boolean;
}

export type PrinterWizardEvent =
  | { readonly type: 'places'; readonly places: readonly ListedPrinter[] }
  | { readonly type: 'probed'; readonly probe: PrinterProbe }
  | { readonly type: 'printed'; readonly outcome: SendOutcome }
  | { readonly type: 'saved'; readonly now: Pick<Settings, PrinterRole>; readonly restartNeeded: boolean }
  | { readonly type: 'not-saved'; readonly why: string | undefined }
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'scan'; readonly text: string };

export type PrinterWizardEffect =
  | { readonly type: 'list' }
  | { readonly type: 'probe'; readonly transport: PrinterTransport }
  | { readonly type: 'test'; readonly printer: PrinterSettings }
  | { readonly type: 'test-paper'; readonly printer: PaperPrinter }
  | { readonly type: 'stop' }
  | { readonly type: 'save'; readonly role: LabelRole; readonly printer: PrinterSettings }
  | { readonly type: 'save-paper'; readonly printer: PaperPrinter }
  | { readonly type: 'leave' }
  | { readonly type: 'cue'; readonly cue: Cue };

export interface PrinterWizardStep {
  readonly state: PrinterWizard;
  readonly effects: readonly PrinterWizardEffect[];
}

export const initialPrinterWizard = (now: Pick<Settings, PrinterRole>): PrinterWizard => ({
  step: 'role',
  now,
  role: 'printer',
  places: undefined,
  page: 0,
  typed: '',
  probe: undefined,
  draft: undefined,
  paper: undefined,
  paperSent: false,
  row: 0,
  tried: [],
  outcome: undefined,
  read: [],
  refusal: undefined,
  problem: undefined,
  restartNeeded: false,
});

/** Those that can have the role: papers go to a spooler's queue, or to an address that is typed. */
export const fittingPrinters = ({ places, role }: PrinterWizard): readonly ListedPrinter[] =>
  (places ?? []).filter(({ transport }) => role !== 'paperPrinter' || transport.type === 'cups');
export const hasMorePrinters = (state: PrinterWizard): boolean => fittingPrinters(state).length > ANSWERS;
export const shownPrinters = (state: PrinterWizard): readonly ListedPrinter[] =>
  fittingPrinters(state).slice(state.page * ANSWERS, (state.page + 1) * ANSWERS);

/** Codes of the page that this paper has. */
export const pageCodes = (printer: PrinterSettings | undefined): readonly string[] =>
  printer === undefined ? [] : (testPageFor(printer)?.codes ?? []);
