import type { ComponentChildren } from 'preact'
import type { Fit, Operation, PictureFacts } from '../api/operation.ts'
import { bytesText, changeText, durationText, sidesText } from '../text/amounts.ts'

/** What was done to the picture: before and after, how long each stage took, and by what. */
export function WhatWasDone({ operation }: { operation: Operation }) {
  const { source, result, attempts, engine, options } = operation
  return (
    <dl class="done">
      {source && result && <BeforeAndAfter source={source} result={result} fit={options.fit} />}
      <Work operation={operation} />
      <Fact name="Attempts" value={attempts} />
      {engine !== null && <Engine fingerprint={engine} />}
    </dl>
  )
}

function BeforeAndAfter({ source, result, fit }: { source: PictureFacts; result: PictureFacts; fit: Fit }) {
  return (
    <>
      <Fact name="Pixels" value={<Arrow from={sidesText(source)} to={sidesText(result)} />}>
        {source.format.toUpperCase()} to {result.format.toUpperCase()}, {fit}
      </Fact>
      <Fact name="Bytes" value={<Arrow from={bytesText(source.bytes)} to={bytesText(result.bytes)} />}>
        {changeText(source.bytes, result.bytes)}
      </Fact>
    </>
  )
}

function Work({ operation: { claimedAt, queuedAt, timings } }: { operation: Operation }) {
  return (
    <>
      {claimedAt !== null && <Fact name="Waited" value={durationText(claimedAt - queuedAt)} />}
      {timings && (
        <Fact name="Worked" value={durationText(timings.decodeMs + timings.resizeMs + timings.encodeMs)}>
          decode {durationText(timings.decodeMs)} · resize {durationText(timings.resizeMs)} · encode{' '}
          {durationText(timings.encodeMs)}
        </Fact>
      )}
    </>
  )
}

/** The fingerprint names the engine first, then what its result depends on. The whole of it shows as a tool tip. */
function Engine({ fingerprint }: { fingerprint: string }) {
  const [engine, library] = fingerprint.split(' ')
  return (
    <Fact name="Engine" value={<span title={fingerprint}>{engine?.split('/')[0]}</span>}>
      {library?.replace('/', ' ')}
    </Fact>
  )
}

const Arrow = ({ from, to }: { from: string; to: string }) => (
  <>
    {from} <span aria-hidden="true">→</span>
    <span class="visually-hidden">before,</span> {to}
    <span class="visually-hidden"> after</span>
  </>
)

interface FactProps {
  readonly name: string
  readonly value: ComponentChildren
  readonly children?: ComponentChildren
}

function Fact({ name, value, children }: FactProps) {
  return (
    <div>
      <dt class="field-label">{name}</dt>
      <dd>
        {value}
        {children && <small>{children}</small>}
      </dd>
    </div>
  )
}
