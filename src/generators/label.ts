/**
 * What a label of Kubernetes can hold of a text, and a name of Backstage: letters, digits, dots, dashes and underscores, at
 * most 63, no sign at its ends. Empty where nothing is left.
 */
export function labelValue(text: string): string {
  const signs = /^[._-]+|[._-]+$/g;
  return text
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .replace(signs, '')
    .slice(0, 63)
    .replace(signs, '');
}

/** The label by which others find the pods of a service. */
export const nameLabel = 'app.kubernetes.io/name';
