import type { ReactElement } from 'react';
import type { Category, Sku } from '../../shared/stock/sku.ts';

/** One box a unit; from MAX_PIPS on the count alone says it. */
const MAX_PIPS = 6;

export function Pips({ have, of }: { readonly have: number; readonly of: number }): ReactElement {
  if (of > MAX_PIPS)
    return (
      <span className="pips many">
        {have}/{of}
      </span>
    );
  return (
    <span className="pips" role="img" aria-label={`${have}/${of}`}>
      {Array.from({ length: of }, (_, i) => (
        <i className={i < have ? 'on' : ''} key={i} />
      ))}
    </span>
  );
}

/** A sign for the kind of article; what it is exactly stands beside it in words. */
const signs: Readonly<Record<Category, string>> = {
  apparel: 'M80 40L30 70L48 108L66 98V200H174V98L192 108L210 70L160 40C150 62 90 62 80 40Z',
  shoes: 'M30 150V90H62C70 112 92 122 118 126L190 140C208 144 214 156 214 176H30Z',
  electronics:
    'M72 30H168A14 14 0 0 1 182 44V196A14 14 0 0 1 168 210H72A14 14 0 0 1 58 196V44A14 14 0 0 1 72 30ZM76 54V166H164V54ZM108 188H132',
  beauty: 'M98 30H142V70H98ZM84 84H156A12 12 0 0 1 168 96V210H72V96A12 12 0 0 1 84 84Z',
  toys: 'M40 110H110V200H40ZM130 110H200V200H130ZM85 30H155V96H85Z',
  home: 'M60 70H160L152 180A14 14 0 0 1 138 192H82A14 14 0 0 1 68 180ZM160 90C214 84 214 156 156 152',
};

export function ItemPicture({ sku }: { readonly sku: Sku | undefined }): ReactElement {
  return (
    <svg viewBox="0 0 240 240" className="pic" aria-hidden="true">
      {sku === undefined ? (
        <path d="M84 84A36 36 0 1 1 120 124V150M120 184V196" fill="none" stroke="currentColor" strokeWidth="16" />
      ) : (
        <path d={signs[sku.category]} fill="none" stroke="currentColor" strokeWidth="12" strokeLinejoin="round" />
      )}
    </svg>
  );
}

/** Name and what tells it from its neighbours, in the person's language. */
export const itemName = (sku: Sku | undefined, language: 'zh' | 'en', code = ''): string =>
  sku === undefined ? code : (language === 'zh' ? sku.nameZh : sku.nameEn) || sku.sku;

/** "Mug, white": as it is asked for. */
export const itemWords = (sku: Sku | undefined, language: 'zh' | 'en', code = ''): string =>
  [itemName(sku, language, code), sku?.variant]
    .filter((text) => text !== undefined && text !== '')
    .join(language === 'zh' ? ' ' : ', ');

export function ItemPlate({
  sku,
  code,
  have,
  of,
  note,
  language,
}: {
  readonly sku: Sku | undefined;
  readonly code: string;
  /** Absent: pieces are not counted here. */
  readonly have?: number | undefined;
  readonly of?: number | undefined;
  readonly note?: string | undefined;
  readonly language: 'zh' | 'en';
}): ReactElement {
  return (
    <div className="panel item">
      <div className="plate">
        <ItemPicture sku={sku} />
      </div>
      <div className="what">
        <h2>{itemName(sku, language, code)}</h2>
        <p className="opt">{sku?.variant ?? ''}</p>
        <p className="mono dim">{code}</p>
        <p className="dim">{note ?? ''}</p>
        {have === undefined || of === undefined ? null : (
          <div className="qty">
            <b>
              {have}/{of}
            </b>
            {of > MAX_PIPS ? null : <Pips have={have} of={of} />}
          </div>
        )}
      </div>
    </div>
  );
}
