/** What the test passes: for a server-side client url of the server, write key, user ID, anonymous ID; else one page's address. */
export const args = process.argv.slice(2)

/** Any error a client reports fails the run: the test shows it, with all that was printed. */
export function fail(error) {
  console.error(error)
  process.exitCode = 1
}
