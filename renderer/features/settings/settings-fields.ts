import { flowIdSchema } from '../../../shared/settings/flow-id.ts';
import type { Settings } from '../../../shared/settings/settings.ts';
import type { TextKey } from '../../text/en.ts';

/** How a value of the settings stands in a field, and back. undefined: the setting is left out. */
interface Codec {
  readonly show: (value: unknown) => string;
  readonly read: (text: string) => unknown;
}

export type Option = readonly [value: string, label: TextKey | { readonly plain: string }];

export interface SettingsField {
  /** "weighing.minimum"; what zod names when the value is wrong. */
  readonly path: string;
  readonly label: TextKey;
  readonly codec: Codec;
  /** Chosen from these; else typed. */
  readonly options?: readonly Option[];
  /** What may be typed, as an example. */
  readonly example?: string;
  readonly secret?: true;
}

export interface SettingsGroup {
  readonly title: TextKey;
  readonly fields: readonly SettingsField[];
}
export type SettingsPage = 'station' | 'work' | 'bags' | 'overseas';

const text: Codec = {
  show: (value) => words(value),
  read: (typed) => (typed.trim() === '' ? undefined : typed.trim()),
};
/** As it is printed on a shelf. */
const code: Codec = { show: words, read: (typed) => text.read(typed.toUpperCase()) };
const whole: Codec = { show: words, read: (typed) => (/^\d+$/.test(typed.trim()) ? Number(typed) : typed) };
const mass: Codec = {
  show: (value) => {
    const { value: number = '', unit = '' } = (value ?? {}) as { value?: string; unit?: string };
    return `${number} ${unit}`.trim();
  },
  read: (typed) => {
    const [, value, unit] = /^(\d+(?:[.,]\d+)?) ?(g|kg|lb|oz)$/i.exec(typed.trim()) ?? [];
    if (value === undefined || unit === undefined) return typed.trim() === '' ? undefined : typed;
    return { value: value.replace(',', '.'), unit: unit.toLowerCase() };
  },
};
const list: Codec = {
  show: (value) => (Array.isArray(value) ? value.join(', ') : ''),
  read: (typed) => typed.split(/[,;\s]+/).filter((one) => one !== ''),
};
/** "US-A = LAX; EU-B = FRA". */
const pairs: Codec = {
  show: (value) =>
    Object.entries((value ?? {}) as Record<string, string>)
      .map(([key, each]) => `${key} = ${each}`)
      .join('; '),
  read: (typed) =>
    Object.fromEntries(
      typed
        .split(';')
        .filter((one) => one.trim() !== '')
        .map((one) => {
          const [key = '', ...rest] = one.split('=');
          return [key.trim(), rest.join('=').trim()] as const;
        }),
    ),
};
const RECEPTACLE = ['line', 'origin', 'destination', 'category', 'subclass'] as const;
/** "EU-B CNSZXA DEFRAA A UN; …". */
const receptacles: Codec = {
  show: (value) =>
    ((value ?? []) as Record<string, string>[]).map((one) => RECEPTACLE.map((name) => one[name]).join(' ')).join('; '),
  read: (typed) =>
    typed
      .split(';')
      .filter((one) => one.trim() !== '')
      .map((one) => {
        const parts = one.trim().split(/\s+/);
        return Object.fromEntries(RECEPTACLE.map((name, index) => [name, parts[index]]));
      }),
};
const flow = (id: string): Codec => ({
  show: (value) => (Array.isArray(value) && value.includes(id) ? 'yes' : 'no'),
  read: (typed) => typed,
});

function words(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const typed = (path: string, label: TextKey, codec: Codec = text, example?: string): SettingsField => ({
  ...{ path, label, codec },
  ...(example === undefined ? {} : { example }),
});
const chosen = (path: string, label: TextKey, options: readonly Option[]): SettingsField => ({
  ...{ path, label, options },
  codec: text,
});
const yesNo: readonly Option[] = [
  ['yes', 'prYes'],
  ['no', 'prNo'],
];

/** Every setting that is no device, by page. docs/settings.md says which stand in the file alone, and why. */
export const settingsPages: Readonly<Record<SettingsPage, readonly SettingsGroup[]>> = {
  station: [
    {
      title: 'sStation',
      fields: [
        typed('station.name', 'sName'),
        chosen('mode', 'sMode', [
          ['auto', 'sAuto'],
          ['practice', 'sPractice'],
          ['live', 'sLive'],
        ]),
        chosen('language', 'sLanguage', [
          ['zh', { plain: '中文' }],
          ['en', { plain: 'English' }],
        ]),
        chosen('theme', 'sTheme', [
          ['day', 'sDay'],
          ['night', 'sNight'],
        ]),
        typed('operator.id', 'fOperatorId'),
        typed('operator.name', 'sOperator'),
      ],
    },
    {
      title: 'fFlows',
      fields: flowIdSchema.options.map((id) => ({
        ...{ path: `station.flows.${id}`, label: `flow_${id}` as const, codec: flow(id), options: yesNo },
      })),
    },
    {
      title: 'sCloud',
      fields: [typed('cloud.url', 'sUrl'), { ...typed('cloud.token', 'sToken'), secret: true }],
    },
    {
      title: 'fCopies',
      fields: [typed('journal.secondCopy', 'fSecondCopy'), typed('journal.exportTo', 'fExportTo')],
    },
    {
      title: 'fGun',
      fields: [
        chosen('scanner.layout', 'fLayout', [
          ['system', 'fLayoutSystem'],
          ['us', { plain: 'US' }],
        ]),
        typed('scanner.maxGapMs', 'fGap', whole, '50'),
        typed('scanner.endSilenceMs', 'fEnd', whole, '120'),
        typed('scanner.minLength', 'fMinLength', whole, '4'),
      ],
    },
  ],
  work: [
    {
      title: 'fWeighing',
      fields: [
        chosen('weighing.order', 'fOrder', [
          ['scan-first', 'fScanFirst'],
          ['weigh-first', 'fWeighFirst'],
        ]),
        typed('weighing.defaultLine', 'sDefaultLine'),
        typed('weighing.minimum', 'fMinimum', mass, '20 g'),
        typed('weighing.zeroBand', 'fZeroBand', mass, '10 g'),
        typed('weighing.stableFrames', 'fStable', whole, '5'),
        typed('weighing.tolerance', 'fStableWithin', mass, '0 g'),
        chosen('weighing.photo', 'fPhoto', [
          ['off', 'fPhotoOff'],
          ['by-key', 'fPhotoKey'],
          ['each', 'fPhotoEach'],
        ]),
        typed('weighing.scanBackLines', 'fScanBack', list, 'EU-B, US-A'),
      ],
    },
    {
      title: 'fDeclared',
      fields: [
        typed('weighing.declared.absolute', 'fDeclaredBy', mass, '50 g'),
        typed('weighing.declared.percent', 'fDeclaredPercent', text, '5'),
        chosen('weighing.declared.require', 'fDeclaredRule', [
          ['both', 'fBoth'],
          ['either', 'fEither'],
        ]),
      ],
    },
    {
      title: 'fHolds',
      fields: [
        typed('weighing.holdPlace', 'fHoldPlace'),
        typed('weighing.holdList.maxAgeHours', 'fHoldHours', whole, '24'),
        chosen('weighing.holdList.whenOld', 'fHoldOld', [
          ['ask', 'fHoldAsk'],
          ['stop', 'fHoldStop'],
        ]),
      ],
    },
    {
      title: 'fShift',
      fields: [
        chosen('shift.startCheck', 'fStartCheck', [
          ['required', 'fRequired'],
          ['offered', 'fOffered'],
        ]),
        typed('shift.testWeight', 'fTestWeight', mass, '2 kg'),
        typed('shift.tolerance', 'fTestWithin', mass, '2 g'),
      ],
    },
  ],
  bags: [
    {
      title: 'fBags',
      fields: [
        typed('bagging.companyPrefix', 'fPrefix', text, '4012345'),
        typed('bagging.from', 'fFrom'),
        typed('bagging.tare', 'fBagTare', mass, '180 g'),
        typed('bagging.maxBag', 'fMaxBag', mass, '30 kg'),
        typed('bagging.stands', 'fStands', whole, '26'),
      ],
    },
    {
      title: 'fBagDifference',
      fields: [
        typed('bagging.tolerance.absolute', 'fBagBy', mass, '100 g'),
        typed('bagging.tolerance.permille', 'fBagPermille', whole, '5'),
        chosen('bagging.tolerance.counts', 'fBagCounts', [
          ['larger', 'fLarger'],
          ['smaller', 'fSmaller'],
        ]),
      ],
    },
    {
      title: 'fBagLines',
      fields: [
        typed('bagging.destinations', 'fDestinations', pairs, 'US-A = LAX; EU-B = FRA'),
        typed('bagging.receptacles', 'fReceptacles', receptacles, 'EU-B CNSZXA DEFRAA A UN'),
      ],
    },
  ],
  overseas: [
    {
      title: 'fOverseas',
      fields: [
        typed('overseas.dock', 'fDock', code, 'DOCK-1'),
        chosen('overseas.packWeighs', 'fPackWeighs', [
          ['required', 'fRequired'],
          ['none', 'fPackScan'],
        ]),
        typed('overseas.scaleStep', 'fScaleStep', mass, '5 g'),
      ],
    },
  ],
};

export const fieldsOn = (page: SettingsPage): readonly SettingsField[] =>
  settingsPages[page].flatMap(({ fields }) => fields);

export type SettingsDraft = Readonly<Record<string, string>>;

/** What the fields of a page say. */
export const draftOf = (page: SettingsPage, settings: Settings): SettingsDraft =>
  Object.fromEntries(fieldsOn(page).map(({ path, codec }) => [path, codec.show(at(settings, keysOf(path)))]));

/** The draft laid over the settings; the schema decides whether they may be written. Untouched fields stay as they are. */
export function withDraft(page: SettingsPage, settings: Settings, draft: SettingsDraft): unknown {
  const before = draftOf(page, settings);
  let next: Record<string, unknown> = structuredClone(settings);
  for (const { path, codec } of fieldsOn(page)) {
    const said = draft[path] ?? '';
    if (said !== before[path] && !path.startsWith(FLOWS)) next = put(next, keysOf(path), codec.read(said));
  }
  if (page === 'station') {
    const flows = flowIdSchema.options.filter((id) => draft[`${FLOWS}${id}`] === 'yes');
    next = put(next, ['station', 'flows'], flows);
  }
  return next;
}

const FLOWS = 'station.flows.';
const keysOf = (path: string): readonly string[] => (path.startsWith(FLOWS) ? ['station', 'flows'] : path.split('.'));

function at(value: unknown, [key, ...rest]: readonly string[]): unknown {
  return key === undefined ? value : at((value as Record<string, unknown> | undefined)?.[key], rest);
}

/** undefined takes the key away; a section that is empty then goes with it. */
function put(
  value: Record<string, unknown> | undefined,
  [key = '', ...rest]: readonly string[],
  what: unknown,
): Record<string, unknown> {
  const { [key]: former, ...others } = value ?? {};
  const inner = rest.length === 0 ? what : put(former as Record<string, unknown> | undefined, rest, what);
  const empty =
    inner === undefined || (rest.length > 0 && typeof inner === 'object' && Object.keys(inner ?? {}).length === 0);
  return empty ? others : { ...others, [key]: inner };
}
