import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { settingsSchema, type SerialLine, type Settings } from '../../../shared/settings/settings.ts';
import type { StationApp } from '../../app/station-app.ts';
import { printSheets } from '../../app/print-sheets.ts';
import { StationFrame } from '../../app/station-frame.tsx';
import { useSay, type Say } from '../../text/i18n.ts';
import { ScaleWizardScreen } from './scale-wizard-screen.tsx';
import type { ScaleView } from '../../../shared/parcel/weigh-bench-state.ts';

const LINES = {
  '9600 7E1': [9600, 7, 'even', 1],
  '9600 8N1': [9600, 8, 'none', 1],
  '4800 7E1': [4800, 7, 'even', 1],
  '2400 7E1': [2400, 7, 'even', 1],
  '1200 8N1': [1200, 8, 'none', 1],
  '19200 8N1': [19200, 8, 'none', 1],
} as const;
const PROTOCOLS = ['toledo-continuous', 'st-gs'] as const;

/** What is set already is always among the choices. */
const withCurrent = (choices: readonly string[], current: string): readonly string[] =>
  choices.includes(current) ? choices : [current, ...choices];

interface Draft {
  station: string;
  operator: string;
  language: string;
  theme: string;
  mode: string;
  port: string;
  protocol: string;
  line: string;
  unit: string;
  host: string;
  tcpPort: string;
  url: string;
  token: string;
  defaultLine: string;
}

function draftOf(settings: Settings): Draft {
  const serial = settings.scale?.transport.type === 'serial' ? settings.scale.transport : undefined;
  const tcp = settings.printer?.transport.type === 'tcp' ? settings.printer.transport : undefined;
  const line = serial?.line;
  const lineName =
    line === undefined
      ? '9600 7E1'
      : `${line.baudRate} ${line.dataBits}${line.parity.charAt(0).toUpperCase()}${line.stopBits}`;
  return {
    station: settings.station.name,
    operator: settings.operator.name,
    language: settings.language,
    theme: settings.theme,
    mode: settings.mode,
    port: serial?.path ?? '',
    protocol: settings.scale?.protocol ?? PROTOCOLS[0],
    line: lineName,
    unit: settings.scale?.unit ?? '',
    host: tcp?.host ?? '',
    tcpPort: String(tcp?.port ?? 9100),
    url: settings.cloud?.url ?? '',
    token: settings.cloud?.token ?? '',
    defaultLine: settings.weighing.defaultLine,
  };
}

/** A line that is none of the usual ones is the one that is set already. */
function lineOf(base: Settings, name: string): SerialLine {
  const known = LINES[name as keyof typeof LINES];
  const former = base.scale?.transport.type === 'serial' ? base.scale.transport.line : undefined;
  if (known === undefined && former !== undefined) return former;
  const [baudRate, dataBits, parity, stopBits] = known ?? LINES['9600 7E1'];
  return { baudRate, dataBits, parity, stopBits };
}

/** A scale found by its identity, over HID or TCP has no port to type; leaving the field empty keeps it. */
function keptScale(base: Settings, draft: Draft): object {
  const { scale } = base;
  if (scale === undefined || draftOf(base).port !== '') return {};
  return { scale: { ...scale, protocol: draft.protocol } };
}

/** The identity the wizard has found stays as long as the port was not changed by hand. */
function serialFrom(base: Settings, path: string, line: SerialLine): object {
  const former = base.scale?.transport;
  return former?.type === 'serial' && former.path === path ? { ...former, line } : { type: 'serial', path, line };
}

/** The draft laid over the settings; the schema decides whether they may be written. */
function settingsOf(base: Settings, draft: Draft): unknown {
  const { baudRate, dataBits, parity, stopBits } = lineOf(base, draft.line);
  const { scale: _scale, printer: _printer, cloud: _cloud, ...rest } = base;
  return {
    ...rest,
    mode: draft.mode,
    language: draft.language,
    theme: draft.theme,
    station: { ...base.station, name: draft.station },
    operator: { ...base.operator, name: draft.operator },
    weighing: { ...base.weighing, defaultLine: draft.defaultLine },
    ...(draft.port === ''
      ? keptScale(base, draft)
      : {
          scale: {
            ...(base.scale?.dialect === undefined ? {} : { dialect: base.scale.dialect }),
            transport: serialFrom(base, draft.port, { baudRate, dataBits, parity, stopBits }),
            protocol: draft.protocol,
            ...(draft.unit === '' ? {} : { unit: draft.unit }),
          },
        }),
    ...(draft.host === ''
      ? {}
      : {
          printer: {
            language: 'zpl',
            dpi: 203,
            widthMm: 100,
            heightMm: 150,
            ...base.printer,
            transport: { type: 'tcp', host: draft.host, port: Number(draft.tcpPort) },
          },
        }),
    ...(draft.url === '' ? {} : { cloud: { url: draft.url, token: draft.token } }),
  };
}

/** Set-up by keyboard or touch: Tab moves, F2 saves. The live reading beside the scale says at once whether the choice was right. */
export function SettingsScreen({ app }: { readonly app: StationApp }): ReactElement {
  const [wizard, setWizard] = useState(false);
  const leave = useCallback(() => setWizard(false), []);
  return wizard ? (
    <ScaleWizardScreen app={app} onLeave={leave} />
  ) : (
    <SettingsForm app={app} onFindScale={() => setWizard(true)} />
  );
}

function SettingsForm({
  app,
  onFindScale,
}: {
  readonly app: StationApp;
  readonly onFindScale: () => void;
}): ReactElement {
  const { say } = useSay();
  const settings = useStore(app.view, (view) => view.settings);
  const scale = useStore(app.liveScale);
  const [draft, setDraft] = useState(() => draftOf(settings));
  const [answer, setAnswer] = useState('');
  const [ports, setPorts] = useState<readonly string[]>([]);
  useEffect(() => {
    void app.bridge
      .invoke('devices.serialPorts', null)
      .then((result) => result.ok && setPorts(result.value.map((port) => port.path)));
  }, [app]);

  async function save(): Promise<void> {
    const parsed = settingsSchema.safeParse(settingsOf(settings, draft));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      setAnswer(say('notSaved', { why: `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}` }));
      return;
    }
    const written = await app.bridge.invoke('settings.write', parsed.data);
    if (!written.ok) {
      setAnswer(say('notSaved', { why: written.error.detail ?? written.error.code }));
      return;
    }
    await app.applySettings(parsed.data);
    setAnswer(
      written.value.restartNeeded
        ? say('restart', {
            mode: say(
              parsed.data.mode === 'live' || (parsed.data.mode === 'auto' && (draft.port !== '' || draft.host !== ''))
                ? 'sLive'
                : 'sPractice',
            ),
          })
        : say('saved'),
    );
  }
  useEffect(() =>
    app.takeInput({
      key: (name) => {
        if (name === 'F2') void save();
        else if (name === 'F5') onFindScale();
        else if (name === 'F4') printSheets(app.parts);
        else if (name === 'F9') app.go('enrol');
        return /^F[2459]$/.test(name);
      },
      scan: (text) => {
        if (!/^CMD:CHANGE$/i.test(text)) return false;
        onFindScale();
        return true;
      },
    }),
  );

  const field = (
    name: keyof Draft,
    label: string,
    options?: readonly (readonly [string, string])[],
    type = 'text',
  ): ReactElement => (
    <label>
      <span>{label}</span>
      {options === undefined ? (
        <input
          type={type}
          value={draft[name]}
          data-setting={name}
          onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
          list={name === 'port' ? 'serial-ports' : undefined}
        />
      ) : (
        <select
          value={draft[name]}
          data-setting={name}
          onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
        >
          {options.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </label>
  );
  const same = (values: readonly string[]): readonly (readonly [string, string])[] =>
    values.map((value) => [value, value] as const);
  return (
    <StationFrame
      app={app}
      band={{
        tone: 'idle',
        shape: 'scan',
        verdict: say('settingsTitle'),
        act: answer === '' ? say('settingsAct') : answer,
      }}
      keys={{
        F4: say('keyCommands'),
        F5: say('keyFindScale'),
        F2: say('keySave'),
        F9: say('keyEnrol'),
        F12: say('keyHome'),
        F10: say('keyQueue'),
      }}
    >
      <section className="stage form">
        <h2>{say('sStation')}</h2>
        {field('station', say('sName'))}
        {field('operator', say('sOperator'))}
        {field('language', say('sLanguage'), [
          ['zh', '中文'],
          ['en', 'English'],
        ])}
        {field('theme', say('sTheme'), [
          ['day', say('sDay')],
          ['night', say('sNight')],
        ])}
        {field('mode', say('sMode'), [
          ['auto', say('sAuto')],
          ['practice', say('sPractice')],
          ['live', say('sLive')],
        ])}
        {field('defaultLine', say('sDefaultLine'), same(app.reference.lines.map((line) => line.code)))}
        <h2>{say('sScale')}</h2>
        {field('port', say('sPort'))}
        <datalist id="serial-ports">
          {ports.map((path) => (
            <option key={path} value={path} />
          ))}
        </datalist>
        {field('protocol', say('sProtocol'), same(withCurrent(PROTOCOLS, draft.protocol)))}
        {field('line', say('sBits'), same(withCurrent(Object.keys(LINES), draft.line)))}
        {field('unit', say('sUnit'), [['', '–'], ...same(['kg', 'g', 'lb', 'oz'])])}
        <p className="wide-row">
          {say('sLiveReading')}: <LiveText scale={scale} say={say} />
        </p>
        <h2>{say('sPrinter')}</h2>
        {field('host', say('sHost'))}
        {field('tcpPort', say('sTcpPort'))}
        <h2>{say('sCloud')}</h2>
        {field('url', say('sUrl'))}
        {field('token', say('sToken'), undefined, 'password')}
      </section>
    </StationFrame>
  );
}

function LiveText({ scale, say }: { readonly scale: ScaleView; readonly say: Say }): ReactElement {
  const words = {
    none: 'devStarting',
    moving: 'devMoving',
    overload: 'devOverload',
    'below-zero': 'devBelowZero',
    silent: 'devSilent',
    unreadable: 'devUnreadable',
    unplugged: 'devLost',
    fault: 'devFault',
  } as const;
  return <b>{scale.kind === 'live' ? `${scale.mass.value} ${scale.mass.unit}` : say(words[scale.kind])}</b>;
}
