// Public pages are drawn on the server and carry no framework: what needs a script brings one small file of its own.
export const csr = false;
