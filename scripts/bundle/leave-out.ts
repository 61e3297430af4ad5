import type { Plugin } from 'esbuild'

/** What dockerode loads to reach engines over SSH and to build images, one of them a native add-on: the provider does neither. */
export const UNUSED_BY_THE_PROVIDER = ['ssh2', '@grpc/grpc-js', '@grpc/proto-loader']

/** A plugin of esbuild: packages that a program loads and never uses become empty modules. */
export function leaveOut(packages: readonly string[]): Plugin {
  const filter = new RegExp(`^(${packages.join('|')})$`)
  return {
    name: 'leave-out',
    setup({ onResolve, onLoad }) {
      onResolve({ filter }, ({ path }) => ({ path, namespace: 'leave-out' }))
      onLoad({ filter: /./, namespace: 'leave-out' }, () => ({ contents: 'module.exports = {}', loader: 'js' }))
    },
  }
}
