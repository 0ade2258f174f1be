// Signing in, in the browser: the passphrase is stretched here and forgotten; what a passkey signs is asked for here.
// What must stay true: neither the passphrase nor its tag leaves this file; extensions' results of a passkey (which may hold keys of
// sealed work one day) are stripped before anything is posted.
import { startAuthentication, startRegistration } from "@simplewebauthn/browser";
import stretcher from "./stretch.worker.ts?worker&url";
import { type Stretching, authOf as stretchedAuth } from "./stretching.ts";

const ours = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy("trellis-stretch", {
  createScriptURL: () => stretcher,
});
type TrustedTypes = {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown };
};

/** What the server may know of a passphrase. Takes about half a second. Throws where the device has no room for it. */
export function authOf(name: string, passphrase: string): Promise<string> {
  return stretchedAuth({ host: location.hostname, name, passphrase }, inWorker);
}

function inWorker(what: Stretching): Promise<Uint8Array> {
  const worker = new Worker((ours?.createScriptURL("") ?? stretcher) as string, { type: "module" });
  const done = new Promise<Uint8Array>((keep, fail) => {
    worker.onmessage = ({ data }) =>
      data.tag ? keep(data.tag) : fail(new Error("This device could not do the work."));
    worker.onerror = () => fail(new Error("This device could not do the work."));
  });
  worker.postMessage(what);
  return done.finally(() => worker.terminate());
}

/** What a passkey signed of a challenge. Throws where its owner said no, or has none here. */
export async function passkeyAnswer(challenge: string): Promise<unknown> {
  const optionsJSON = { challenge, rpId: location.hostname, userVerification: "required" } as const;
  return bare(await startAuthentication({ optionsJSON }));
}

/** A passkey that was made for this site. Throws where its owner said no, or where this device has one already. */
export async function newPasskey(
  optionsJSON: Parameters<typeof startRegistration>[0]["optionsJSON"],
): Promise<unknown> {
  return bare(await startRegistration({ optionsJSON }));
}

function bare(made: object): unknown {
  return { ...made, clientExtensionResults: {} };
}

export const mayUsePasskeys = () => typeof PublicKeyCredential === "function";
