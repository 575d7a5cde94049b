/// Waits until its task is cancelled, and for nothing else.
func waitForCancellation() async throws {
  let (requests, source) = AsyncStream.makeStream(of: Void.self)
  for await _ in requests {}
  withExtendedLifetime(source) {}
  try Task.checkCancellation()
}
