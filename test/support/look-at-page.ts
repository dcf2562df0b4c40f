import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly unknown[] }[];
}

/** What axe-core finds wrong, as "rule: where". */
export async function axeViolations(page: Page): Promise<string[]> {
  // Put in by the debugger: the page's own policy lets no foreign script in.
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(axeSource);
  const violations = await page.evaluate<AxeViolation[]>(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)',
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target[0])).join(', ')}`);
}

/** Roles that the design language sets smaller than body text; and forms of the set-up, which nobody reads at arm's length. */
const SMALL_ROLES =
  'small, .small, .mono, .chips, .keys, .form, .ruler, .drawer, .notice, .practice-flag, .link, svg, i, kbd';

/** Keys too small for a glove, and body text too small for 1 m. */
export function tooSmall(page: Page, { targetPx, bodyPx }: { targetPx: number; bodyPx: number }): Promise<string[]> {
  return page.evaluate(
    ([target, body, smallRoles]) => {
      const name = (element: Element): string =>
        `${element.tagName.toLowerCase()}.${element.className.toString().replaceAll(' ', '.')} "${(element.textContent ?? '').slice(0, 24)}"`;
      const faults: string[] = [];
      for (const button of document.querySelectorAll('button')) {
        const { width, height } = button.getBoundingClientRect();
        if (width === 0 || button.matches('.notice')) continue;
        if (Math.min(width, height) < target)
          faults.push(`${name(button)} is ${Math.round(width)} × ${Math.round(height)} px`);
      }
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (parent === null || (node.nodeValue ?? '').trim() === '' || parent.closest(smallRoles) !== null) continue;
        if (parent.getClientRects().length === 0) continue;
        const size = parseFloat(getComputedStyle(parent).fontSize);
        if (size < body) faults.push(`${name(parent)} is ${size} px`);
      }
      return [...new Set(faults)];
    },
    [targetPx, bodyPx, SMALL_ROLES] as const,
  );
}

/**
 * Texts that are cut off or lie on one another. Letters fill the middle of their line box: its edges may touch. What floats above the
 * screen on purpose (practice panel, notice) is not held against what lies below it.
 */
export function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    interface Piece {
      readonly text: string;
      readonly parent: Element;
      readonly floats: boolean;
      readonly left: number;
      readonly right: number;
      readonly top: number;
      readonly bottom: number;
    }
    const faults: string[] = [];
    const pieces: Piece[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      const text = (node.nodeValue ?? '').trim();
      if (parent === null || text === '' || parent.closest('svg, select, option, .drawer') !== null) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const { left, right, top, bottom, width, height } of range.getClientRects()) {
        if (width < 1 || height < 1) continue;
        // A form scrolls: what lies above or below its window is not seen.
        const form = parent.closest('.form')?.getBoundingClientRect();
        if (form !== undefined && (bottom > form.bottom || top < form.top)) continue;
        const trim = height * 0.24;
        const piece: Piece = {
          ...{ text, parent, left, right, top: top + trim, bottom: bottom - trim },
          floats: parent.closest('.notice, .practice-flag') !== null,
        };
        pieces.push(piece);
        for (let box: Element | null = parent; box !== null; box = box.parentElement) {
          const style = getComputedStyle(box);
          if (style.overflowX === 'visible' && box !== document.documentElement) continue;
          // A form scrolls, an ellipsis says itself that there is more.
          if (box.matches('.form') || style.textOverflow === 'ellipsis') break;
          const edge =
            box === document.documentElement
              ? { left: 0, top: 0, right: innerWidth, bottom: innerHeight }
              : box.getBoundingClientRect();
          const over = Math.max(edge.left - left, right - edge.right, edge.top - piece.top, piece.bottom - edge.bottom);
          if (over > 1.5)
            faults.push(`"${text.slice(0, 40)}" is cut off by ${Math.round(over)} px at .${box.className.toString()}`);
        }
      }
    }
    for (const [at, one] of pieces.entries())
      for (const other of pieces.slice(at + 1)) {
        if (one.parent === other.parent || one.floats !== other.floats) continue;
        const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (wide > 2 && high > 2)
          faults.push(
            `"${one.text.slice(0, 30)}" lies on "${other.text.slice(0, 30)}" (${Math.round(wide)} × ${Math.round(high)} px)`,
          );
      }
    return [...new Set(faults)];
  });
}
