// Everything signed in is drawn in the browser: the server sends the same shell for every case.
export const ssr = false;
