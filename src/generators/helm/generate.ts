import type { GenerateResponse, GeneratorRequest } from '../../core/generate/protocol.ts';
import { manifestsOf, nothingToRun } from '../kubernetes/manifests.ts';
import { planOf } from '../kubernetes/plan.ts';
import { chartText, helmIgnore } from './chart.ts';
import { helpersText } from './helpers.ts';
import { notesText } from './notes.ts';
import { templateFile } from './template.ts';
import { usedChoices, valuesText } from './values.ts';
import { valuesSchemaText } from './values-schema.ts';

/**
 * A Helm chart whose templates are the manifests of the `kubernetes` generator, with values for what the platform decides.
 * What is an option there is a value here, and its default. Throws USAGE, PLUGIN_FAILED.
 */
export function generate({ contract, options, readFile }: GeneratorRequest): GenerateResponse {
  const plan = planOf(contract, options);
  const message = nothingToRun(plan);
  if (message !== undefined) return { files: [], message };
  const { name, version } = contract.service;
  const header = `From the contract of ${name} ${version}, by \`pacto generate helm\`.`;
  const { manifests, configured } = manifestsOf(plan);
  const used = usedChoices(manifests);
  const needed = used.filter((choice) => choice.needed !== undefined && choice.value === undefined);
  return {
    files: [
      { path: 'Chart.yaml', content: chartText(plan, header) },
      { path: 'values.yaml', content: valuesText(plan, used, header) },
      { path: 'values.schema.json', content: valuesSchemaText(plan, used, readFile) },
      { path: '.helmignore', content: helmIgnore },
      { path: 'templates/_helpers.tpl', content: helpersText(plan, configured) },
      { path: 'templates/NOTES.txt', content: notesText(plan) },
      ...manifests.map((manifest) => templateFile(manifest, plan.name, header)),
    ],
    ...(needed.length === 0
      ? {}
      : { message: `To be said in values: ${needed.map(({ path }) => path.join('.')).join(', ')}` }),
  };
}
