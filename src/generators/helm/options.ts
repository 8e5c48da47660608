import type { GeneratorOption } from '../generator.ts';
import { kubernetesOptions } from '../kubernetes/options.ts';

const abouts: Readonly<Record<string, string>> = {
  name: 'name of the chart; default: the service’s',
  schedule: 'when a scheduled workload runs; default: needed in values',
  image: 'the image to run; default: service.image, or else needed in values',
};

/** Those of `kubernetes`: here they are the defaults of values. The namespace is the release's. */
export const helmOptions: readonly GeneratorOption[] = kubernetesOptions
  .filter(({ name }) => name !== 'namespace')
  .map(({ form: _, ...option }) => ({ ...option, about: abouts[option.name] ?? option.about }));
