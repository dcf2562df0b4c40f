import type { ReactElement } from 'react';
import { nameOfPrinterPlace } from '../../../shared/devices/printer-wizard.ts';
import { errorCatalog, errorCodeSchema } from '../../../shared/errors/catalog.ts';
import { sampleOf } from '../../../shared/labels/test-page.ts';
import type { PrinterSettings } from '../../../shared/settings/settings.ts';
import { useSay, type Say } from '../../text/i18n.ts';
import { Check, Now, Ok, Open } from '../../ui/shapes.tsx';
import { Rows, type Row } from '../../ui/stage-views.tsx';
import { fieldsOf, type PrinterField } from './printer-fields.ts';
import { Choices, type Choice } from './choices.tsx';
import { Typed } from './typed-text.tsx';
import { pageCodes, printerRoles, shownPrinters, type PrinterWizard } from './printer-wizard-board.ts';

interface ViewProps {
  readonly wizard: PrinterWizard;
  readonly onKey: (key: string) => void;
}

/** What the step is about. */
export function MainPanel({ wizard, onKey }: ViewProps): ReactElement {
  const { say } = useSay();
  const { step, draft, typed } = wizard;
  switch (step) {
    case 'role':
      return <Choices choices={roleChoices(wizard, say)} onKey={onKey} />;
    case 'places':
      return wizard.places === undefined ? (
        <p>{say('prLooking')}</p>
      ) : (
        <Choices
          choices={shownPrinters(wizard).map(({ transport, name, model }) => [
            name.length > 24 ? nameOfPrinterPlace(transport) : name,
            model ?? nameOfPrinterPlace(transport),
          ])}
          onKey={onKey}
        />
      );
    case 'asking':
      return <Rows rows={connectionRows(wizard, say)} />;
    case 'nobody':
      return <Choices choices={[[say('prAgain'), say('prAgainThen')]]} onKey={onKey} />;
    case 'profile':
    case 'printing':
      return draft === undefined ? <></> : <Profile wizard={wizard} draft={draft} />;
    case 'paper':
      return <Choices choices={[[say('prUsePaper'), say('prUsePaperThen')]]} onKey={onKey} />;
    case 'trouble':
      return <Choices choices={troubleChoices(wizard, say)} onKey={onKey} />;
    case 'samples':
      return <Samples wizard={wizard} />;
    case 'place':
      return <Typed label={say('prPlaceWord')} text={typed} />;
    case 'saved':
      return <Rows rows={[...connectionRows(wizard, say), ...savedRows(draft, say)]} />;
  }
}

/** Beside it: the answers where the main panel holds figures, else what helps. */
export function SidePanel({ wizard, onKey }: ViewProps): ReactElement {
  const { say, language } = useSay();
  const { step, draft, probe, outcome } = wizard;
  switch (step) {
    case 'role':
    case 'printing':
      return <></>;
    case 'places':
      return (
        <>
          <Typed label={say('prAddress')} text={wizard.typed} />
          <p className="dim">{say('prAddressHelp')}</p>
        </>
      );
    case 'asking':
      return <></>;
    case 'paper':
      return (
        <Rows
          rows={[
            ...connectionRows(wizard, say),
            ...(outcome === undefined ? [] : [[say('why'), outcome.detail] as const]),
          ]}
        />
      );
    case 'nobody':
      return <Rows rows={[...connectionRows(wizard, say), [say('why'), probe?.detail ?? '']]} />;
    case 'profile': {
      const field = draft === undefined ? undefined : fieldsOf(draft)[wizard.row];
      const name = field === undefined ? '' : say(field.label);
      return (
        <Choices
          choices={[
            [say('prNextRow'), name],
            [say('prLess'), name],
            [say('prMore'), field?.typed === undefined ? name : `${name}, ${say('prTypeIt')}`],
          ]}
          onKey={onKey}
        />
      );
    }
    case 'trouble': {
      const code = errorCodeSchema.safeParse(outcome?.code).data ?? 'LABEL_FAILED';
      return (
        <Rows
          rows={[
            ...connectionRows(wizard, say),
            [say('why'), `${errorCatalog[code][language].reason}. ${outcome?.detail ?? ''}`],
          ]}
        />
      );
    }
    case 'samples':
      return (
        <Choices
          choices={[
            [say('prGoOn'), say('prGoOnThen')],
            [say('prNothingOut'), say('prNothingOutThen')],
            [say('prRubbish'), say('prRubbishThen')],
          ]}
          onKey={onKey}
        />
      );
    case 'place':
      return <p className="dim">{say('prPlaceHelp')}</p>;
    case 'saved':
      return <Choices choices={[[say('prAnother'), '']]} onKey={onKey} />;
  }
}

function Profile({ wizard, draft }: { readonly wizard: PrinterWizard; readonly draft: PrinterSettings }): ReactElement {
  const { say } = useSay();
  const at = wizard.step === 'profile' ? wizard.row : -1;
  return (
    <dl className="rows fields">
      {fieldsOf(draft).map((field, index) => (
        <div
          key={field.name}
          className={index === at ? 'now' : ''}
          data-field={field.name}
          data-value={field.value(draft)}
        >
          <dt>
            {index === at ? <Now /> : null}
            {say(field.label)}
          </dt>
          <dd>{index === at && wizard.typed !== '' ? `${wizard.typed}▏` : valueText(field, draft, say)}</dd>
        </div>
      ))}
    </dl>
  );
}

function valueText(field: PrinterField, draft: PrinterSettings, say: Say): string {
  const value = field.value(draft);
  if (value === 'yes' || value === 'no') return say(value === 'yes' ? 'prYes' : 'prNo');
  return field.unit === undefined || value === '–' ? value : `${value} ${field.unit}`;
}

function Samples({ wizard }: { readonly wizard: PrinterWizard }): ReactElement {
  const { say } = useSay();
  return (
    <>
      <ul className="samples">
        {pageCodes(wizard.draft).map((code) => {
          const read = wizard.read.includes(code);
          return (
            <li key={code} data-sample={code} data-read={read ? 'yes' : 'no'}>
              {read ? <Ok /> : wizard.refusal === 'some-unread' ? <Check /> : <Open />}
              <b className="mono">{code}</b>
              <span>{sampleWords(code, say)}</span>
            </li>
          );
        })}
      </ul>
      <p className="dim">{say('prAlign')}</p>
    </>
  );
}

function sampleWords(code: string, say: Say): string {
  const sample = sampleOf(code);
  switch (sample?.kind) {
    case 'bars':
      return say('prBars', { mm: sample.maxModuleMm });
    case 'qr':
      return say('prQr');
    case 'datamatrix':
      return say('prMatrix');
    case 'quiet-zone':
      return say('prQuiet');
    case undefined:
      return '';
  }
}

const roleChoices = ({ now }: PrinterWizard, say: Say): readonly Choice[] =>
  printerRoles.map((role) => {
    if (role === 'paperPrinter')
      return [
        say('prPapers'),
        now.paperPrinter === undefined ? say('prPapersThen') : nameOfPrinterPlace(now.paperPrinter),
      ];
    const printer = now[role];
    const set = printer === undefined ? say('prNotSet') : printerText(printer);
    return role === 'printer'
      ? [say('prMain'), set]
      : [say('prSecond'), printer === undefined ? say('prSecondThen') : set];
  });

function troubleChoices({ outcome }: PrinterWizard, say: Say): readonly Choice[] {
  const again: Choice = [say('prPrintAgain'), say('prPrintAgainThen')];
  return outcome?.outcome === 'unknown' ? [[say('prCameOut'), say('prCameOutThen')], again] : [again];
}

/** "192.168.1.40:9100 · ZPL 203 dpi · shelf H2". */
export const printerText = ({ transport, language, dpi, place }: PrinterSettings): string =>
  [nameOfPrinterPlace(transport), `${language.toUpperCase()} ${dpi} dpi`, place].filter(Boolean).join(' · ');

function connectionRows({ draft, paper, probe }: PrinterWizard, say: Say): readonly Row[] {
  const transport = paper ?? draft?.transport;
  return [
    [say('prConnection'), transport === undefined ? '' : nameOfPrinterPlace(transport)],
    ...(probe?.model === undefined ? [] : [[say('prModel'), probe.model] as const]),
  ];
}

function savedRows(draft: PrinterSettings | undefined, say: Say): readonly Row[] {
  if (draft === undefined) return [];
  const { dpi, widthMm, heightMm, smallestModuleDots: dots, place } = draft;
  return [
    [say('prLanguage'), `${draft.language.toUpperCase()} ${dpi} dpi`],
    [say('prPaper'), `${widthMm} × ${heightMm} mm`],
    [say('prFinest'), dots === undefined ? '–' : say('prDots', { n: dots })],
    [say('prPlaceWord'), place ?? '–'],
  ];
}
