/** Who is hit by a new version: what each dependent has to expect, from its own range and from whom it depends on. */
import type { Classification } from '../diff/change.ts';
import type { Fit } from './impact-fit.ts';

/**
 * What a new version does to a dependent. From what it asks for and from what changes: it takes the version and
 * `breaks`, it takes it and is `at-risk`, it takes it and is `not-hit`, its range or its pin keeps it back (`held-back`),
 * or that is `unknown`.
 */
export const verdicts = ['breaks', 'at-risk', 'unknown', 'held-back', 'not-hit'] as const;
export type Verdict = (typeof verdicts)[number];

/** How badly off a dependent is. Along a way from the target it never rises, so that the worst is found first. */
export const severity = {
  notHit: 0,
  /** Nobody knows, and it is at risk at most, or what is known is held back. */
  unknown: 1,
  heldBack: 2,
  atRisk: 3,
  /** Nobody knows, and it may break. */
  mayBreak: 4,
  /** It breaks where it uses the target, and can do without it. */
  breaksInPart: 5,
  breaks: 6,
} as const;
export type Severity = (typeof severity)[keyof typeof severity];

const verdictOf: readonly Verdict[] = ['not-hit', 'unknown', 'held-back', 'at-risk', 'unknown', 'breaks', 'breaks'];

export function verdict(of: Severity): Verdict {
  return verdictOf[of] ?? 'unknown';
}

/** Who declares the target itself. */
export function ofDirect(fit: Fit, required: boolean, changes: Classification): Severity {
  if (fit.fits === false) return severity.heldBack;
  if (changes === 'NON_BREAKING') return severity.notHit;
  if (fit.fits === undefined) return required && changes === 'BREAKING' ? severity.mayBreak : severity.unknown;
  if (changes === 'POTENTIAL_BREAKING') return severity.atRisk;
  return required ? severity.breaks : severity.breaksInPart;
}

/**
 * Who declares a dependent of the target. What is required takes its user along. What is not required may be missing, and
 * so its user is at risk at most. Where another version is asked for than the one that was looked at, nobody knows.
 */
export function ofIndirect(before: Severity, fit: Fit, required: boolean): Severity {
  if (before === severity.notHit) return severity.notHit;
  if (fit.fits !== true) {
    return required && before >= severity.mayBreak && before !== severity.breaksInPart
      ? severity.mayBreak
      : severity.unknown;
  }
  switch (before) {
    case severity.breaks:
      return required ? severity.breaks : severity.atRisk;
    case severity.breaksInPart:
      return severity.atRisk;
    case severity.mayBreak:
      return required ? severity.mayBreak : severity.unknown;
    default:
      return before;
  }
}

/** Why somebody who declares a dependent has its verdict. */
export function becauseOf(
  provider: { readonly name: string; readonly version: string; readonly severity: Severity },
  fit: Fit,
  required: boolean,
  target: string,
): string {
  const { name, version } = provider;
  if (fit.fits !== true && provider.severity !== severity.notHit) {
    return `${name} ${version} was looked at, and ${fit.because()}`;
  }
  const needs = required ? `it requires ${name},` : `it can do without ${name},`;
  switch (provider.severity) {
    case severity.breaks:
      return `${needs} which breaks`;
    case severity.breaksInPart:
      return `${needs} which breaks where it uses ${target}`;
    case severity.atRisk:
      return `${needs} which is at risk`;
    case severity.heldBack:
      return `${needs} which is held back`;
    case severity.notHit:
      return `${needs} which is not hit`;
    default:
      return `${needs} about which nobody can tell`;
  }
}
