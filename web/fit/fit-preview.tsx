import type { Rectangle } from '../../src/picture/geometry.ts'
import type { Preview } from './preview.ts'

interface FitPreviewProps {
  readonly preview: Preview
  /** The picture, in small. */
  readonly url: string
  readonly background: string | undefined
}

/** The picture as a fit would leave it: what is cut off is faint, bars have the background, dashed is what was asked for. */
export function FitPreview({ preview: { result, asked, picture, frame }, url, background }: FitPreviewProps) {
  const { left, top, width, height } = frame
  const isCut = picture.left < -0.5 || picture.top < -0.5
  const isOther = Math.abs(asked.width - result.width) > 0.5 || Math.abs(asked.height - result.height) > 0.5
  return (
    <svg class="fit-preview" viewBox={`${left} ${top} ${width} ${height}`} aria-hidden="true">
      {isCut && <image class="cut-off" href={url} {...box(picture)} preserveAspectRatio="none" />}
      <rect class="ground" {...box(result)} {...(background !== undefined && { style: { fill: background } })} />
      <svg
        {...box(result)}
        viewBox={`0 0 ${result.width} ${result.height}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <image href={url} {...box(picture)} preserveAspectRatio="none" />
      </svg>
      {isOther && <rect class="asked" {...box(asked)} />}
      <rect class="edge" {...box(result)} />
    </svg>
  )
}

const box = ({ left, top, width, height }: Rectangle) => ({ x: left, y: top, width, height })
