import type { ComponentChildren } from 'preact'

interface PictureInputProps {
  readonly class: string
  readonly onFiles: (files: FileList) => void
  readonly children: ComponentChildren
}

/** What is inside opens the browser's own dialog to choose a picture. */
export function PictureInput({ class: className, onFiles, children }: PictureInputProps) {
  return (
    <label class={className}>
      <input
        type="file"
        accept="image/png,image/jpeg,image/gif,image/bmp"
        class="visually-hidden"
        onChange={({ currentTarget }) => {
          if (currentTarget.files?.length) onFiles(currentTarget.files)
          // So that choosing the same picture again is a change as well.
          currentTarget.value = ''
        }}
      />
      {children}
    </label>
  )
}
