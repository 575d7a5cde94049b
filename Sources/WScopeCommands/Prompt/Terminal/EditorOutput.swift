import LineEditor

/// Shows whole lines above the line that is being typed.
final class EditorOutput: ByteOutput {
  private let editor: LineEditor
  private var pending: [UInt8] = []
  private var isWaiting = false
  var onRoom: () -> Void = {}

  /// A line without an end is cut at this many bytes, so that it takes no more memory.
  private static let longestLine = 65536

  init(_ editor: LineEditor) { self.editor = editor }

  var isFull: Bool { editor.isFull }

  func append(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { pending.append(contentsOf: $0) }
    if pending.count >= Self.longestLine { flush() }
  }

  func flush() {
    guard !pending.isEmpty else { return }
    if let end = pending.lastIndex(of: 0x0A) {
      editor.print(Array(pending[...end]))
      pending.removeSubrange(...end)
    }
    if pending.count >= Self.longestLine {
      editor.print(pending + [0x0A])
      pending = []
    }
  }

  func notePause() { isWaiting = true }

  /// The editor's queue has room again.
  func hasRoom() {
    guard isWaiting else { return }
    isWaiting = false
    onRoom()
  }
}
