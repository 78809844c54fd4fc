/** Characters of an artefact; a certificate with twelve claims and a photo-free payload has five thousand. */
export const MAX_TEXT = 262_144;
/** Nesting of objects and lists in any JSON of an artefact. */
export const MAX_DEPTH = 32;
/** Disclosures of one certificate. */
export const MAX_DISCLOSURES = 1_000;
/** Siblings of an inclusion proof: a tree of 2^32 leaves. */
export const MAX_INCLUSION = 32;
/** Certificates in x5c, from the signing one to the root. */
export const MAX_CHAIN = 4;
/** Characters of a header that a cache keeps, and what it keeps of it; one of four certificates has some six thousand. */
export const MAX_CACHED_HEADER = 16_384;
