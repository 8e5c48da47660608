import type { DocConfiguration, DocOrigin, DocPolicy, DocSetting, ServiceDocument } from '../../core/doc/model.ts';
import { count } from '../count.ts';
import { markdownCode, markdownTable, markdownText } from '../markdown.ts';
import { proseBlocks, proseLine } from './markdown-prose.ts';
import { constraintText } from './markdown-schema.ts';

/** The sections that are about the contract itself rather than its files of interfaces. */

export function configurationSection(it: DocConfiguration): string {
  return [
    `### ${markdownText(it.name)}\n`,
    `${originText(it.origin)}\n`,
    ...(it.title === undefined ? [] : [`**${markdownText(it.title)}**\n`]),
    ...(it.description === undefined ? [] : [proseBlocks(it.description)]),
    ...(it.unreadable === undefined ? [] : [`> **Could not be read:** ${markdownText(it.unreadable)}\n`]),
    settingTable(it.settings),
    ...(it.cut === undefined ? [] : [`Left out: ${markdownText(it.cut)}\n`]),
  ].join('\n');
}

function settingTable(settings: readonly DocSetting[]): string {
  if (settings.length === 0) return 'No settings.\n';
  const given = settings.some((it) => it.given !== undefined);
  const heading = ['Key', 'Type', 'Required', 'Default', ...(given ? ['Value here'] : []), 'Description'];
  return markdownTable(
    heading,
    settings.map((it) => [
      markdownCode(it.key),
      markdownCode(it.type),
      requiredText(it),
      markdownCode(it.default ?? ''),
      ...(given ? [markdownCode(it.given ?? '')] : []),
      settingText(it),
    ]),
  );
}

function requiredText({ required, key }: DocSetting): string {
  if (required === 'sometimes') return 'in some cases';
  if (required !== 'within') return required === 'always' ? 'yes' : 'no';
  return `with ${markdownCode(parentKey(key))}`;
}

/** The key without its last step, which may have dots in quotes. */
function parentKey(key: string): string {
  return key.replace(/(?:\.?"(?:[^"\\]|\\.)*"|\.?[^."[\]]+|\[[^\]]*\])$/, '');
}

function settingText({ description, values, constraints, deprecated }: DocSetting): string {
  const text = description === undefined ? '' : proseLine(description);
  const limits = constraints.map(constraintText).join(', ');
  return [
    ...(deprecated ? ['**Deprecated.**'] : []),
    ...(text === '' ? [] : [/[.!?:…)]$/.test(text) ? text : `${text}.`]),
    ...(values === undefined
      ? []
      : [`${values.length === 1 ? 'Always' : 'One of'} ${values.map(markdownCode).join(', ')}.`]),
    ...(limits === '' ? [] : [`${limits.charAt(0).toUpperCase()}${limits.slice(1)}.`]),
  ].join(' ');
}

export function policySection(it: DocPolicy): string {
  const rows = it.requires.map(({ path, text, reason, when }) => [
    path === '' ? 'the contract' : markdownCode(path),
    ruleText(text),
    when === undefined ? '' : markdownText(when),
    reason === undefined ? '' : proseLine(reason),
  ]);
  return [
    `### ${markdownText(it.name)}\n`,
    `${originText(it.origin)}\n`,
    ...(it.title === undefined ? [] : [`**${markdownText(it.title)}**\n`]),
    ...(it.description === undefined ? [] : [proseBlocks(it.description)]),
    ...(it.unreadable === undefined ? [] : [`> **Could not be read:** ${markdownText(it.unreadable)}\n`]),
    ...(rows.length === 0 ? [] : [markdownTable(['What', 'Rule', 'When', 'Why'], rows)]),
    ...(it.cut === undefined ? [] : [`Left out: ${markdownText(it.cut)}\n`]),
  ].join('\n');
}

/** Patterns are code, and stand last. */
function ruleText(text: string): string {
  const [words = '', ...pattern] = text.split(patternMark);
  if (pattern.length === 0) return markdownText(text);
  return `${markdownText(words)}${patternMark}${markdownCode(pattern.join(patternMark))}`;
}

const patternMark = ' of the form ';

function originText({ file, ref, bundle }: DocOrigin): string {
  if (ref === undefined) return file === undefined ? 'Of this bundle.' : `From ${markdownCode(file)}.`;
  const from = bundle === undefined ? markdownCode(ref) : `${markdownText(bundle)} (${markdownCode(ref)})`;
  return `From ${file === undefined ? '' : `${markdownCode(file)} of `}${from}.`;
}

export function dependencySection({ dependencies }: ServiceDocument): string {
  return markdownTable(
    ['Name', 'Needs', 'Required', 'Resolved to', 'Owner', 'Reference'],
    dependencies.map(({ name, ref, compatibility, required, resolved }) => [
      markdownText(name),
      markdownCode(compatibility),
      required ? 'yes' : 'no',
      resolved === undefined ? '**unresolved**' : markdownText(`${resolved.name}@${resolved.version}`),
      markdownText(resolved?.owner ?? ''),
      markdownCode(ref),
    ]),
  );
}

export function ownerSection({ owner }: ServiceDocument): string {
  if (owner === undefined) return '';
  const rows = owner.contacts.map(({ type, value, purpose }) => [
    markdownText(purpose ?? ''),
    markdownText(type),
    markdownText(value),
  ]);
  const contacts = markdownTable(['Contact for', 'Kind', 'Address'], rows);
  return `${markdownText(owner.text)}\n${contacts === '' ? '' : `\n${contacts}`}`;
}

export function sbomSection({ sbom }: ServiceDocument): string {
  if (sbom === undefined) return '';
  const files = sbom.files.map(({ path, format, unreadable }) => [
    markdownCode(path),
    markdownText(format ?? ''),
    unreadable === undefined ? '' : `**Could not be read:** ${markdownText(unreadable)}`,
  ]);
  const licenses = sbom.licenses.map(({ license, packages }) => [markdownText(license), String(packages)]);
  const rest = [
    ...(sbom.otherLicenses > 0 ? [['other licences', String(sbom.otherLicenses)]] : []),
    ...(sbom.unlicensed > 0 ? [['no licence stated', String(sbom.unlicensed)]] : []),
  ];
  return [
    `${count(sbom.packages, 'package')}.\n`,
    markdownTable(['File', 'Format', ''], files),
    markdownTable(['Licence', 'Packages'], [...licenses, ...rest]),
  ]
    .filter((block) => block !== '')
    .join('\n');
}

export function readinessSection({ readiness }: ServiceDocument): string {
  if (readiness === undefined) return '';
  const rows = readiness.checks.map(({ id, category, status, weight, description, evidence }) => [
    markdownCode(id),
    markdownText(category ?? ''),
    markdownText(status ?? ''),
    String(weight),
    description === undefined ? '' : proseLine(description),
    markdownText(evidence),
  ]);
  const holds = readiness.expires === undefined ? '' : `Holds until ${markdownText(readiness.expires)}.\n\n`;
  return `${holds}${markdownTable(['Check', 'Area', 'Status', 'Weight', 'About', 'Evidence'], rows)}`;
}
