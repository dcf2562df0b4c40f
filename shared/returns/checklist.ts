import { grades, isWorse, worseGrade, type Grade } from '../stock/grade.ts';
import type { Category } from '../stock/sku.ts';

export interface CheckChoice {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** Best grade that is left. */
  readonly atBest: Grade;
  /** The failed point is shown on a photo. */
  readonly photo: boolean;
  /** Raises a flag that rules of disposition know: hazard, hygiene. */
  readonly flag?: 'hazard' | 'hygiene';
  /** Nothing after this can matter: the checklist ends here. */
  readonly ends?: true;
}

/** One point to look at, answered with F1–F3. */
export interface CheckStep {
  readonly id: string;
  /** Short name for the row of steps. */
  readonly nameZh: string;
  readonly nameEn: string;
  readonly zh: string;
  readonly en: string;
  readonly choices: readonly CheckChoice[];
}

export interface Checklist {
  /** With the version of its content, so that an old grade can be argued: "shoes-1". */
  readonly id: string;
  readonly category: Category | undefined;
  readonly steps: readonly CheckStep[];
  readonly source: string;
}

export interface GivenAnswer {
  readonly step: string;
  readonly answer: string;
}

/** A grade that is no longer possible, and the first answer that took it. */
export interface LostGrade {
  readonly grade: Grade;
  readonly by: GivenAnswer;
}

export interface Graded {
  /** Best grade that the answers leave. It is earned, never chosen: A without a failed point, else the worst that any answer leaves. */
  readonly grade: Grade;
  /** Best first. */
  readonly lost: readonly LostGrade[];
  readonly flags: readonly string[];
  /** The step to be answered now; undefined: the grade stands. */
  readonly next: CheckStep | undefined;
}

export function choiceOf(checklist: Checklist, given: GivenAnswer): CheckChoice | undefined {
  return checklist.steps.find(({ id }) => id === given.step)?.choices.find(({ id }) => id === given.answer);
}

/** Folds the answers in their order. Answers that the checklist does not know cost nothing and are not counted as given. */
export function gradeByChecklist(checklist: Checklist, answers: readonly GivenAnswer[]): Graded {
  let grade: Grade = 'A';
  let ended = false;
  const lost: LostGrade[] = [];
  const flags = new Set<string>();
  const answered = new Set<string>();
  for (const given of answers) {
    const choice = choiceOf(checklist, given);
    if (choice === undefined || answered.has(given.step)) continue;
    answered.add(given.step);
    for (const one of grades)
      if (isWorse(choice.atBest, one) && !lost.some((before) => before.grade === one))
        lost.push({ grade: one, by: given });
    grade = worseGrade(grade, choice.atBest);
    if (choice.flag !== undefined) flags.add(choice.flag);
    ended ||= choice.ends === true;
  }
  const next = ended ? undefined : checklist.steps.find(({ id }) => !answered.has(id));
  lost.sort((a, b) => grades.indexOf(a.grade) - grades.indexOf(b.grade));
  return { grade, lost, flags: [...flags], next };
}
