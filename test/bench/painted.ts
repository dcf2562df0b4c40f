import type { Page } from 'playwright-core';

/**
 * Watches the page for a state and tells when it was on the glass: the mutation, then the frame that draws it, then the first task
 * after that frame. Wall clock ms, the clock of the sender, because both run on one machine.
 */
export async function whenPainted(
  page: Page,
  selector: string,
  attribute: string,
  value: string,
): Promise<() => Promise<number>> {
  const key = `painted${(counter += 1)}`;
  // The TypeScript loader wraps inner functions in a helper of this name, which the page does not have.
  await page.evaluate('globalThis.__name ??= (fn) => fn');
  await page.evaluate(
    ([name, wantedSelector, wantedAttribute, wanted]) => {
      const store = window as unknown as Record<string, Promise<number>>;
      store[name] = new Promise<number>((resolve) => {
        const look = (): boolean => document.querySelector(wantedSelector)?.getAttribute(wantedAttribute) === wanted;
        const painted = (): void => {
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve(performance.timeOrigin + performance.now());
            port2.postMessage(null);
          });
        };
        if (look()) {
          painted();
          return;
        }
        const observer = new MutationObserver(() => {
          if (!look()) return;
          observer.disconnect();
          painted();
        });
        observer.observe(document.body, { childList: true, subtree: true, attributes: true });
      });
    },
    [key, selector, attribute, value] as const,
  );
  return () =>
    page.evaluate((name) => {
      const store = window as unknown as Record<string, Promise<number>>;
      return store[name] ?? Promise.reject(new Error('nobody watched'));
    }, key);
}

let counter = 0;
