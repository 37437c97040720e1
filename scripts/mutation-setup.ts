import fc from 'fast-check';

// The first failure kills a mutant; nobody reads what the smallest one would have been.
fc.configureGlobal({ endOnFailure: true });
