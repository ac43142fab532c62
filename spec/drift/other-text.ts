/** Whether a file below `specs/` says nothing about version 2: version 1, templates and notes to authors. */
export const isOtherText = (file: string): boolean => /(^|\/)(README|CONTRIBUTING|[a-z_]*template)\.md$|^transports-v1\/|-v1\.md$/.test(file);
