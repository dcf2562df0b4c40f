// One way to speak to the person at the terminal: what is being done, how long it took, what to do when it fails.
import { performance } from 'node:perf_hooks';

const started = performance.now();

/** @param {string} text */
export function say(text) {
  process.stdout.write(`[weighhouse ${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s] ${text}\n`);
}

/**
 * Ends the program with words and, where one exists, the exact command that helps.
 * @param {string} what
 * @param {string} [command]
 * @returns {never}
 */
export function giveUp(what, command) {
  process.stderr.write(`\n${what}\n${command === undefined ? '' : `\n    ${command}\n\n`}`);
  process.exit(1);
}
