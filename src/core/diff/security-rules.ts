import type { RuleRow } from './rule.ts';

const [N, P, B] = ['NON_BREAKING', 'POTENTIAL_BREAKING', 'BREAKING'] as const;

/** What is reported about security requirements and schemes, whichever format states them. */
export const securityRules = {
  'security-tightened': {
    when: 'credentials that were enough for an operation or a server no longer are',
    why: 'Clients that bring what was asked for are refused.',
    classes: [B],
  },
  'security-relaxed': {
    when: 'an operation or a server asks for less than before, or has one more way to authenticate',
    why: 'Clients that bring what was asked for are still let in.',
    classes: [N],
  },
  'security-scheme-changed': {
    when: 'a security scheme in use is of another kind, or is sent in another way',
    why: 'Clients authenticate in the old way.',
    classes: [B],
  },
  'security-scheme-url-changed': {
    when: 'a URL of a security scheme in use changes',
    why: 'Clients may have it in their configuration.',
    classes: [P],
  },
  'security-bearer-format-changed': {
    when: 'bearerFormat of a security scheme in use changes',
    why: 'It is a hint for people.',
    classes: [N],
  },
  'security-flow-removed': {
    when: 'an OAuth flow of a security scheme in use is removed',
    why: 'Clients that get their tokens in this way get none.',
    classes: [B],
  },
  'security-flow-added': { when: 'a security scheme gets an OAuth flow', why: 'The others still work.', classes: [N] },
  'security-scope-removed': {
    when: 'an OAuth flow in use no longer has a scope',
    why: 'Clients that ask for it may be refused.',
    classes: [P],
  },
} as const satisfies Record<string, RuleRow>;

export type SecurityRule = keyof typeof securityRules;
