import WebSocketWire

/// Collects what is shown, and writes it to the console in large blocks. What could not be written is asked for after each step.
final class ConsoleOutput: ByteOutput {
  private let console: Console
  private var block: [UInt8] = []
  private(set) var failure: Failure?
  var onRoom: () -> Void = {}

  private static let blockSize = 1 << 18

  init(_ console: Console) { self.console = console }

  /// Nothing waits for room here, because a write waits for its reader.
  var isFull: Bool { false }

  func append(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { block.append(contentsOf: $0) }
    if block.count >= Self.blockSize { flush() }
  }

  func flush() {
    guard failure == nil, !block.isEmpty else { return block.removeAll(keepingCapacity: true) }
    do throws(Failure) { try console.print(block) } catch { failure = error }
    block.removeAll(keepingCapacity: true)
  }

  func notePause() {}

  /// Writes what is collected; fails where any of it was lost.
  func finish() throws(Failure) {
    flush()
    if let failure { throw failure }
  }
}
