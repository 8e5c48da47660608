/** What the parts of a document are called, whatever they are written in; in their order. */
export const sectionTitles = {
  glance: 'At a glance',
  architecture: 'Architecture',
  interfaces: 'Interfaces',
  configuration: 'Configuration',
  policies: 'Policies',
  dependencies: 'Dependencies',
  ownership: 'Ownership',
  readiness: 'Readiness',
  packages: 'Packages',
  metadata: 'Metadata',
  documents: 'Documents',
  findings: 'Findings',
} as const;
