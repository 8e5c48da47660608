import { describe, expect, it } from 'vitest';
import { formatContract } from '../../../src/core/contract/format.ts';

function format(text: string, upgrade = false) {
  const formatted = formatContract(text, { upgrade });
  if (!formatted.ok) throw new Error(JSON.stringify(formatted.problems));
  const again = formatContract(formatted.text, { upgrade });
  expect(again).toEqual({ ok: true, text: formatted.text, upgraded: [] });
  return formatted;
}

/** Text without the indentation that it has in this file. */
function text(parts: TemplateStringsArray): string {
  return (parts.raw[0] ?? '').replace(/^\n/, '').replace(/^ {4}/gm, '').replace(/ +$/, '');
}

describe('the canonical layout', () => {
  it.each([
    [
      'orders keys as the schema does, and keeps unknown ones at the end',
      text`
    x-team: a
    scaling: {max: 3, min: 1}
    service:
        owner: team/a
        version: 1.0.0
        name: a
    unknown: 1
    pactoVersion: "1.0"
    interfaces:
    - contract: openapi.yaml
      port: 8080
      type: http
      name: api
    `,
      text`
    pactoVersion: "1.0"

    service:
      name: a
      version: 1.0.0
      owner: team/a

    interfaces:
      - name: api
        type: http
        port: 8080
        contract: openapi.yaml

    scaling: {max: 3, min: 1}

    x-team: a

    unknown: 1
    `,
    ],
    [
      'leaves metadata and values in their order',
      text`
    metadata:
      z: 1
      a: 2
    configurations:
      - values:
          z: 1
          a: 2
        name: b
    `,
      text`
    configurations:
      - name: b
        values:
          z: 1
          a: 2

    metadata:
      z: 1
      a: 2
    `,
    ],
    [
      'moves comments with what they are about',
      text`
    # yaml-language-server: $schema=https://x

    # Scaling is modest.
    scaling: # two at night
      max: 3 # three by day
      # never less
      min: 2
      # end of scaling

    # The service
    # itself
    service:
      version: 1.0.0

      # who
      name: a
    # the end
    `,
      text`
    # yaml-language-server: $schema=https://x

    # The service
    # itself
    service:
      # who
      name: a
      version: 1.0.0

    # Scaling is modest.
    scaling: # two at night
      # never less
      min: 2
      max: 3 # three by day
      # end of scaling
    # the end
    `,
    ],
    [
      'keeps the modeline first even where no blank line follows it',
      '# yaml-language-server: $schema=x\n# about a\nservice: {name: a, version: 1.0.0}\npactoVersion: "1.0"\n',
      '# yaml-language-server: $schema=x\npactoVersion: "1.0"\n\n# about a\nservice: {name: a, version: 1.0.0}\n',
    ],
    [
      'keeps scalars word for word',
      text`
    metadata:
        hex: 0x1F
        exact: 12345678901234567890.50
        nothing: ~
        empty:
        single: 'it''s'
        double: "\u00e9 \
            folded"
        long: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb cccccccccccccccccccccccccccc
        plain: one
            two
        literal: |2-
            two more

          end
        folded: > # why
            a
              b
    `,
      text`
    metadata:
      hex: 0x1F
      exact: 12345678901234567890.50
      nothing: ~
      empty:
      single: 'it''s'
      double: "\u00e9 \
          folded"
      long: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb cccccccccccccccccccccccccccc
      plain: one
          two
      literal: |2-
          two more

        end
      folded: > # why
        a
          b
    `,
    ],
    [
      'keeps blank lines that are part of a value and adds none to them',
      'metadata:\n  a: |+\n    x\n\n\n\nservice:\n  name: |+\n    y\n\npactoVersion: "1.0"\n',
      'pactoVersion: "1.0"\n\nservice:\n  name: |+\n    y\n\nmetadata:\n  a: |+\n    x\n\n\n\n',
    ],
    [
      'keeps flow collections, comments in them included',
      text`
    metadata: {a: 1,
        b: [2, # two
          3],
      c: {}
    }
    `,
      text`
    metadata: {a: 1,
        b: [2, # two
          3],
      c: {}
     }
    `,
    ],
    [
      'writes nested lists compactly and lists below their key',
      'metadata:\n  a:\n  -   - 1\n      - 2\n  -\n    b: 1\n    c: 2\n  - # why\n    d: 1\n  -\n',
      'metadata:\n  a:\n    - - 1\n      - 2\n    - b: 1\n      c: 2\n    - # why\n      d: 1\n    -\n',
    ],
    [
      'keeps anchors, aliases and merge keys',
      text`
    interfaces:
    - &api
      type: http
      name: a
    - port: 2
      <<: *api
      name: b
    metadata: &m !!map
      x: &x 1
      y: *x
    `,
      text`
    interfaces:
      - &api
        name: a
        type: http
      - <<: *api
        name: b
        port: 2

    metadata: &m !!map
      x: &x 1
      y: *x
    `,
    ],
    [
      'does not move an alias above its anchor',
      'service: &s\n  version: &v 1.0.0\n  name: *v\nmetadata: {s: 1}\npactoVersion: *v\n',
      'service: &s\n  version: &v 1.0.0\n  name: *v\n\nmetadata: {s: 1}\n\npactoVersion: *v\n',
    ],
    [
      'ends lines with LF and the file with one',
      'pactoVersion: "1.0"\r\nservice: {}\r\n\r\n\r\n',
      'pactoVersion: "1.0"\n\nservice: {}\n',
    ],
    ['drops a byte order mark', '\uFEFFpactoVersion: "1.0"', 'pactoVersion: "1.0"\n'],
    [
      'keeps a document start',
      '# a\n---\n# b\nservice: 1\npactoVersion: 2',
      '# a\n---\npactoVersion: 2\n\n# b\nservice: 1\n',
    ],
    [
      'keeps comments between a key and its value',
      'service:\n  # above\n  name: a\nmetadata:\n  # loose\n  {a: 1} # end\n',
      'service:\n  # above\n  name: a\n\n# loose\nmetadata: {a: 1} # end\n',
    ],
    ['writes explicit keys as others', '? service\n: 1\n? pactoVersion\n: 2\n', 'pactoVersion: 2\n\nservice: 1\n'],
    ['keeps quoted keys', '"service": 1\n\'pactoVersion\': 2\n', '\'pactoVersion\': 2\n\n"service": 1\n'],
    [
      'lays out JSON as JSON',
      '{"service":{"version":"1.0.0","name":"\\u0061"},"pactoVersion":"1.0","interfaces":[],"metadata":{"z":1.0,"a":[1e3,{}]}}',
      text`
    {
      "pactoVersion": "1.0",
      "service": {
        "name": "\u0061",
        "version": "1.0.0"
      },
      "interfaces": [],
      "metadata": {
        "z": 1.0,
        "a": [
          1e3,
          {}
        ]
      }
    }
    `,
    ],
  ])('%s', (_, before, after) => {
    expect(format(before).text).toBe(after);
  });

  it.each([
    ['a flow mapping as root', '{service: 1, # one\n pactoVersion: 2}'],
    ['directives', '%YAML 1.2\n---\nservice: 1\npactoVersion: 2'],
    ['an end marker', 'service: 1\npactoVersion: 2\n...\n# after'],
    ['a key of several lines', '? "a\n  b"\n: 1\nservice: 2'],
    ['properties on a line of their own', 'service:\n  &a\n  !!map\n  name: b\npactoVersion: 1'],
  ])('changes nothing but the last line end where it has no layout: %s', (_, source) => {
    expect(format(source).text).toBe(source.endsWith('\n') ? source : `${source}\n`);
  });

  it('reports what can not be parsed, at its place in the text as given', () => {
    const formatted = formatContract('a: 1\r\nb: 2\r\na: 3');
    expect(formatted.ok ? [] : formatted.problems.map(({ span }) => span.start)).toEqual([12]);
  });
});

/** A contract as older documents write it, in the spelling of that time. */
const documented = text`
    pactoVersion: "1.0"

    service:
      name: orders-api
      version: 3.2.0
      owner: team/orders
      image:
        ref: ghcr.io/example/orders-api:3.2.0
        private: true

    interfaces:
      - name: rest
        type: http
        port: 8080
        visibility: public
        contract: interfaces/openapi.yaml

      - name: events
        type: event
        contract: interfaces/events.yaml

    configuration:
      schema: configuration/schema.json

    dependencies:
      - ref: ghcr.io/example/stock-pacto@sha256:abc123
        required: true
        compatibility: "^2.0.0"

      - ref: oci://ghcr.io/example/mail-pacto:1.0.0 # optional
        required: false
        compatibility: "~1.0.0"

    runtime:
      workload: service

      state:
        type: stateful
        persistence: { scope: local, durability: persistent }
        dataCriticality: high

      health:
        interface: rest
        path: /health
        initialDelaySeconds: 15

    scaling: { min: 2, max: 10 }

    metadata:
      tier: critical
      on-call: "#orders-oncall"
    `;

describe('a documented contract', () => {
  it('is in the canonical layout already', () => {
    expect(format(documented).text).toBe(documented);
  });

  it('is upgraded where its spelling is older, and nowhere else', () => {
    const { text: result, upgraded } = format(documented, true);
    expect(upgraded).toEqual(['configuration', 'dependencies[0].ref']);
    expect(result).toBe(
      documented
        .replace('configuration:\n  schema', 'configurations:\n  - name: default\n    schema')
        .replace('ref: ghcr.io/example/stock', 'ref: oci://ghcr.io/example/stock'),
    );
  });
});

describe('upgrade', () => {
  it.each([
    [
      'one configuration',
      'configuration: # c\n  # the schema\n  schema: a.json # s\n  values: {}\n  # end\n',
      'configurations: # c\n  - name: default\n    # the schema\n    schema: a.json # s\n    values: {}\n    # end\n',
      ['configuration'],
    ],
    [
      'one configuration in braces',
      'configuration: { schema: a.json }\n',
      'configurations:\n  - { name: default, schema: a.json }\n',
      ['configuration'],
    ],
    [
      'a named configuration',
      'configuration: {name: x, schema: a.json}',
      'configurations:\n  - {name: x, schema: a.json}\n',
      ['configuration'],
    ],
    [
      'a list of configurations',
      'configuration:\n  # all\n  configs: # two\n  - schema: a.json\n    name: a\n  # end\n',
      '# all\nconfigurations: # two\n  - name: a\n    schema: a.json\n  # end\n',
      ['configuration'],
    ],
    [
      'a list of configurations in braces',
      'configuration: {configs: [{name: a, ref: ghcr.io/acme/a}]}\n',
      'configurations: [{name: a, ref: oci://ghcr.io/acme/a}]\n',
      ['configuration', 'configuration.configs[0].ref'],
    ],
    ['a policy', 'policy:\n  schema: p.json\n', 'policies:\n  - name: default\n    schema: p.json\n', ['policy']],
    [
      'a workload',
      'runtime:\n  workload: # w\n    type: service # t\n',
      'runtime:\n  # w\n  workload: service # t\n',
      ['runtime.workload'],
    ],
    [
      'a workload in braces',
      'runtime: {workload: {type: "job"}}\n',
      'runtime: {workload: "job"}\n',
      ['runtime.workload'],
    ],
    [
      'references without a scheme',
      'dependencies:\n- ref: "ghcr.io/acme/a:1"\n- {ref: localhost:5000/b}\n- ref: ./c\n- ref: oci://ghcr.io/d\n',
      'dependencies:\n  - ref: "oci://ghcr.io/acme/a:1"\n  - {ref: oci://localhost:5000/b}\n  - ref: ./c\n  - ref: oci://ghcr.io/d\n',
      ['dependencies[0].ref', 'dependencies[1].ref'],
    ],
    [
      'JSON',
      '{"configuration":{"schema":"a.json"},"runtime":{"workload":{"type":"job"}}}',
      '{\n  "configurations": [\n    {\n      "name": "default",\n      "schema": "a.json"\n    }\n  ],\n  "runtime": {\n    "workload": "job"\n  }\n}\n',
      ['configuration', 'runtime.workload'],
    ],
  ])('rewrites %s', (_, before, after, upgraded) => {
    expect(format(before, true)).toEqual({ ok: true, text: after, upgraded });
  });

  it.each([
    ['both spellings together', 'configuration:\n  schema: a\n\nconfigurations: []\n'],
    ['what is not a mapping', 'policy: x\n\nruntime:\n  workload: service\n'],
    ['configs beside others', 'configuration:\n  schema: a\n  configs: []\n'],
    ['references behind an alias', 'dependencies:\n  - &d\n    name: a\n    ref: ./a\n  - *d\n'],
    ['nothing, without being asked', undefined],
  ])('leaves alone %s', (_, source) => {
    const untouched = source ?? 'configuration:\n  schema: a\n';
    expect(format(untouched, source !== undefined)).toEqual({ ok: true, text: untouched, upgraded: [] });
  });
});

describe('a large contract', () => {
  const head = 'pactoVersion: "1.0"\n\nservice:\n  name: a\n  version: 1.0.0\n';
  const many = (line: (i: number) => string, number: number) =>
    Array.from({ length: number }, (_, i) => line(i)).join('');

  it.each([
    ['comments', `${head}\n${many(() => '# c\n', 150_000)}x: 1\n`],
    ['comments at its end', `${head}${many(() => '# c\n', 150_000)}`],
    ['lines in a block', `${head}\nx: |\n${many(() => '  b\n', 150_000)}`],
    ['lines in quotes', `${head}\nx: "a\n${many(() => '  b\n', 150_000)}  c"\n`],
  ])('may have many %s', (_, contract) => {
    const formatted = formatContract(contract);
    expect(formatted.ok && formatted.text === contract).toBe(true);
  });

  it('may have many anchors', () => {
    const contract = `${head}${many((i) => `\nk${i}: &a${i} 1\n`, 10_000)}`;
    const formatted = formatContract(contract.replace('pactoVersion: "1.0"\n\n', '').concat('\npactoVersion: "1.0"\n'));
    expect(formatted.ok && formatted.text === contract).toBe(true);
  });

  it('may have many older spellings', () => {
    const contract = `${head}\ndependencies:\n${many((i) => `  - {name: a${i}, ref: r.io/a${i}}\n`, 10_000)}`;
    const formatted = formatContract(contract, { upgrade: true });
    expect(formatted.ok && formatted.upgraded.length).toBe(10_000);
    expect(formatted.ok && formatted.text === contract.replaceAll('r.io/', 'oci://r.io/')).toBe(true);
  });
});
