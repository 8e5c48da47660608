import type { GenerateResponse, GeneratorRequest } from '../../core/generate/protocol.ts';
import { few } from '../few.ts';
import { manifestsOf, nothingToRun } from '../kubernetes/manifests.ts';
import { planOf } from '../kubernetes/plan.ts';
import { stillToDo } from '../kubernetes/still-to-do.ts';
import type { Choice } from '../kubernetes/tree.ts';
import { withoutEffect } from '../kubernetes/without-effect.ts';
import { chartText, helmIgnore } from './chart.ts';
import { checksOf } from './checks.ts';
import { helpersText } from './helpers.ts';
import { nullsOf } from './limits.ts';
import { notesText } from './notes.ts';
import { templateFile } from './template.ts';
import { usedChoices, valuesText } from './values.ts';
import { valuesSchemaText } from './values-schema.ts';

/**
 * A Helm chart whose templates are the manifests of the `kubernetes` generator, with values for what the platform decides.
 * What is an option there is a value here, and its default. Throws USAGE, PLUGIN_FAILED.
 */
export function generate(request: GeneratorRequest): GenerateResponse {
  const { contract, options, readFile } = request;
  const plan = planOf(request);
  const message = nothingToRun(plan);
  if (message !== undefined) return { files: [], message };
  const { name, version } = contract.service;
  const header = `From the contract of ${name} ${version}, by \`pacto generate helm\`.`;
  const { manifests, configured } = manifestsOf(plan);
  const used = usedChoices(manifests);
  const said = [...messages(used), ...stillToDo(plan, options, 'chart'), ...withoutEffect(plan, options, 'chart')].join(
    '\n',
  );
  return {
    files: [
      { path: 'Chart.yaml', content: chartText(plan, header) },
      { path: 'values.yaml', content: valuesText(plan, used, header) },
      { path: 'values.schema.json', content: valuesSchemaText(plan, used, readFile) },
      { path: '.helmignore', content: helmIgnore },
      { path: 'templates/_helpers.tpl', content: helpersText(plan, configured) },
      { path: 'templates/NOTES.txt', content: notesText(plan) },
      ...manifests.map((manifest) =>
        templateFile(manifest, {
          chart: plan.name,
          header,
          checks: checksOf(manifest, plan),
        }),
      ),
    ],
    ...(said === '' ? {} : { message: said }),
  };
}

/** What whoever installs the chart has to know. Throws PLUGIN_FAILED. */
function messages(used: readonly Choice[]): string[] {
  const needed = used.filter((choice) => choice.needed !== undefined && choice.value === undefined);
  const nulls = nullsOf(used);
  return [
    ...(needed.length === 0 ? [] : [`Needed in values: ${few(needed.map(({ path }) => path.join('.')))}`]),
    ...(nulls.length === 0 ? [] : [`Left out, since Helm takes null for absent: ${few(nulls)}`]),
  ];
}
