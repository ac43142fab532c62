// Loads everything in spec/ as a program that uses it would, and prints how long that took, modules included.
const began = performance.now();
const spec = await import("../../spec/index.ts");
const rows = spec.loadRequirements();
const profiles = spec.loadProfiles();
spec.createValidator();
const registry = [spec.loadAssets, spec.loadContracts, spec.loadErrorCodes, spec.loadHashedStructs, spec.loadNetworks, spec.loadPrograms, spec.loadTypedData, spec.loadAchReturnCodes, spec.loadCardDeclines, spec.loadFiatCurrencies, spec.loadSepaReasonCodes];
for (const load of registry) load();
const milliseconds = performance.now() - began;
process.stdout.write(JSON.stringify({ milliseconds, rows: rows.length, profiles: profiles.length, schemas: spec.loadSchemas().size }));
