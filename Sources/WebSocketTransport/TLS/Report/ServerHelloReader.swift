/// Looks for the server's hello in the records that come before anything encrypted.
struct ServerHelloReader {
  private enum Part {
    case header
    case content(left: Int)
  }

  /// The hello, once it is there.
  private(set) var hello: ServerHello?
  /// Whether nothing more is wanted: it was found, or there is none.
  private(set) var isDone = false
  private var part = Part.header
  private var header: [UInt8] = []
  /// The handshake messages, as far as they came.
  private var messages: [UInt8] = []

  private static let handshakeType: UInt8 = 22
  private static let serverHello: UInt8 = 2
  /// It takes about a hundred bytes; a server that sends more before it ends sends something else.
  private static let limit = 4096

  /// Takes the next bytes of the stream.
  mutating func read(_ bytes: some Sequence<UInt8>) {
    for byte in bytes where !isDone { take(byte) }
  }

  private mutating func take(_ byte: UInt8) {
    switch part {
    case .header:
      header.append(byte)
      guard header.count == 5 else { return }
      let length = Int(header[3]) << 8 | Int(header[4])
      if header[0] != Self.handshakeType { isDone = true }
      header = []
      if length > 0 { part = .content(left: length) }
    case .content(let left):
      messages.append(byte)
      part = left > 1 ? .content(left: left - 1) : .header
      look()
    }
  }

  private mutating func look() {
    guard messages.count >= 4 else { return }
    let length = Int(messages[1]) << 16 | Int(messages[2]) << 8 | Int(messages[3])
    if messages[0] != Self.serverHello || length > Self.limit {
      isDone = true
    } else if messages.count == 4 + length {
      hello = ServerHello(body: messages[4...])
      isDone = true
    }
  }
}
