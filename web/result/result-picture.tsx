import { addressOf } from '../api/calls.ts'
import { DownloadIcon } from '../frame/icons.tsx'
import type { Entry } from '../list/entry.ts'
import { bytesText, sidesText } from '../text/amounts.ts'
import { BeforeAndAfter } from './before-and-after.tsx'

/** The result itself, never larger than it is, and where to get it: the service's answer names the download. */
export function ResultPicture({ entry, isCompared }: { entry: Entry; isCompared: boolean }) {
  const { id = '', picture, operation } = entry
  const result = operation?.result
  if (!result) return null
  const { width, height, bytes, format } = result
  const url = addressOf.picture(id)
  const alt = `The result, ${sidesText(result)} pixels`
  return (
    <>
      <div class="stage is-shown">
        {isCompared && picture?.sides ? (
          <BeforeAndAfter before={picture.url} after={url} alt={alt} sides={result} options={operation.options} />
        ) : (
          <img src={url} width={width} height={height} alt={alt} />
        )}
      </div>
      <p class="caption">
        <span>
          {sidesText(result)} px · <b class="bytes">{bytesText(bytes)}</b> {format.toUpperCase()}
        </span>
        <a class="primary" href={url} download>
          <DownloadIcon />
          Download
        </a>
      </p>
    </>
  )
}
