/** What is used of gifenc, which has no types of its own. It is CommonJS: everything hangs on its default export. */
declare module 'gifenc' {
  interface FrameOptions {
    /** Red, green, blue of each index: at most 256. */
    readonly palette: readonly (readonly [number, number, number])[]
    /** Bits of an index, 2 to 8. */
    readonly colorDepth: number
    readonly transparent: boolean
    readonly transparentIndex: number
    /** -1: it is no animation. */
    readonly repeat: -1
    /** 0: nothing is to be done with the frame afterwards. */
    readonly dispose: 0
  }

  interface Encoder {
    writeFrame(indices: Uint8Array, width: number, height: number, options: FrameOptions): void
    finish(): void
    /** A copy of what has been written. */
    bytes(): Uint8Array
  }

  const gifenc: { readonly GIFEncoder: (options?: { readonly initialCapacity?: number }) => Encoder }
  export default gifenc
}
