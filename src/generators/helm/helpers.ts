import type { Configured } from '../kubernetes/configuration.ts';
import { longestName } from '../kubernetes/names.ts';
import type { Plan } from '../kubernetes/plan.ts';
import { quoted } from './expression.ts';
import { blockText, jsonCall } from './template.ts';

/** `_helpers.tpl`: what templates share, and what is computed from values. */
export function helpersText(plan: Plan, configured: Configured | undefined): string {
  const { name: chart, choices, expected, labels, selector } = plan;
  const { repository } = choices.image;
  const missing = quoted(`image.repository: ${repository.needed ?? 'it cannot be empty'}`);
  const blocks = [
    comment('The name of all resources: the release’s where it has the name of the chart in it.'),
    define(`${chart}.fullname`, [
      '{{- $name := .Values.fullnameOverride -}}',
      '{{- if not $name -}}',
      '{{- $name = .Release.Name -}}',
      `{{- if not (contains ${quoted(chart)} $name) }}{{ $name = printf "%s-%s" $name ${quoted(chart)} }}{{ end -}}`,
      '{{- end -}}',
      `{{- $name = $name | trunc ${longestName(expected.controller.value)} | trimSuffix "-" -}}`,
      ...(expected.address.value === 'none' ? [] : [beginsWithLetter]),
      '{{- $name -}}',
    ]),
    comment('Of every resource.'),
    define(`${chart}.labels`, [blockText(labels, chart)]),
    comment('Those that do not change from version to version.'),
    define(`${chart}.selectorLabels`, [selector.kind === 'shared' ? blockText(selector.then, chart) : '']),
    comment('The reference of the image.'),
    define(`${chart}.image`, [
      `{{- required ${missing} .Values.image.repository -}}`,
      '{{- with .Values.image.tag }}:{{ . }}{{ end -}}',
      '{{- with .Values.image.digest }}@{{ . }}{{ end -}}',
    ]),
  ];
  if (configured !== undefined) {
    const files = configured.files.flatMap(({ file, choice }) => [file, `{{ ${jsonCall(chart, choice)} }}`]);
    blocks.push(
      comment('Everything that is configured; when it changes, pods are replaced.'),
      `{{- define "${chart}.configuration" -}}\n${files.join('\n')}\n{{ end -}}\n\n`,
      comment('A value as JSON, for people to read. Sorted, so that the same values are the same text.'),
      define(`${chart}.json`, jsonLines(`${chart}.json`)),
    );
  }
  return `${blocks.join('').trimEnd()}\n`;
}

/** A Service would be refused by clusters (RFC 1035). */
const beginsWithLetter =
  '{{- if regexMatch "^[0-9]" $name }}{{ fail (printf "the name %s begins with a digit, and a Service begins with a letter: set fullnameOverride" $name) }}{{ end -}}';

function comment(text: string): string {
  return `{{/* ${text} */}}\n`;
}

function define(name: string, lines: readonly string[]): string {
  return `{{- define "${name}" -}}\n${lines.join('\n')}\n{{- end -}}\n\n`;
}

function jsonLines(name: string): string[] {
  return [
    '{{- $inner := printf "%s  " .indent -}}',
    '{{- if and (kindIs "map" .value) .value -}}',
    '{',
    '{{- range $index, $key := keys .value | sortAlpha }}{{ if $index }},{{ end }}',
    `{{ $inner }}{{ toRawJson $key }}: {{ include "${name}" (dict "value" (get $.value $key) "indent" $inner) }}`,
    '{{- end }}',
    '{{ .indent }}}',
    '{{- else if and (kindIs "slice" .value) .value -}}',
    '[',
    '{{- range $index, $item := .value }}{{ if $index }},{{ end }}',
    `{{ $inner }}{{ include "${name}" (dict "value" $item "indent" $inner) }}`,
    '{{- end }}',
    '{{ .indent }}]',
    '{{- else -}}',
    '{{ toRawJson .value }}',
    '{{- end -}}',
  ];
}
