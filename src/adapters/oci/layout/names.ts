/** The file that says that a directory is an image layout (OCI image spec 1.1, image-layout.md). */
export const markerFile = 'oci-layout';
export const indexFile = 'index.json';
/** The directory of all content. */
export const blobFolder = 'blobs';
/** The lock of `index.json`; there only while somebody changes it. */
export const lockFile = '.pacto-index.lock';
