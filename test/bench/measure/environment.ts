/** The environment of everything measured: the user's, less what would slow node down or point git elsewhere. */

export function cleanEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  // NODE_EXTRA_CA_CERTS costs node 10 ms and more at each start; npm_* and GIT_* come from pnpm and from hooks.
  const dropped = /^(NODE_EXTRA_CA_CERTS|NODE_OPTIONS|INIT_CWD|GIT_.*|npm_.*|GITMOAT_.*)$/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !dropped.test(name)));
}
