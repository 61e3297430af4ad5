declare module 'kafkajs/src/network/requestQueue/index.js' {
  /** What idle-connections.ts uses of a class that kafkajs keeps to itself. */
  const RequestQueue: {
    readonly prototype: {
      readonly pending: readonly unknown[]
      scheduleCheckPendingRequests(): void
    }
  }
  export default RequestQueue
}
