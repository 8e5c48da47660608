import { parseChartReference, parseImageReference } from '../../contract/image-reference.ts';
import { formatVersion, parseVersion } from '../../contract/version.ts';
import type { Rule } from '../rule.ts';

/** Rules about `service`. */
export const serviceRules: readonly Rule[] = [
  {
    code: 'INVALID_SEMVER',
    layer: 'cross-field',
    severity: 'error',
    where: 'service.version',
    when: 'the text is not a version',
    why: 'Ranges, tags and comparisons all work on the version. Write MAJOR.MINOR.PATCH, such as 2.1.0.',
    *check({ contract }) {
      const { version } = contract.service;
      if (parseVersion(version) !== undefined) return;
      const help = 'write MAJOR.MINOR.PATCH, such as 2.1.0';
      yield { pointer: '/service/version', message: `"${version}" is not a semantic version`, help };
    },
  },
  {
    code: 'NONCANONICAL_VERSION',
    layer: 'cross-field',
    severity: 'warning',
    where: 'service.version',
    when: 'the version can be read, but is not spelled as Semantic Versioning 2.0.0 asks (v1.2.3, 1.2, 2024.01.01)',
    why: 'Other tools may reject it. It is published under the spelling that you chose.',
    *check({ contract }) {
      const version = parseVersion(contract.service.version);
      if (version === undefined || version.strict) return;
      const message = `"${contract.service.version}" is read as ${formatVersion(version)}`;
      yield { pointer: '/service/version', message, help: `write ${formatVersion(version)}` };
    },
  },
  {
    code: 'INVALID_IMAGE_REF',
    layer: 'cross-field',
    severity: 'error',
    where: 'service.image.ref',
    when: 'the text is not an image reference',
    why: 'Whoever deploys the service must be able to pull exactly this image.',
    *check({ contract }) {
      const { image } = contract.service;
      if (image === undefined) return;
      const parsed = parseImageReference(image.ref);
      if (!parsed.ok) yield { pointer: '/service/image/ref', message: parsed.message, ...helpOf(parsed) };
    },
  },
  {
    code: 'INVALID_CHART_REF',
    layer: 'cross-field',
    severity: 'error',
    where: 'service.chart.ref',
    when: 'the chart reference is neither a local path nor an oci:// reference',
    why: 'Whoever deploys the service must be able to find the chart.',
    *check({ contract }) {
      const { chart } = contract.service;
      if (chart === undefined) return;
      const parsed = parseChartReference(chart.ref);
      if (!parsed.ok) yield { pointer: '/service/chart/ref', message: parsed.message, ...helpOf(parsed) };
    },
  },
  {
    code: 'INVALID_CHART_VERSION',
    layer: 'cross-field',
    severity: 'error',
    where: 'service.chart.version',
    when: 'the text is not a version',
    why: 'Charts are published under semantic versions only.',
    *check({ contract }) {
      const { chart } = contract.service;
      if (chart === undefined || parseVersion(chart.version) !== undefined) return;
      yield { pointer: '/service/chart/version', message: `"${chart.version}" is not a semantic version` };
    },
  },
];

function helpOf(failure: { readonly help?: string }): { help?: string } {
  return failure.help === undefined ? {} : { help: failure.help };
}
