import { existsSync, readFileSync } from 'node:fs';
import { layerNames } from '../../src/core/finding.ts';
import type { Rule } from '../../src/core/validate/rule.ts';
import { contractRules } from '../../src/core/validate/rules/index.ts';
import { rulesWithFiles } from '../../src/core/validate/with-files.ts';

/** Where the cases are that the examples are taken from; the same cases are the tests of the rules. */
const cases = new URL('../../test/cases/validate/', import.meta.url);

/** Every row of the validation tables, by layer and then by code. */
export function allRules(): readonly Rule[] {
  const rules = [...contractRules, ...rulesWithFiles];
  return rules.sort((a, b) => layerNames.indexOf(a.layer) - layerNames.indexOf(b.layer) || (a.code < b.code ? -1 : 1));
}

/** The text of `docs/reference/findings.md`. */
export function findingsReference(): string {
  const rules = allRules();
  const parts = [
    '# Findings',
    '',
    'Generated from the validation tables by `npm run generate`; the examples are the tests of the rules.',
    '',
    'A layer that reports an error stops the later ones, unless `--all` is given. `--strict` makes warnings fail; infos',
    'never do. `--ignore CODE`, or a comment `# pacto-ignore CODE: reason` on or above the line, silences a warning or an',
    'info of the cross-field and semantic layers. Errors cannot be silenced, and nothing of the other two layers can.',
    '',
    '| Code | Layer | Severity | Where |',
    '|---|---|---|---|',
    ...rules.map(
      (rule) =>
        `| [\`${rule.code}\`](#${rule.code.toLowerCase()}) | ${rule.layer} | ${rule.severity} | ${rule.where} |`,
    ),
    '',
    ...rules.map(section),
  ];
  return parts.join('\n');
}

function section(rule: Rule): string {
  return [
    `## ${rule.code}`,
    '',
    `*${rule.severity} · ${rule.layer} layer · ${rule.where}*`,
    '',
    `Reported when ${rule.when}. ${rule.why}`,
    '',
    'Fails:',
    '',
    example(rule.code, 'fail'),
    'Passes:',
    '',
    example(rule.code, 'pass'),
  ].join('\n');
}

function example(code: string, kind: 'fail' | 'pass'): string {
  const directory = new URL(`${code}/${kind}/`, cases);
  const text = readFileSync(new URL('pacto.yaml', directory), 'utf8');
  const named = [...text.matchAll(/(?:contract|schema): \.?\/?([\w./-]+)$/gm)].flatMap((match) => match[1] ?? []);
  const files = [...new Set(named)].filter((file) => existsSync(new URL(file, directory)));
  const shown = files.map((file) => {
    const language = file.endsWith('.json') ? 'json' : file.endsWith('.proto') ? 'proto' : 'yaml';
    return `\`${file}\`\n\n${fence(language, readFileSync(new URL(file, directory), 'utf8'))}`;
  });
  return [fence('yaml', text), ...shown].join('\n');
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n`;
}
