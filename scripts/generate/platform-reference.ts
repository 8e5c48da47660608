import type { Row } from '../../src/core/platform/row.ts';
import { platformTable } from '../../src/core/platform/table.ts';

const titles: Readonly<Record<string, string>> = {
  controller: 'What runs it',
  storage: 'Where its data lives',
  upgrade: 'How a new version replaces the old one',
  order: 'In which order instances start and stop',
  instances: 'How many instances there are',
  address: 'How it is reached in the cluster',
  entrance: 'How it is reached from outside',
  probes: 'How the platform asks whether it is well',
  grace: 'How long it may take to stop',
  disruption: 'What maintenance may take away',
  backup: 'Whether its volume is backed up',
  metrics: 'Where metrics are collected',
};

/** The text of `docs/reference/platform.md`. */
export function platformReference(): string {
  return [
    '# What a contract expects of a workload',
    '',
    'Generated from `src/core/platform/table.ts` by `npm run generate`; every row is tested by itself.',
    '',
    'In each section the first row that applies wins: the order says what outweighs what. Where a row is marked, two parts of',
    'the contract ask for different things; the manifests of `pacto generate kubernetes` carry the remark as a comment.',
    '',
    ...Object.entries(platformTable).flatMap(([aspect, rows]) => section(titles[aspect] ?? aspect, rows)),
  ].join('\n');
}

function section(title: string, rows: readonly Row<unknown>[]): string[] {
  const remarks = rows.flatMap(({ id, comment }) => (comment === undefined ? [] : [`\\* \`${id}\`: ${comment}`, '']));
  return [
    `## ${title}`,
    '',
    '| Row | When | Expected | Why |',
    '|---|---|---|---|',
    ...rows.map(
      ({ id, when, expect, why, comment }) =>
        `| \`${id}\`${comment === undefined ? '' : ' \\*'} | ${when} | ${expect} | ${why} |`,
    ),
    '',
    ...remarks,
  ];
}
