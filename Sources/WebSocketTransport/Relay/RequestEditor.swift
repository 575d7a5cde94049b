import WebSocketWire

/// Finds the requests for a WebSocket in what a client sends, and changes their heads. All else passes as it came.
///
/// A head is held until it is whole. What follows a request with content is not looked at, nor what follows anything that is no request.
struct RequestEditor {
  private let changes: RequestChanges
  private var reader = HTTPHeadReader(limit: limit)
  private var isOver: Bool

  /// The most bytes that are held.
  private static let limit = 65536

  init(_ changes: RequestChanges) {
    self.changes = changes
    isOver = changes.isEmpty
  }

  /// Whether bytes pass without a look.
  var isIdle: Bool { isOver }

  /// Takes the next bytes; gives those that are to be passed on, and the names of the fields that were changed in them.
  mutating func receive(_ piece: RawSpan) -> (bytes: [UInt8], names: [String]) {
    var (bytes, names): ([UInt8], [String]) = ([], [])
    var index = 0
    while !isOver, index < piece.byteCount {
      if reader.bytes.isEmpty, !Self.mayBegin(piece.unsafeLoad(fromByteOffset: index, as: UInt8.self)) {
        isOver = true
        break
      }
      let before = reader.bytes.count
      switch reader.append(piece.extracting(droppingFirst: index)) {
      case .incomplete: return (bytes, names)
      case .tooBig:
        isOver = true
        index += reader.bytes.count - before
        bytes += held()
      case .complete(let head, let used):
        index += used
        reader = HTTPHeadReader(limit: Self.limit)
        let (edited, changed) = edit(head)
        bytes += edited
        names += changed
      }
    }
    return (bytes + rest(of: piece, from: index), names)
  }

  /// What is held of a head that does not end.
  mutating func held() -> [UInt8] {
    defer { reader = HTTPHeadReader(limit: Self.limit) }
    return reader.bytes
  }

  private mutating func edit(_ head: HTTPHead) -> (bytes: [UInt8], names: [String]) {
    let parts = head.startLineParts
    guard parts.count == 3, parts[2].hasPrefix("HTTP/1") else {
      isOver = true
      return (head.bytes, [])
    }
    if head.elements("Upgrade").contains(where: { $0.lowercased() == "websocket" }) {
      return changes.apply(to: head)
    }
    isOver = !head.fields("Content-Length").isEmpty || !head.fields("Transfer-Encoding").isEmpty
    return (head.bytes, [])
  }

  private func rest(of piece: RawSpan, from index: Int) -> [UInt8] {
    piece.extracting(droppingFirst: index).withUnsafeBytes { Array($0) }
  }

  /// A method begins with a capital letter, and an empty line may be in front (RFC 9112 2.2).
  private static func mayBegin(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || byte == 0x0D || byte == 0x0A
  }
}
