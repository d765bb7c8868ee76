/* The page's policy asks for trusted types: only this one way makes a script from text, and the hashes of the
   content security policy decide which text may run at all. */

interface Policy {
  createScript(text: string): unknown;
  createScriptURL(address: string): unknown;
}

interface Factory {
  createPolicy(name: string, rules: Record<string, (text: string) => string>): Policy;
}

const rules = {
  createScript: (text: string) => text,
  createScriptURL: (address: string) => {
    if (!address.startsWith("blob:")) throw new TypeError("Only what this page made itself may run.");
    return address;
  },
};

const factory = (globalThis as {trustedTypes?: Factory}).trustedTypes;

export const policy: Policy = factory ? factory.createPolicy("papergraph", rules) : rules;
