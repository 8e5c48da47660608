declare const PACTO_VERSION: string | undefined;

/** The version of this package. The bundler puts it in; sources that run without it say so. */
export const version: string = typeof PACTO_VERSION === 'string' ? PACTO_VERSION : '0.0.0-source';
