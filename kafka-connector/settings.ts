import { Type } from 'typebox'
import { durationListPattern, durationPattern, parseDuration, parseDurationList } from '../src/settings/duration.ts'
import { defineSettings, readAll } from '../src/settings/settings.ts'
import { deadLetterTopic } from '../src/topic/derived-topics.ts'
import { playbackTopicOf, topicSettings } from '../src/topic/settings.ts'

const duration = (text: string) => Type.String({ pattern: durationPattern, default: text })
const durations = (text: string) => Type.String({ pattern: durationListPattern, default: text })
const nameList = Type.String({ pattern: '^(\\s*[A-Za-z0-9._-]{1,200}\\s*(,|$))*$', default: '' })

/** The connector's settings. Those that OpenFaaS's own connector has too carry its names. */
export const connectorSettings = defineSettings({
  gatewayUrl: {
    env: 'gateway_url',
    schema: Type.String({ pattern: '^https?://[^/]+', default: 'http://127.0.0.1:8080' }),
    about: "The gateway's address.",
  },
  brokerHosts: {
    env: 'broker_hosts',
    schema: Type.String({ default: '' }),
    about: 'The Kafka servers, a comma list of host:port. Without it: those of KAFKA_BROKERS.',
  },
  topics: {
    env: 'topics',
    schema: nameList,
    about:
      'The topics to read, a comma list. Without it: the topic of KAFKA_TOPIC_NAME, its dead letters and its playback runs.',
  },
  topicDelimiter: {
    env: 'topic_delimiter',
    schema: Type.String({ minLength: 1, default: ',' }),
    about: "What stands between the topics of a function's annotation.",
  },
  group: {
    env: 'group',
    schema: Type.String({ pattern: '^[A-Za-z0-9._-]{0,200}$', default: '' }),
    about: 'The consumer group. Without it: the group of KAFKA_GROUP_NAME.',
  },
  initialOffset: {
    env: 'initial_offset',
    schema: Type.Enum(['oldest', 'newest'], { default: 'oldest' }),
    about: 'Where a group without committed offsets starts.',
  },
  maxBytes: {
    env: 'max_bytes',
    schema: Type.Integer({ minimum: 1024, maximum: 1_073_741_824, default: 1_048_576 }),
    about: 'How many bytes of one partition are fetched at once, and how large a message in a retry topic may be.',
  },
  upstreamTimeout: {
    env: 'upstream_timeout',
    schema: duration('2m'),
    about: 'How long a function may take to answer.',
  },
  rebuildInterval: {
    env: 'rebuild_interval',
    schema: duration('3s'),
    about: 'How often the topic map is rebuilt from the functions that the gateway lists.',
  },
  contentType: {
    env: 'content_type',
    schema: Type.String({ pattern: '^[\\x20-\\x7e]+$', default: 'application/json' }),
    about: 'The Content-Type of an invocation, when the message has no content-type header.',
  },
  asyncInvocation: {
    env: 'asynchronous_invocation',
    schema: Type.Boolean({ default: false }),
    about: "Hand messages to the gateway's queue; whether the function succeeds is not seen then.",
  },
  printRequestBody: {
    env: 'print_request_body',
    schema: Type.Boolean({ default: false }),
    about: 'Log the beginning of every message before its functions are invoked.',
  },
  printResponse: {
    env: 'print_response',
    schema: Type.Boolean({ default: false }),
    about: 'Log the status of every answer.',
  },
  printResponseBody: {
    env: 'print_response_body',
    schema: Type.Boolean({ default: false }),
    about: 'Log the beginning of the body of every answer as well.',
  },
  basicAuth: {
    env: 'basic_auth',
    schema: Type.Boolean({ default: false }),
    about: "Send credentials when asking for the gateway's functions.",
  },
  secretMountPath: {
    env: 'secret_mount_path',
    schema: Type.String({ default: '/run/secrets' }),
    about: 'The folder of the files basic-auth-user and basic-auth-password.',
  },
  maxInFlight: {
    env: 'max_in_flight',
    schema: Type.Integer({ minimum: 1, maximum: 1000, default: 16 }),
    about: 'How many messages of one partition are delivered at the same time.',
  },
  maxAttempts: {
    env: 'max_attempts',
    schema: Type.Integer({ minimum: 1, maximum: 1000, default: 5 }),
    about: 'How many errors (500 and the like) a function may answer before its message becomes a dead letter.',
  },
  retryDelays: {
    env: 'retry_delays',
    schema: durations('1s,5s,30s,2m,10m'),
    about: 'The delays before the second, third, … attempt, a comma list; each has a retry topic, the last repeats.',
  },
  pauseAfter: {
    env: 'pause_after',
    schema: Type.Integer({ minimum: 1, maximum: 10_000, default: 10 }),
    about: 'After how many unavailable answers in a row a topic is paused.',
  },
  probeDelays: {
    env: 'probe_delays',
    schema: durations('500ms,1s,2s,5s,10s'),
    about: 'The delays between the probes of a paused topic, a comma list; the last repeats.',
  },
})

/** The connector's settings as it uses them: times in milliseconds, lists as lists. */
export interface ConnectorSettings {
  /** Without a slash at its end. */
  readonly gatewayUrl: string
  readonly brokerHosts: string
  readonly topics: readonly string[]
  readonly topicDelimiter: string
  readonly group: string
  readonly initialOffset: 'earliest' | 'latest'
  /** How many partitions a topic gets that the connector has to make. */
  readonly partitions: number
  readonly maxBytes: number
  readonly upstreamTimeoutMs: number
  readonly rebuildIntervalMs: number
  readonly contentType: string
  readonly asyncInvocation: boolean
  readonly printRequestBody: boolean
  readonly printResponse: boolean
  readonly printResponseBody: boolean
  readonly basicAuth: boolean
  readonly secretMountPath: string
  readonly maxInFlight: number
  readonly maxAttempts: number
  readonly retryDelaysMs: readonly number[]
  readonly pauseAfter: number
  readonly probeDelaysMs: readonly number[]
}

/**
 * Reads the connector's settings; topic and group come from the topic room where the connector has none of its own.
 * @throws Failure `settings-not-valid` with every fault
 */
export function readConnectorSettings(env: Readonly<Record<string, string | undefined>>): ConnectorSettings {
  const { connector, topic } = readAll({ connector: connectorSettings.read, topic: topicSettings.read }, env)
  const { topics, group, initialOffset, upstreamTimeout, rebuildInterval, retryDelays, probeDelays, ...rest } =
    connector
  const names = topics.split(',').flatMap((name) => name.trim() || [])
  return {
    ...rest,
    gatewayUrl: rest.gatewayUrl.replace(/\/+$/, ''),
    topics:
      names.length > 0 ? [...new Set(names)] : [topic.name, deadLetterTopic(topic.name), playbackTopicOf(topic.name)],
    group: group || topic.group,
    initialOffset: initialOffset === 'newest' ? 'latest' : 'earliest',
    partitions: topic.partitions,
    upstreamTimeoutMs: parseDuration(upstreamTimeout),
    rebuildIntervalMs: parseDuration(rebuildInterval),
    retryDelaysMs: parseDurationList(retryDelays),
    probeDelaysMs: parseDurationList(probeDelays),
  }
}
