import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** The one thing to say about data that does not fit: where, and what. */
export interface FirstIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

const isMissing = (issue: Issue): boolean =>
  issue.code === 'invalid_type' && issue.message.endsWith('received undefined');

/** Of a union the alternative that the data came nearest to: the right kind of thing first, then fewest faults, then deepest. */
function nearest(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const wrongKind = (issues: readonly Issue[]): boolean =>
    issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0);
  const depth = (issues: readonly Issue[]): number => Math.max(0, ...issues.map(({ path }) => path.length));
  return [...branches]
    .filter((issues) => issues.length > 0)
    .sort((a, b) => Number(wrongKind(a)) - Number(wrongKind(b)) || a.length - b.length || depth(b) - depth(a))[0];
}

/**
 * A field that nobody knows comes before a field that is missing: a slip of the pen is usually both. Unions are followed into the
 * alternative that was meant, so that the place is the field and not the whole object.
 */
export function firstIssue(issues: readonly Issue[], before: readonly PropertyKey[] = []): FirstIssue {
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (issue === undefined) return { path: before, message: 'unreadable' };
  const path = [...before, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return { path: [...path, ...issue.keys.slice(0, 1)], message: 'unknown field' };
  if (issue.code === 'invalid_union') {
    const branch = nearest(issue.errors);
    if (branch !== undefined) return firstIssue(branch, path);
    return { path, message: 'none of the known forms' };
  }
  return { path, message: isMissing(issue) ? 'is missing' : issue.message.replace(/^Invalid \w+: /, '') };
}
