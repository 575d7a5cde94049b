/// A server's answer that refuses the upgrade, and as much of its content as is kept.
package struct Refusal {
  /// How the end of the content is known (RFC 9112 6.3).
  private enum Framing {
    case length(Int)
    case chunked(ChunkedBody)
    case endOfStream
  }

  package let head: HTTPHead
  /// The content, without the lines of a chunked body.
  package private(set) var body: [UInt8] = []
  private var framing: Framing
  /// The most of the content that is kept, in bytes.
  private let limit: Int

  package init(_ head: HTTPHead, limit: Int = Limits().refusal) {
    self.head = head
    self.limit = max(0, limit)
    framing = Self.framing(of: head)
  }

  /// Takes the next bytes after the head.
  package mutating func take(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { bytes in
      switch framing {
      case .length(let count): body.append(contentsOf: bytes.prefix(min(count, limit) - body.count))
      case .endOfStream: body.append(contentsOf: bytes.prefix(limit - body.count))
      case .chunked(var chunks):
        chunks.take(bytes, into: &body, limit: limit)
        framing = .chunked(chunks)
      }
    }
  }

  /// What is wrong with the framing of the content; nil for nothing.
  var bodyFault: String? { if case .chunked(let chunks) = framing { chunks.fault } else { nil } }

  /// The same where no more comes, when content that is not whole is a fault too (RFC 9112 8).
  package var finalFault: String? {
    if isComplete { return bodyFault }
    return switch framing {
    case .length(let count):
      "its body is incomplete: \(body.count) of \(head.elements("Content-Length").first ?? "\(count)") bytes came (RFC 9112 8)"
    case .chunked(let chunks):
      chunks.fault ?? "its body is incomplete: its last chunk did not come (RFC 9112 8)"
    case .endOfStream: nil
    }
  }

  /// Whether all that will be kept is there.
  package var isComplete: Bool {
    if body.count >= limit { return true }
    return switch framing {
    case .length(let count): body.count >= count
    case .chunked(let chunks): chunks.isDone
    case .endOfStream: false
    }
  }

  /// Transfer-Encoding wins over Content-Length, and some statuses never have content.
  private static func framing(of head: HTTPHead) -> Framing {
    let parts = head.startLineParts
    if parts.count > 1, let code = Digits.decimal(parts[1]), !HTTPStatus(code).hasContent {
      return .length(0)
    }
    if let last = head.elements("Transfer-Encoding").last {
      return last.lowercased() == "chunked" ? .chunked(ChunkedBody()) : .endOfStream
    }
    let lengths = Set(head.elements("Content-Length"))
    guard lengths.count == 1, let length = lengths.first, !length.isEmpty,
      length.utf8.allSatisfy({ 0x30...0x39 ~= $0 })
    else { return .endOfStream }
    // No more can come than fits.
    return .length(Digits.decimal(length) ?? .max)
  }
}
