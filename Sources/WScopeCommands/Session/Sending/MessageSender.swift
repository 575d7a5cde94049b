import WebSocketTransport
import WebSocketWire

/// Puts messages on a session: whole, in frames of a size, or the content of a file block by block.
struct MessageSender {
  /// How many bytes of a message are sent in one frame; nil for all.
  let fragmentSize: Int?
  /// The file whose message is begun and not complete.
  private var file: OutgoingFile?

  /// How many frames one message may take.
  private static let mostFragments = 10_000

  init(fragmentSize: Int?) { self.fragmentSize = fragmentSize }

  /// Whether a message is begun on the session whose file has bytes left.
  func isStreaming(on session: WebSocketSession) -> Bool { file != nil && session.remainingPayload != nil }

  /// Sends the next block of the file whose message is begun. Fails where it cannot be read.
  func sendBlock(on session: WebSocketSession) throws { try file?.sendBlock(on: session) }

  /// Forgets a message that is begun, because the connection is another one.
  mutating func restart() { file = nil }

  /// Sends a message, or begins that of a file. Fails for one that is not what its kind demands.
  mutating func send(_ message: OutgoingMessage, on session: WebSocketSession) throws {
    switch message.content {
    case .bytes(let bytes):
      guard let fragmentSize, bytes.count > fragmentSize else {
        return try session.send(message.kind, bytes)
      }
      guard bytes.count / fragmentSize < Self.mostFragments else {
        throw Failure(
          .badData,
          "\(message.origin) needs more than \(Self.mostFragments) frames of --fragment; nothing of it was sent"
        )
      }
      try session.send(message.kind, fragments: Self.pieces(bytes, of: fragmentSize))
    case .file(let file):
      try session.beginMessage(message.kind, length: file.length)
      self.file = file
    }
  }

  /// Pieces of that many bytes, the last of which may be shorter.
  private static func pieces(_ bytes: [UInt8], of size: Int) -> [[UInt8]] {
    stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min(bytes.count, $0 + size)]) }
  }
}
