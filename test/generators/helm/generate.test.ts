import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Contract } from '../../../src/core/contract/model.generated.ts';
import { parseNumber } from '../../../src/core/document/number.ts';
import { PactoError } from '../../../src/core/error.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { goPattern } from '../../../src/generators/helm/go-pattern.ts';
import { generators } from '../../../src/generators/index.ts';
import { exampleContract } from '../kubernetes/ask.ts';
import { chartOf, exampleFiles } from './ask.ts';

function shop(parts: Partial<Contract> & { readonly service?: Contract['service'] } = {}): Contract {
  return { pactoVersion: '1.0', service: { name: 'shop', version: '1.0.0', image: { ref: 'shop:1' } }, ...parts };
}

function withValues(values: JsonObject): Contract {
  return shop({ configurations: [{ name: 'app', schema: 'a.json', values }] });
}

function refusal(contract: Contract): readonly string[] {
  try {
    chartOf(contract);
  } catch (error) {
    if (error instanceof PactoError) return [error.code, error.message];
    throw error;
  }
  throw new Error('it was not refused');
}

describe('a chart', () => {
  it('is nothing for what is not run', () => {
    const { files, message } = chartOf({ pactoVersion: '1.0', service: { name: 'money', version: '1.0.0' } });
    expect([files, message]).toEqual([{}, 'money has neither runtime nor image: there is nothing to run']);
  });

  it('is the same for the same contract', () => {
    const again = () => chartOf(exampleContract('payments-api'), {}, exampleFiles('payments-api'));
    expect(again()).toEqual(again());
  });

  it('names who answers for the service', () => {
    const chart = (owner: Contract['service']['owner']) => {
      const service = { ...shop().service, ...(owner === undefined ? {} : { owner }) };
      return parse(chartOf(shop({ service })).files['Chart.yaml'] ?? '');
    };
    const contacts = [
      { type: 'email', value: 'shop@example.com' },
      { type: 'url', value: 'https://example.com/shop' },
    ] as const;
    expect(chart({ team: 'shop', dri: 'ana', contacts })).toMatchObject({
      version: '1.0.0',
      appVersion: '1.0.0',
      home: 'https://example.com/shop',
      maintainers: [{ name: 'shop', email: 'shop@example.com' }, { name: 'ana' }],
    });
    expect(chart('the shop people').maintainers).toEqual([{ name: 'the shop people' }]);
    expect(chart(undefined)).not.toHaveProperty('maintainers');
  });

  it('has no value that its templates do not read', () => {
    const { files } = chartOf(shop());
    expect(Object.keys(parse(files['values.yaml'] ?? ''))).toEqual([
      'fullnameOverride',
      'image',
      'imagePullSecrets',
      'replicas',
      'resources',
      'networkPolicy',
      'runAsUser',
      'serviceAccountName',
      'podAnnotations',
      'env',
      'envFrom',
      'nodeSelector',
      'affinity',
      'tolerations',
      'topologySpreadConstraints',
    ]);
  });

  it.each([
    ['shop', 'shop', '', ''],
    ['shop:1', 'shop', '1', ''],
    ['host:5000/a/shop', 'host:5000/a/shop', '', ''],
    [`host:5000/shop:1.10@sha256:${'0'.repeat(64)}`, 'host:5000/shop', '1.10', `sha256:${'0'.repeat(64)}`],
  ])('takes the image %s apart', (ref, repository, tag, digest) => {
    const { files } = chartOf(shop({ service: { ...shop().service, image: { ref } } }));
    expect(parse(files['values.yaml'] ?? '').image).toEqual({ repository, tag, digest });
  });

  it('says which values Helm takes for absent', () => {
    expect(chartOf(withValues({ a: { b: null }, c: [null] })).message?.split('\n')[0]).toBe(
      'Left out, since Helm takes null for absent: config.app.a.b',
    );
  });

  it('is refused where Helm would change values', () => {
    expect(refusal(withValues({ a: [parseNumber('9007199254740993')] }))).toEqual([
      'PLUGIN_FAILED',
      'the value config.app.a[0] is 9007199254740993, which Helm would round',
    ]);
    expect(refusal(withValues({ a: 'x\u007f' }))[1]).toMatch(/^the value config\.app\.a has a control character/);
    expect(refusal(withValues({ 'a\u0085': 1 }))[1]).toMatch(/^the value config\.app has a name with a control/);
  });

  it('takes the options of kubernetes, but for the namespace', () => {
    const named = (generator: string) =>
      generators.find(({ name }) => name === generator)?.options.map(({ name }) => name);
    expect(named('helm')).toEqual(named('kubernetes')?.filter((name) => name !== 'namespace'));
  });
});

describe('patterns in the words of Go', () => {
  it.each<[string, string | undefined]>([
    ['^[a-z]+$', '^[a-z]+$'],
    ['\\u00e9\\u{1f600}', '\\x{00e9}\\x{1f600}'],
    ['\\\\u00e9', '\\\\u00e9'],
    ['(?<year>\\d{4})', '(?<year>\\d{4})'],
    ['a{1000}', 'a{1000}'],
    ['a{1001}', undefined],
    ['a{1,2000}', undefined],
    ['(?=a)', undefined],
    ['(?<!a)b', undefined],
    ['(a)\\1', undefined],
    ['\\p{L}', undefined],
    ['[^]', undefined],
    ['\\ud83d\\ude00', undefined],
  ])('%s', (pattern, expected) => {
    expect(goPattern(pattern)).toBe(expected);
  });
});
