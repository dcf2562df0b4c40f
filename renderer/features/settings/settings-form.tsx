import { useEffect, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { StationApp } from '../../app/station-app.ts';
import { printSheets } from '../../app/print-sheets.ts';
import { StationFrame, type FrameProps } from '../../app/station-frame.tsx';
import { useSay, type Say } from '../../text/i18n.ts';
import { LeadFrame } from './lead-frame.tsx';
import type { SetUpProps } from './set-up.ts';
import type { Saved } from './settings-desk.ts';
import {
  draftOf,
  fieldsOn,
  settingsPages,
  withDraft,
  type SettingsDraft,
  type SettingsField,
  type SettingsPage,
} from './settings-fields.ts';

const titles = { station: 'suStation', work: 'suWork', bags: 'suBags', overseas: 'suOverseas' } as const;

/** Fields of one page: Tab moves, F2 saves. What is wrong is said with the name of its field, and the typing goes on there. */
export function SettingsForm({ app, desk, onLeave, page }: SetUpProps & { readonly page: SettingsPage }): ReactElement {
  const { say } = useSay();
  const settings = useStore(app.view, (view) => view.settings);
  const asks = useStore(desk.store, (state) => state.asks);
  const [draft, setDraft] = useState<SettingsDraft>(() => draftOf(page, settings));
  const [answer, setAnswer] = useState<Saved | 'unsaved'>();

  async function save(): Promise<void> {
    const saved = await desk.save((now) => withDraft(page, now, draft));
    if (saved.outcome === 'left') return;
    if (saved.outcome === 'saved') setDraft(draftOf(page, saved.settings));
    app.parts.play(saved.outcome === 'saved' ? 'ok' : 'check');
    setAnswer(saved);
    if (saved.outcome === 'refused')
      document.querySelector<HTMLElement>(`[data-setting="${fieldOf(page, saved.field)?.path ?? ''}"]`)?.focus();
  }
  function leave(): void {
    const before = draftOf(page, settings);
    const changed = Object.entries(draft).some(([path, value]) => before[path] !== value);
    if (!changed || answer === 'unsaved') onLeave();
    else {
      app.parts.play('check');
      setAnswer('unsaved');
    }
  }
  useEffect(() =>
    app.takeInput({
      key: (name) => {
        if (desk.asking()) return desk.lead.onKey(name);
        if (name === 'F2') void save();
        else if (name === 'F8' || name === 'Escape') leave();
        else if (name === 'F4' && page === 'station') printSheets(app.parts);
        else return false;
        return true;
      },
      scan: (text) => {
        if (!desk.asking()) return false;
        desk.lead.onScan(text);
        return true;
      },
    }),
  );
  if (asks) return <LeadFrame app={app} desk={desk} />;
  const change = (path: string, value: string): void => {
    setDraft({ ...draft, [path]: value });
    setAnswer(undefined);
  };
  return (
    <StationFrame
      app={app}
      band={formBand(page, answer, say)}
      keys={{
        ...(page === 'station' ? { F4: say('keyCommands') } : {}),
        F2: say('keySave'),
        F8: say('keyBackStep'),
        F10: say('keyQueue'),
        F12: say('keyHome'),
      }}
    >
      <section className="stage form" data-form={page}>
        {settingsPages[page].map(({ title, fields }) => (
          <FieldGroup key={title} title={say(title)}>
            {fields.map((field) => (
              <Field key={field.path} app={app} field={field} value={draft[field.path] ?? ''} onChange={change} />
            ))}
          </FieldGroup>
        ))}
      </section>
    </StationFrame>
  );
}

function FieldGroup({
  title,
  children,
}: {
  readonly title: string;
  readonly children: readonly ReactElement[];
}): ReactElement {
  return (
    <>
      <h2>{title}</h2>
      {children}
    </>
  );
}

function Field({
  app,
  field,
  value,
  onChange,
}: {
  readonly app: StationApp;
  readonly field: SettingsField;
  readonly value: string;
  readonly onChange: (path: string, value: string) => void;
}): ReactElement {
  const { say } = useSay();
  const { path, label, example, secret } = field;
  const options =
    path === 'weighing.defaultLine'
      ? withCurrent(
          app.reference.lines.map(({ code }) => code),
          value,
        ).map((code) => [code, { plain: code }] as const)
      : field.options;
  return (
    <label>
      <span>{say(label)}</span>
      {options === undefined ? (
        <input
          type={secret === true ? 'password' : 'text'}
          value={value}
          placeholder={example}
          data-setting={path}
          onChange={(event) => onChange(path, event.target.value)}
        />
      ) : (
        <select value={value} data-setting={path} onChange={(event) => onChange(path, event.target.value)}>
          {options.map(([name, words]) => (
            <option key={name} value={name}>
              {typeof words === 'string' ? say(words) : words.plain}
            </option>
          ))}
        </select>
      )}
    </label>
  );
}

/** What is set already is always among the choices. */
const withCurrent = (choices: readonly string[], current: string): readonly string[] =>
  choices.includes(current) ? choices : [current, ...choices];

/** "weighing.minimum.value" is wrong in the field "weighing.minimum"; "station.flows" in the first of its fields. */
const fieldOf = (page: SettingsPage, wrong: string): SettingsField | undefined =>
  fieldsOn(page).find(({ path }) => wrong === path || wrong.startsWith(`${path}.`) || path.startsWith(`${wrong}.`));

function formBand(page: SettingsPage, answer: Saved | 'unsaved' | undefined, say: Say): FrameProps['band'] {
  if (answer === 'unsaved') return { tone: 'check', shape: 'check', verdict: say('fUnsaved'), act: say('fUnsavedAct') };
  switch (answer?.outcome) {
    case 'saved':
      return {
        ...{ tone: 'ok', shape: 'ok', verdict: say('fSaved') },
        act: say(answer.restartNeeded ? 'fRestartAct' : 'fSavedAct'),
      };
    case 'refused': {
      const field = answer.field === '' ? undefined : fieldOf(page, answer.field);
      return {
        ...{ tone: 'check', shape: 'check', verdict: say('fNotSaved') },
        act: field === undefined ? answer.why : say('fCheckAct', { field: say(field.label) }),
        ...(answer.code === undefined ? {} : { code: answer.code }),
      };
    }
    case 'left':
    case undefined:
      return { tone: 'idle', shape: 'scan', verdict: say(titles[page]), act: say('fAct') };
  }
}
