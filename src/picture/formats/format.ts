/** The formats that are decoded, by the names that media types have for them. */
export type Format = 'png' | 'jpeg' | 'gif' | 'bmp' | 'tiff' | 'webp'
