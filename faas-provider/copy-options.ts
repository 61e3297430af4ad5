import type { ContainerCreateOptions, ContainerInspectInfo } from 'dockerode'
import type { Networks } from './docker-engine.ts'
import { COMPOSE_PREFIX } from './labels.ts'

const NUMBER_LABEL = `${COMPOSE_PREFIX}container-number`

/** One more of a container that somebody else made: its options, and the networks beside its first one. */
export interface Copy {
  readonly options: ContainerCreateOptions
  readonly otherNetworks: Networks
}

/**
 * The same container once more, as `docker compose up --scale` would make it: with Docker Compose's labels and the next
 * number, so that Compose goes on to see it as its own. A published port is not published twice.
 * @param siblings all containers of that function
 */
export function toCopyOptions(original: ContainerInspectInfo, siblings: readonly ContainerInspectInfo[]): Copy {
  const { Name, Id, Config, HostConfig, NetworkSettings } = original
  const numbers = siblings.map(({ Config: { Labels } }) => Number(Labels[NUMBER_LABEL] ?? 1))
  const number = Math.max(...numbers) + 1
  const ownName = Name.replace(/^\//, '')
  const isOwn = (alias: string) => alias === ownName || Id.startsWith(alias)
  const networks = Object.entries(NetworkSettings.Networks).map(
    ([network, { Aliases }]) => [network, ((Aliases ?? []) as string[]).filter((alias) => !isOwn(alias))] as const,
  )
  const first = networks.find(([network]) => network === HostConfig.NetworkMode)
  const { Hostname, ...config } = Config
  return {
    options: {
      ...config,
      name: `${ownName.replace(/[-_]\d+$/, '')}-${number}`,
      // A container that was not given a host name has the beginning of its own ID.
      ...(!Id.startsWith(Hostname) && { Hostname }),
      Labels: { ...Config.Labels, [NUMBER_LABEL]: String(number) },
      HostConfig: { ...HostConfig, PortBindings: {} },
      ...(first && { NetworkingConfig: { EndpointsConfig: { [first[0]]: { Aliases: [...first[1]] } } } }),
    },
    otherNetworks: new Map(networks.filter((network) => network !== first)),
  }
}
