/** @file The version that run files carry; a test keeps it equal to package.json's. */
/** Version of the package, as semantic versioning has it. */
export const version = '0.1.0';
