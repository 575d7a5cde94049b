@testable import WScopeCommands

/// An output that keeps what is written.
final class WrittenText: ByteOutput {
  var text = ""
  let isFull = false
  var onRoom: () -> Void = {}
  func append(_ bytes: RawSpan) { text += bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }
  func flush() {}
  func notePause() {}
}
