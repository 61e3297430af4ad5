import { addressOf } from '../api/calls.ts'
import type { PictureFacts } from '../api/operation.ts'
import { DownloadIcon } from '../frame/icons.tsx'
import { bytesText, sidesText } from '../text/amounts.ts'

/** The result itself, never larger than it is, and where to get it: the service's answer names the download. */
export function ResultPicture({ id, result }: { id: string; result: PictureFacts }) {
  const { width, height, bytes } = result
  return (
    <>
      <div class="stage is-shown">
        <img
          src={addressOf.picture(id)}
          width={width}
          height={height}
          alt={`The result, ${sidesText(result)} pixels`}
        />
      </div>
      <p class="caption">
        <span>
          {sidesText(result)} px · {bytesText(bytes)}
        </span>
        <a class="primary" href={addressOf.picture(id)} download>
          <DownloadIcon />
          Download
        </a>
      </p>
    </>
  )
}
