import type { ComponentChildren } from 'preact'

interface PictureInputProps {
  readonly class: string
  readonly onFiles: (files: FileList) => void
  /** Whether many can be chosen at once. */
  readonly isMany?: boolean
  readonly children: ComponentChildren
}

/** What is inside opens the browser's own dialog to choose a picture. */
export function PictureInput({ class: className, onFiles, isMany = false, children }: PictureInputProps) {
  return (
    <label class={className}>
      <input
        type="file"
        accept="image/png,image/jpeg,image/webp,image/gif,image/bmp,image/tiff"
        class="visually-hidden"
        multiple={isMany}
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
